import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root, sourceFiles } from './source-files.ts';

// The size law: what does not fit on a screen or two is two things.
const medianLines = 80;
const p95Lines = 250;
const longestLines = 300;

type Sized = { readonly file: string; readonly lines: number };

function lineCount(file: string): number {
  return readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length;
}

/** The nearest-rank percentile: the smallest size that `share` of the files do not exceed. */
function atShare(sizes: readonly number[], share: number): number {
  const sorted = [...sizes].sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}

describe('the size law', () => {
  const sized: readonly Sized[] = sourceFiles().map((file) => ({ file, lines: lineCount(file) }));
  const sizes = sized.map((one) => one.lines);

  test('there is something to measure', () => {
    expect(sized.length).toBeGreaterThan(0);
  });

  test(`half of the files have at most ${medianLines} lines`, () => {
    expect(atShare(sizes, 0.5)).toBeLessThanOrEqual(medianLines);
  });

  test(`95 % of the files have at most ${p95Lines} lines`, () => {
    expect(atShare(sizes, 0.95)).toBeLessThanOrEqual(p95Lines);
  });

  test(`no file has more than ${longestLines} lines`, () => {
    expect(sized.filter((one) => one.lines > longestLines)).toEqual([]);
  });

  test('percentiles are taken by nearest rank', () => {
    expect(atShare([5, 1, 3], 0.5)).toBe(3);
    expect(atShare([4, 1, 2, 3], 0.5)).toBe(2);
    expect(
      atShare(
        Array.from({ length: 100 }, (_, index) => index + 1),
        0.95,
      ),
    ).toBe(95);
  });
});
