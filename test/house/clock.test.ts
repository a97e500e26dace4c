import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, sourceFiles } from './source-files.ts';

/** What asks this machine what time it is; `new Date(at)` only writes down a time that was told. */
const MACHINE_CLOCK = /\bDate\.now\b|\bnew Date\(\)|\bDate\(\)|\bTemporal\.Now\b/;

function filesWith(pattern: RegExp): readonly string[] {
  const ours = sourceFiles().filter((file) => !file.startsWith('src/sandbox/'));
  return ours.filter((file) => pattern.test(readFileSync(join(root, file), 'utf8')));
}

test('nothing asks the clock of its machine but what learns the database’s time, and warnings of the day', () => {
  expect(filesWith(MACHINE_CLOCK)).toEqual(['src/cli/today.ts', 'src/store/known-time.ts']);
});

test.each([
  ['Date.now()', true],
  ['wallMs: Date.now,', true],
  ['new Date()', true],
  ['new Date(at).toISOString()', false],
  ['performance.now()', false],
])('%s asks it: %s', (source, expected) => {
  expect(MACHINE_CLOCK.test(source)).toBe(expected);
});
