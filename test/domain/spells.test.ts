import { expect, test } from 'vitest';
import { spells } from '../../src/domain/kernel/spells.ts';

test.each<[string, readonly (readonly [string | null, string, string])[]]>([
  ['', []],
  ['abc', []],
  ['X', [[null, 'X', 'X']]],
  ['aXYZb', [['a', 'X', 'Z']]],
  [
    'XYabZ',
    [
      [null, 'X', 'Y'],
      ['b', 'Z', 'Z'],
    ],
  ],
])('stretches of capitals in "%s"', (text, expected) => {
  const found = spells([...text], (one) => one === one.toUpperCase());
  expect(found.map(({ before, first, last }) => [before, first, last])).toEqual(expected);
});
