import { expect, test } from 'vitest';
import { canary } from '../../src/domain/strategies/canary.ts';
import { isRefused, type Seeing } from '../../src/domain/strategies/too-little.ts';

const SEEING: readonly Seeing[] = ['enough', 'too little', 'not known'];

test.each<[string, object, boolean, readonly Seeing[]]>([
  ['nobody said, protected', {}, true, ['too little']],
  ['nobody said, unprotected', {}, false, []],
  ['nobody said, it only observes', { mode: 'observe' }, true, []],
  ['nobody said, it pauses', { mode: 'pause' }, true, ['too little']],
  ['required', { requirePower: true }, false, ['too little', 'not known']],
  [
    'required, though it only observes',
    { requirePower: true, mode: 'observe' },
    true,
    ['too little', 'not known'],
  ],
  ['known to be too little', { requirePower: false }, true, []],
])('4.4 %s: refused where it sees %j', (_, more, isProtected, refused) => {
  const strategy = canary.config.parse({ kind: 'canary', ...more });
  expect(SEEING.filter((sees) => isRefused(strategy, { protected: isProtected }, sees))).toEqual(
    refused,
  );
});
