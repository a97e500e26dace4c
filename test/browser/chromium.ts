import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { lacking } from '../system/needs.ts';

const executablePath = '/usr/bin/chromium';

/** Why the browser stories cannot run on this machine; null when they can. In CI they must. */
export const missingChromium: string | null = lacking(
  existsSync(executablePath) ? [] : ['chromium'],
).here
  ? null
  : 'skipped: needs chromium (apt-get install chromium)';

/** A headless Chromium that talks to nobody but the page under test. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/** Says it on the terminal: a reporter counts skipped stories, and keeps their reason to itself. */
export function sayMissing(): void {
  if (missingChromium !== null) process.stderr.write(`${missingChromium}\n`);
}
