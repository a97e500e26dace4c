import type { Page } from 'playwright-core';
import { bounded } from './bounded.ts';

/** More than a page without scrolling needs. */
const MOST_BYTES = 262_144;
/** Of a JPEG; the second where the first is too large. */
const QUALITIES = [70, 35];
const TAKE_MS = 3_000;
/** Whatever people type into: what stands there is theirs. */
const FIELDS = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';

/**
 * What one sees of the page without scrolling, as a JPEG in base64. Fields are covered, and whatever says one of these
 * words, as they are or as they stand in an address. Null where it cannot be taken so, in time, or is too large.
 */
export async function pictureOf(page: Page, hidden: readonly string[]): Promise<string | null> {
  const words = [...new Set(hidden.flatMap((one) => [one, encodeURIComponent(one)]))];
  const said = words.filter((one) => one.trim() !== '');
  const mask = page
    .frames()
    .flatMap((frame) => [frame.locator(FIELDS), ...said.map((one) => frame.getByText(one))]);
  try {
    for (const quality of QUALITIES) {
      const shot = page.screenshot({
        type: 'jpeg',
        quality,
        mask,
        maskColor: '#767676',
        animations: 'disabled',
        caret: 'hide',
        scale: 'css',
        timeout: TAKE_MS,
      });
      const bytes = await bounded(shot, TAKE_MS);
      if (bytes.length <= MOST_BYTES) return bytes.toString('base64');
    }
  } catch {
    // The words say what failed; a page that spins, or is gone, has no picture.
  }
  return null;
}
