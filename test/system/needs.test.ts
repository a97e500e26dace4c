import { expect, test } from 'vitest';
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
