import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readGreen, readRecurrence } from '../../src/commands/grammar/recurrence.ts';
import { answerTurn, type Finding, judged, turnOf } from '../../src/domain/governance/fire.ts';
import {
  makeSchedule,
  type Orders,
  pauseSchedule,
  removeSchedule,
  resumeSchedule,
  type Schedule,
  type ScheduleChange,
} from '../../src/domain/governance/schedule.ts';
import {
  nextTime,
  nextTimes,
  type Recurrence,
  sayRecurrence,
} from '../../src/domain/governance/weekly.ts';
import { isRefusal, type Refusal } from '../../src/domain/kernel/refusal.ts';
import { type Instant, instant, plus } from '../../src/domain/kernel/time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const utc = (text: string): Instant => instant(Date.parse(`${text}Z`));
const iso = (at: Instant): string => new Date(at).toISOString().slice(0, 16);

describe('3.5 times as people write them', () => {
  test.each([
    ['weekday at 10', 'weekday at 10:00 Europe/Berlin'],
    ['weekdays at 9:30', 'weekday at 09:30 Europe/Berlin'],
    ['Day AT 9:30 utc', 'day at 09:30 UTC'],
    ['mon at 10', 'mon at 10:00 Europe/Berlin'],
    ['fri, mon and Wednesday at 17:05 America/New_York', 'mon,wed,fri at 17:05 America/New_York'],
    ['mon,tue, wed at 8', 'mon,tue,wed at 08:00 Europe/Berlin'],
    ['mon-thu at 8', 'mon,tue,wed,thu at 08:00 Europe/Berlin'],
    ['sat-mon at 8', 'mon,sat,sun at 08:00 Europe/Berlin'],
    ['mon-sun at 23:59', 'day at 23:59 Europe/Berlin'],
    ['mon to fri at 8', null],
    ['weekday', null],
    ['weekday at 24', null],
    ['weekday at 10:60', null],
    ['weekday at 10am', null],
    ['weekday at 10 Mars/Base', null],
    ['month at 10', null],
    ['mon-wed-fri at 10', null],
    ['2 weeks at 10', null],
    ['constructor at 10', null],
    [' at 10', null],
    ['', null],
  ])('every %s', (text, expected) => {
    const read = readRecurrence(text, 'Europe/Berlin');
    expect(isRefusal(read) ? null : sayRecurrence(read)).toBe(expected);
    if (isRefusal(read)) return;
    expect(readRecurrence(sayRecurrence(read), 'UTC')).toEqual(read);
  });

  test.each([
    ['staging green for 30m', { environment: 'staging', forMs: 30 * MINUTE }],
    ['staging is green for 1h30m', { environment: 'staging', forMs: 90 * MINUTE }],
    ['staging has been green for 30 m', { environment: 'staging', forMs: 30 * MINUTE }],
    ['green for 2h', { environment: null, forMs: 2 * HOUR }],
    ['green for 10s', 'bad-event'],
    ['green for 8d', 'bad-event'],
    ['staging green', 'bad-event'],
    ['staging red for 30m', 'bad-event'],
  ])('when %s', (text, expected) => {
    const read = readGreen(text);
    expect(isRefusal(read) ? read.code : read).toEqual(expected);
  });
});

describe('3.5 times that come back, through changes of the clocks', () => {
  test.each([
    [
      'through a change',
      'day at 10:00 Europe/Berlin',
      '2026-10-23T12:00',
      '10-24T08:00 10-25T09:00',
    ],
    [
      'left out',
      'day at 02:30 Europe/Berlin',
      '2027-03-26T12:00',
      '03-27T01:30 03-28T01:30 03-29T00:30',
    ],
    [
      'twice',
      'day at 02:30 Europe/Berlin',
      '2026-10-23T12:00',
      '10-24T00:30 10-25T00:30 10-26T01:30',
    ],
    ['after the first of two', 'day at 02:30 Europe/Berlin', '2026-10-25T00:30', '10-26T01:30'],
    ['after the second of two', 'day at 02:30 Europe/Berlin', '2026-10-25T01:30', '10-26T01:30'],
    [
      'by half an hour',
      'day at 02:15 Australia/Lord_Howe',
      '2026-10-02T12:00',
      '10-02T15:45 10-03T15:45 10-04T15:15',
    ],
    [
      'a day that never was',
      'day at 10:00 Pacific/Apia',
      '2011-12-28T21:00',
      '12-29T20:00 12-30T20:00 12-31T20:00',
    ],
    ['from its very moment', 'weekday at 10:00 UTC', '2026-11-20T10:00', '11-23T10:00 11-24T10:00'],
    ['midnight', 'fri at 00:00 Asia/Singapore', '2026-11-19T16:00', '11-26T16:00 12-03T16:00'],
  ])('%s: %s after %s', (_, text, after, expected) => {
    const every = readRecurrence(text, 'UTC');
    if (isRefusal(every)) throw new Error(every.what);
    const times = expected.split(' ');
    const found = nextTimes(every, utc(after), times.length);
    expect(found.map((at) => iso(at).slice(5))).toEqual(times);
  });

  test('against a scan of the clocks: the same times, where they are shown', () => {
    const asked = fc.record({
      zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC'),
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      hour: fc.integer({ min: 0, max: 23 }),
      minute: fc.constantFrom(0, 15, 30, 45),
      since: fc.constantFrom(
        '2026-03-06T00:00',
        '2026-03-27T00:00',
        '2026-10-02T00:00',
        '2026-10-23T00:00',
        '2026-10-30T00:00',
      ),
    });
    fc.assert(
      fc.property(asked, ({ zone, days, hour, minute, since }) => {
        const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
        const every = { days: days.toSorted((a, b) => a - b), time, zone };
        const found = nextTime(every, utc(since));
        const shown = scan(every, utc(since));
        // Where the clocks leave the time out nothing shows it, and it comes later that day: before the next shown.
        expect(found).toBeLessThanOrEqual(shown);
        if (found < shown) expect(wall(found, zone).time).not.toBe(time);
      }),
      { numRuns: 150 },
    );
  });
});

const formats = new Map<string, Intl.DateTimeFormat>();

function wall(at: Instant, zone: string) {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  formats.set(zone, format);
  const parts = format.formatToParts(at);
  const of = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return { day: of('weekday'), time: `${of('hour')}:${of('minute')}` };
}

/** When the clocks of the zone show it next, looking each quarter of an hour. */
function scan({ days, time, zone }: Recurrence, since: Instant): Instant {
  const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  for (let at = plus(since, 15 * MINUTE); ; at = plus(at, 15 * MINUTE)) {
    const shown = wall(at, zone);
    if (shown.time === time && days.includes(names.indexOf(shown.day) + 1)) return at;
  }
}

const NOW = utc('2026-11-18T10:00');
const orders: Orders = {
  service: 'shop',
  environment: 'production',
  from: 'staging',
  every: { days: [1, 2, 3, 4, 5], time: '10:30', zone: 'UTC' },
  greenMs: null,
  lateMs: 15 * MINUTE,
  because: null,
  channel: null,
};

function rowOf(change: ScheduleChange | Refusal): Schedule {
  if (isRefusal(change)) throw new Error(change.what);
  const [row] = change.rows;
  if (!row) throw new Error('nothing was written');
  return row.row;
}

const made = rowOf(makeSchedule('S-1', orders, { by: 'ana', line: '/release …', now: NOW }));
const DUE = utc('2026-11-18T10:30');

describe('3.5 which time is answered, and when one is missed', () => {
  test.each([
    ['before it', -1, null],
    ['at it', 0, { occurrence: '2026-11-18T10:30:00Z', passed: 0, missed: null }],
    ['a quarter of an hour late', 15 * MINUTE, { passed: 0, missed: null }],
    [
      'later',
      15 * MINUTE + 1,
      { passed: 0, missed: 'it was 15 minutes late: Fairway was not there' },
    ],
    ['a day later', 24 * HOUR, { occurrence: '2026-11-19T10:30:00Z', passed: 1, missed: null }],
    [
      'over a weekend',
      5 * 24 * HOUR,
      { occurrence: '2026-11-23T10:30:00Z', passed: 3, missed: null },
    ],
    ['a year later', 365 * 24 * HOUR, { occurrence: '2027-11-18T10:30:00Z', passed: 261 }],
  ])('%s', (_, lateMs, expected) => {
    const turn = turnOf(made, plus(DUE, lateMs));
    if (expected === null) expect(turn).toBeNull();
    else expect(turn).toMatchObject(expected);
  });

  test('how late is said with --late, and what kept it is the reason', () => {
    const patient = { ...made, lateMs: 2 * HOUR, delayed: 'the fleet did not answer' };
    expect(turnOf(patient, plus(DUE, 2 * HOUR))?.missed).toBeNull();
    expect(turnOf(patient, plus(DUE, 2 * HOUR + 1))?.missed).toMatch(
      /late: the fleet did not answer$/,
    );
  });
});

function answer(s: Schedule, finding: Finding, now = DUE): ScheduleChange {
  return answerTurn(s, { occurrence: 'x', passed: 0, finding, tell: ['chen'] }, now);
}

describe('3.5 what becomes of a time', () => {
  test.each(['asked', 'skipped', 'missed', 'refused'] as const)(
    '%s: it is over, and the next is due',
    (kind) => {
      const finding: Finding =
        kind === 'asked' ? { kind, deployment: 'D-9', why: 'D-9' } : { kind, why: 'so' };
      const change = answer(made, finding);
      const row = rowOf(change);
      expect(row).toMatchObject({
        last: { what: kind },
        revision: 1,
        dueAt: utc('2026-11-19T10:30'),
      });
      expect(row.wakeAt).toBe(row.dueAt);
      expect(row.open).toBe(kind === 'asked' ? 'D-9' : null);
      expect(change.ledger).toMatchObject([{ subject: 'S-1', what: kind, by: 'fairway' }]);
    },
  );

  test('what cannot be said yet is looked at again in a minute, and the time is still due', () => {
    const change = answer(made, { kind: 'later', why: 'the fleet did not answer' });
    expect(rowOf(change)).toMatchObject({ dueAt: DUE, wakeAt: plus(DUE, MINUTE), last: null });
    expect(change.ledger).toEqual([]);
    expect(change.events).toHaveLength(1);
    expect(
      answer(rowOf(change), { kind: 'later', why: 'the fleet did not answer' }).events,
    ).toEqual([]);
  });

  test('three failures in a row pause it and tell people; one success forgets them', () => {
    const once = rowOf(answer(made, { kind: 'refused', why: 'no' }));
    const ran = rowOf(answer(once, { kind: 'asked', deployment: 'D-9', why: 'D-9' }));
    expect(judged(ran, null)).toBe(ran);
    expect(judged(ran, 'neither')).toMatchObject({ failures: 1, open: null });
    expect(judged(ran, 'good')).toMatchObject({ failures: 0, open: null });
    const twice = judged(ran, 'bad');
    expect(twice).toMatchObject({ failures: 2, open: null });
    const change = answer(twice, { kind: 'refused', why: 'no again' });
    expect(rowOf(change)).toMatchObject({
      stopped: { by: 'fairway', why: 'it failed 3 times in a row; the last time: no again' },
      wakeAt: null,
      dueAt: null,
    });
    expect(change.events).toMatchObject([{ tell: ['chen'] }]);
  });

  test('paused nothing is due; resumed it is its resumer’s, from the next time on', () => {
    const paused = rowOf(pauseSchedule(made, { by: 'bo', at: NOW, why: 'so' }));
    expect(paused).toMatchObject({ dueAt: null, wakeAt: null });
    expect(turnOf(paused, plus(DUE, HOUR))).toBeNull();
    expect(pauseSchedule(paused, { by: 'bo', at: NOW, why: 'so' })).toMatchObject({
      code: 'paused',
    });
    const resumed = rowOf(resumeSchedule({ ...paused, failures: 3 }, 'bo', plus(DUE, HOUR)));
    expect(resumed).toMatchObject({ by: 'bo', failures: 0, dueAt: utc('2026-11-19T10:30') });
    expect(resumeSchedule(resumed, 'bo', NOW)).toMatchObject({ code: 'not-paused' });
  });

  test('removed, nothing more can be done with it', () => {
    const removed = rowOf(removeSchedule(made, 'bo', NOW));
    expect(removed).toMatchObject({ removed: true, wakeAt: null, dueAt: null });
    for (const again of [
      removeSchedule(removed, 'bo', NOW),
      resumeSchedule(removed, 'bo', NOW),
      pauseSchedule(removed, { by: 'bo', at: NOW, why: 'so' }),
    ]) {
      expect(again).toMatchObject({ code: 'removed' });
    }
  });

  test('however often and late it is looked at, no time is answered twice and none out of order', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 3 * 24 * 60 }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(gaps, (minutes) => {
        let s = made;
        let now = NOW;
        const answered: string[] = [];
        for (const gap of minutes) {
          now = plus(now, gap * MINUTE);
          const turn = turnOf(s, now);
          if (!turn) continue;
          answered.push(turn.occurrence);
          const finding: Finding = { kind: turn.missed === null ? 'skipped' : 'missed', why: 'so' };
          s = rowOf(answerTurn(s, { ...turn, finding, tell: [] }, now));
        }
        expect(answered).toEqual([...new Set(answered)].toSorted());
      }),
      { numRuns: 300 },
    );
  });
});
