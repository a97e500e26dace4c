import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { launchChromium, missingChromium, sayMissing } from './chromium.ts';
import { type Organise, type Program, startProgram } from './program.ts';

export const SCREENSHOTS = join(import.meta.dirname, 'screenshots');
/** The longest a card may take to say what is expected of it: a canary's two judgements, and some. */
const PATIENCE_MS = 110_000;

let browser: Browser | undefined;
let program: Program | undefined;
const faults: string[] = [];

/** The one page on which the whole story is played, by one person after the other. */
export let page: Page;

/** Starts the real program once for the story; its chapters follow each other on the same page. */
export function registerProgram(organise?: Organise): void {
  beforeAll(async () => {
    if (missingChromium !== null) return sayMissing();
    mkdirSync(SCREENSHOTS, { recursive: true });
    [browser, program] = await Promise.all([launchChromium(), startProgram(organise)]);
    page = await browser.newPage({
      // As high as the longest card, so that a picture shows all of it.
      viewport: { width: 1280, height: 1160 },
      deviceScaleFactor: 1.5,
      colorScheme: 'light',
      timezoneId: 'Europe/Berlin',
    });
    page.on('pageerror', (fault) => faults.push(fault.message));
    await page.goto(program.url);
    await composer().waitFor();
  }, 120_000);
  let broken = false;
  beforeEach((ctx) => {
    if (missingChromium !== null) ctx.skip(missingChromium);
    if (broken) ctx.skip('an earlier chapter failed');
    ctx.onTestFailed(async () => {
      broken = true;
      await page.screenshot({ path: join(SCREENSHOTS, 'failed.png') });
    });
  });
  afterAll(async () => {
    await browser?.close();
    if (broken && program) process.stderr.write(`the program said:\n${program.said()}\n`);
    await program?.stop();
    expect(faults).toEqual([]);
  }, 60_000);
}

export function composer(): Locator {
  return page.locator('#channel-foot textarea');
}

/** Types a line into the channel as whoever the page is now. */
export async function types(line: string): Promise<void> {
  await composer().fill(line);
  await composer().press('Enter');
}

/** Becomes another of the workspace's people. */
export async function becomes(name: string): Promise<void> {
  await page.locator('#person-switch').click();
  await page.getByRole('menuitemradio', { name }).click();
  await page.getByRole('button', { name: `You are ${name}` }).waitFor();
}

/** The newest message of the channel under this heading. */
export function card(heading: string): Locator {
  const named = page.getByRole('heading', { name: heading, exact: true });
  return page.locator('#channel-log article[data-ts]').filter({ has: named }).last();
}

export function button(within: Locator, action: string): Locator {
  return within.locator(`[data-action-id="${action}"]`);
}

/** Waits until the newest message under this heading also says that. */
export async function shows(heading: string, said: RegExp): Promise<Locator> {
  const found = card(heading).filter({ hasText: said });
  await found.waitFor({ timeout: PATIENCE_MS });
  return found;
}

/**
 * Leaves `screenshots/<name>.png` of what is seen, with this message in view.
 * The pointer is taken away first: hovering tools hide what is below them.
 */
export async function picture(name: string, subject?: Locator): Promise<void> {
  await page.mouse.move(0, 0);
  await subject?.evaluate('(node) => node.scrollIntoView({ block: "center" })');
  await page.waitForTimeout(150);
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}
