import type { Locator, Page, Response } from 'playwright-core';
import {
  type PageStep,
  sayTarget,
  type Target,
} from '../../../domain/verdict/journey/page-step.ts';
import { firstMatch } from '../../../domain/verdict/journey/pattern.ts';
import { fill, type Variables } from '../../../domain/verdict/journey/variables.ts';

/** More than anybody carries on from a page. */
const MOST_READ = 1_000;

/** What was wrong, in words of our own: those of the browser may hold what was typed. */
export class PageFault extends Error {}

/**
 * Does what a step says and waits until it is done, at most so long. The answer is what later steps call
 * by name.
 * @throws PageFault when the page is not as the step says; whatever the browser throws else
 */
export async function act(
  page: Page,
  step: PageStep,
  variables: Variables,
  timeout: number,
): Promise<Variables> {
  const within = { timeout };
  const find = (one: Target): Locator => locate(page, filled(one, variables));
  if (step.open !== undefined)
    await open(page, fill(step.open, variables, encodeURIComponent), timeout);
  if (step.fill) await find(step.fill).fill(fill(step.fill.with, variables), within);
  if (step.click) await find(step.click).click(within);
  if (step.select) {
    const label = fill(step.select.option, variables);
    await find(step.select).selectOption({ label }, within);
  }
  if (step.press) await page.keyboard.press(step.press);
  if (step.see) await seen(find(step.see)).waitFor({ state: 'visible', timeout });
  if (step.gone) await seen(find(step.gone)).waitFor({ state: 'hidden', timeout });
  if (!step.read) return {};
  const { as, matches } = step.read;
  // biome-ignore lint/performance/useDomNodeTextContent: a locator's, which is what people see
  const text = (await seen(find(step.read)).innerText(within)).trim();
  const value = matches === undefined ? text : firstMatch(matches, text);
  if (value === null || value === '' || value.length > MOST_READ)
    throw new PageFault(`${sayTarget(filled(step.read, variables))} has no ${as} to go on with`);
  return { [as]: value };
}

async function open(page: Page, url: string, timeout: number): Promise<void> {
  let status = 200;
  const hear = (answer: Response): void => {
    const isOwn = answer.request().isNavigationRequest() && answer.frame() === page.mainFrame();
    if (isOwn) status = answer.status();
  };
  page.on('response', hear);
  try {
    await page.goto(url, { timeout, waitUntil: 'domcontentloaded' });
  } catch (error) {
    // An answer of 404 or 500 without a page is an error to the browser, and an answer to us.
    if (status < 400) throw error;
  } finally {
    page.off('response', hear);
  }
  if (status >= 400) throw new PageFault(`answered ${status}, expected below 400`);
}

/** Of several that are found the first that people see. */
function seen(locator: Locator): Locator {
  return locator.filter({ visible: true }).first();
}

function locate(page: Page, target: Target): Locator {
  const { role, name, label, text = '', placeholder, testId, exact = false } = target;
  if (role !== undefined)
    return page.getByRole(role, { exact, ...(name === undefined ? {} : { name }) });
  if (label !== undefined) return page.getByLabel(label, { exact });
  if (placeholder !== undefined) return page.getByPlaceholder(placeholder, { exact });
  return testId === undefined ? page.getByText(text, { exact }) : page.getByTestId(testId);
}

/** The same words with variables in them. */
export function filled(target: Target, variables: Variables): Target {
  const { name, label, text, placeholder, testId } = target;
  const words = Object.entries({ name, label, text, placeholder, testId }).flatMap(([key, one]) =>
    one === undefined ? [] : [[key, fill(one, variables)] as const],
  );
  return { ...target, ...Object.fromEntries(words) };
}
