import { describe, expect, test } from 'vitest';
import { DigestRule, lastDigest, weeksBefore } from '../../src/domain/governance/digest.ts';
import { instant } from '../../src/domain/kernel/time.ts';

const at = (iso: string) => instant(Date.parse(iso));
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);
const berlin = DigestRule.parse({ zone: 'Europe/Berlin' });

describe('3.7 when the week of an owner is due', () => {
  test.each([
    [
      'on the minute',
      '2026-11-23T08:00Z',
      '2026-11-23T08:00',
      '2026-11-16T08:00',
      '2026-W48',
      false,
    ],
    [
      'a minute before it, the last was a week ago',
      '2026-11-23T07:59Z',
      '2026-11-16T08:00',
      '2026-11-09T08:00',
      '2026-W47',
      true,
    ],
    [
      'a day later it is still told',
      '2026-11-24T08:00Z',
      '2026-11-23T08:00',
      '2026-11-16T08:00',
      '2026-W48',
      false,
    ],
    [
      'after that no more',
      '2026-11-24T08:01Z',
      '2026-11-23T08:00',
      '2026-11-16T08:00',
      '2026-W48',
      true,
    ],
    [
      'the week in which clocks go back has an hour more',
      '2026-10-26T08:00Z',
      '2026-10-26T08:00',
      '2026-10-19T07:00',
      '2026-W44',
      false,
    ],
    [
      'the last week of a year is the first of the next',
      '2026-12-28T09:00Z',
      '2026-12-28T08:00',
      '2026-12-21T08:00',
      '2026-W53',
      false,
    ],
    [
      'and so it goes on',
      '2027-01-04T09:00Z',
      '2027-01-04T08:00',
      '2026-12-28T08:00',
      '2027-W01',
      false,
    ],
  ])('%s', (_, now, due, from, week, late) => {
    const found = lastDigest(berlin, at(now));
    expect([iso(found.at), iso(found.from), found.week, found.late]).toEqual([
      due,
      from,
      week,
      late,
    ]);
  });

  test('by the clocks of the zone: the same Monday begins earlier in Auckland', () => {
    const rule = DigestRule.parse({ zone: 'Pacific/Auckland', day: 'mo', at: '08:30' });
    const found = lastDigest(rule, at('2026-11-23T12:00Z'));
    expect([iso(found.at), found.week]).toEqual(['2026-11-22T19:30', '2026-W48']);
  });

  test('weeks before it, over the end of a year', () => {
    const due = lastDigest(berlin, at('2027-01-11T09:00Z'));
    expect(weeksBefore(due, berlin, 3)).toEqual(['2027-W01', '2026-W53', '2026-W52']);
  });

  test('what cannot be meant is refused', () => {
    expect(DigestRule.safeParse({ zone: 'Berlin' }).success).toBe(false);
    expect(DigestRule.safeParse({ zone: 'UTC', at: '9 am' }).success).toBe(false);
    expect(DigestRule.safeParse({ zone: 'UTC', channel: 'platform' }).success).toBe(false);
    expect(DigestRule.safeParse({}).success).toBe(false);
  });
});
