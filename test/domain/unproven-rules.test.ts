import { expect, test } from 'vitest';
import type { Configuration } from '../../src/domain/configuration/configuration.ts';
import { unprovenOf } from '../../src/domain/configuration/unproven.ts';
import { NOON } from './sample.ts';

const people = ['bo', 'chen', 'dana'];
const proposal: Configuration = {
  id: 'C-2',
  version: 'v2',
  origin: { folder: '.' },
  status: 'proposed',
  foundAt: NOON,
  activeSince: null,
  base: 'C-1',
  effect: 'loosens',
  changes: [],
  asks: [
    { rule: 'owners of shop', people: ['bo', 'chen'], quorum: 1 },
    { rule: 'any loosening', people, quorum: 2 },
  ],
  barred: [],
  approvals: [],
  ended: null,
  revision: 0,
};
const byBo = [{ by: 'bo', at: NOON }];

test.each<[string, Partial<Configuration>, readonly string[] | null, RegExp | null]>([
  ['enough have one', {}, ['chen', 'dana'], null],
  ['of a rule nobody has', {}, ['dana'], /^Owners of shop needs 1 of bo, chen, and none .*Any/],
  ['of all only one has', {}, ['chen'], /^Any loosening needs 2 of bo, .*, and only chen has one/],
  ['who wrote it counts for nothing', { barred: ['dana'] }, ['chen', 'dana'], /only chen has one/],
  ['one said yes, and another has one', { approvals: byBo }, ['chen'], null],
  ['whoever said yes is not asked again', { approvals: byBo }, ['bo'], /only bo has one/],
  ['nobody could for another reason', { barred: ['bo', 'chen'] }, [], null],
  ['it is over', { status: 'rejected' }, [], null],
  ['there is no key', {}, null, /has no key to look at any/],
])('8.1 looser rules where a yes takes a second factor: %s', (_, patch, enrolled, why) => {
  const found = unprovenOf({ ...proposal, ...patch }, enrolled);
  if (why) expect(found?.why).toMatch(why);
  else expect(found).toBeNull();
});

test('and whom to enrol is said', () => {
  const fix = unprovenOf({ ...proposal, asks: [{ rule: 'both', people, quorum: 2 }] }, [])?.fix;
  expect(fix).toBe('Whoever operates Fairway enrols 2 more of them, such as: fairway enrol bo');
});
