import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesUnder, root } from '../house/source-files.ts';
import { lacking, needs } from './needs.ts';

test('what is here is needed by nobody any more', () => {
  expect(needs('node', 'sh')).toEqual({ here: true, skipped: '' });
});

test('at home a suite is skipped, and says for want of what', () => {
  expect(lacking(['haproxy', 'prometheus'], {})).toEqual({
    here: false,
    skipped: ' (skipped: needs haproxy and prometheus)',
  });
});

test('in CI it fails instead', () => {
  expect(() => lacking(['haproxy'], { CI: 'true' })).toThrow(/CI skips nothing: haproxy/);
});

test('what is not installed is found missing', () => {
  const asked = () => needs('no-program-of-this-name');
  if (process.env['CI'] === 'true') expect(asked).toThrow(/no-program-of-this-name/);
  else expect(asked().here).toBe(false);
});

/** What no installing helps against: another system, another user, what is not ours to ship. */
const NO_PROGRAM = [
  /process\.platform === 'linux'/,
  /process\.getuid\?\.\(\) === 0/,
  /!isRoot/,
  /folder === ''/,
];

test('whoever skips a suite for want of a program asks here', () => {
  const guards = filesUnder('test', /\.ts$/).flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\b(?:skipIf|runIf)\((.*)/g)].map(
      ([, asked = '']) => ({ file, asked }),
    ),
  );
  const quiet = guards.filter(
    ({ asked }) =>
      !/^!(\w+\.)?here\)/.test(asked) && !NO_PROGRAM.some((reason) => reason.test(asked)),
  );
  expect(guards.length).toBeGreaterThan(10);
  expect(quiet).toEqual([]);
});
