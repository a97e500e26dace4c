import { expect, test } from 'vitest';
import { type Delegation, isDelegated } from '../../src/domain/governance/delegation.ts';
import { type Rotation, turnAt } from '../../src/domain/governance/rotation.ts';
import { isAtWork, type WorkingHours } from '../../src/domain/governance/working-hours.ts';
import { instant } from '../../src/domain/kernel/time.ts';

const at = (iso: string) => instant(Date.parse(iso));

const office: WorkingHours = {
  days: ['mo', 'tu', 'we', 'th', 'fr'],
  from: '09:00',
  until: '17:00',
};
const night: WorkingHours = { days: ['fr'], from: '22:00', until: '06:00' };

// 2026-11-20 is a Friday.
test.each<[string, WorkingHours | null, string, string, boolean]>([
  ['in the morning in Berlin', office, 'Europe/Berlin', '2026-11-20T08:00Z', true],
  ['a minute before', office, 'Europe/Berlin', '2026-11-20T07:59Z', false],
  ['the same moment in New York', office, 'America/New_York', '2026-11-20T08:00Z', false],
  ['the end is not work', office, 'Europe/Berlin', '2026-11-20T16:00Z', false],
  ['in summer an hour earlier by UTC', office, 'Europe/Berlin', '2026-07-17T07:00Z', true],
  ['on Saturday', office, 'Europe/Berlin', '2026-11-21T10:00Z', false],
  ['already Monday in Singapore', office, 'Asia/Singapore', '2026-11-23T01:00Z', true],
  ['on Friday night', night, 'Europe/Berlin', '2026-11-20T21:00Z', true],
  ['past midnight still', night, 'Europe/Berlin', '2026-11-21T04:59Z', true],
  ['on Thursday night not', night, 'Europe/Berlin', '2026-11-19T21:00Z', false],
  ['without hours always', null, 'UTC', '2026-11-21T03:00Z', true],
])('at work: %s', (_, hours, zone, when, expected) => {
  expect(isAtWork(hours, zone, at(when))).toBe(expected);
});

const weekly: Rotation = {
  group: 'platform',
  people: ['bo', 'chen', 'dana'],
  each: 'week',
  from: '2026-10-19T09:00',
  zone: 'Europe/Berlin',
};

test.each<[string, Rotation, string, object | null]>([
  ['before the first turn', weekly, '2026-10-19T06:59Z', null],
  ['the first', weekly, '2026-10-19T07:00Z', { person: 'bo', next: 'chen' }],
  // Summer time ends on 25 October: at 07:30 UTC the next turn has not begun yet.
  ['over the end of summer time', weekly, '2026-10-26T07:30Z', { person: 'bo' }],
  ['at the same wall time', weekly, '2026-10-26T08:00Z', { person: 'chen', next: 'dana' }],
  ['round again', weekly, '2026-11-09T08:00Z', { person: 'bo', until: at('2026-11-16T08:00Z') }],
  ['by the day', { ...weekly, each: 'day' }, '2026-10-21T12:00Z', { person: 'dana' }],
])('on call: %s', (_, rotation, when, expected) => {
  const turn = turnAt(rotation, at(when));
  if (expected === null) expect(turn).toBeNull();
  else expect(turn).toMatchObject(expected);
});

test.each([
  ['2026-12-01T07:59Z', false],
  ['2026-12-01T08:00Z', true],
  ['2026-12-11T16:59Z', true],
  ['2026-12-11T17:00Z', false],
])('delegated at %s: %s', (when, expected) => {
  const away: Delegation = {
    from: 'bo',
    to: 'chen',
    since: '2026-12-01T09:00',
    until: '2026-12-11T18:00',
    zone: 'Europe/Berlin',
    because: 'holidays',
  };
  expect(isDelegated(away, at(when))).toBe(expected);
});
