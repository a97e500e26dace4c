import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { answer } from '../sandbox/page/fixture-script.ts';
import { type Fixture, startFixture } from '../sandbox/page/fixture-server.ts';
import { launchChromium, missingChromium, sayMissing } from './chromium.ts';

let browser: Browser | undefined;
let faults: string[] = [];

/** The page under test and the scripted server behind it; both are new for each story. */
export let page: Page;
export let fixture: Fixture;

/** Opens a page before each story and closes it after; a script error on the page fails the story. */
export function registerDesk(): void {
  beforeAll(async () => {
    if (missingChromium === null) browser = await launchChromium();
    else sayMissing();
  });
  afterAll(async () => {
    await browser?.close();
  });
  beforeEach(async (ctx) => {
    if (missingChromium !== null) return ctx.skip(missingChromium);
    if (browser === undefined) throw new Error('no browser');
    fixture = await startFixture(answer);
    page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
    faults = [];
    page.on('pageerror', (fault) => faults.push(fault.message));
    await page.goto(fixture.url);
    await composer().waitFor();
  });
  afterEach(async () => {
    if (missingChromium !== null) return;
    await page.close();
    await fixture.close();
    expect(faults).toEqual([]);
  });
}

export function composer(): Locator {
  return page.locator('#channel-foot textarea');
}

export async function types(line: string): Promise<void> {
  await composer().fill(line);
  await composer().press('Enter');
}

export function lastAsked(path: string): Record<string, unknown> | undefined {
  return fixture.asked.filter((asked) => asked.path === path).at(-1)?.body;
}

/** What the page posted last under this path, as soon as it has. */
export async function asked(path: string, body: object): Promise<void> {
  await expect.poll(() => lastAsked(path)).toEqual(body);
}

/** The label, else the words, of what has the keyboard. */
export async function focusedLabel(): Promise<string> {
  const focused = page.locator(':focus');
  return (await focused.getAttribute('aria-label')) ?? (await focused.textContent()) ?? '';
}
