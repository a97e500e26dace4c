import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTime } from '../../src/commands/grammar/time.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { instant, plus } from '../../src/domain/kernel/time.ts';

/** Wednesday 2026-11-18, 11:00 in Berlin. */
const now = instant(Date.UTC(2026, 10, 18, 10));
const berlin = { now, zone: 'Europe/Berlin' };

function iso(text: string, reader = berlin): string {
  const at = readTime(text, reader);
  return isRefusal(at) ? at.code : new Date(at).toISOString().slice(0, 16);
}

describe('a moment as people write it', () => {
  test.each([
    ['now', '2026-11-18T10:00'],
    ['+20m', '2026-11-18T10:20'],
    ['+1h30m', '2026-11-18T11:30'],
    ['17:00', '2026-11-18T16:00'],
    ['9:30', '2026-11-19T08:30'],
    ['11:00', '2026-11-19T10:00'],
    ['11:01', '2026-11-18T10:01'],
    ['Fri 17:00', '2026-11-20T16:00'],
    ['friday 17:00', '2026-11-20T16:00'],
    ['Wed 17:00', '2026-11-18T16:00'],
    ['Wed 10:00', '2026-11-25T09:00'],
    ['mon 00:00', '2026-11-22T23:00'],
    ['today 8:00', '2026-11-18T07:00'],
    ['tomorrow 9:30', '2026-11-19T08:30'],
    ['Fri 17:00 America/New_York', '2026-11-20T22:00'],
    ['17:00 UTC', '2026-11-18T17:00'],
    ['2026-12-24T18:00', '2026-12-24T17:00'],
    ['2026-12-24 18:00', '2026-12-24T17:00'],
    ['2026-07-01 18:00', '2026-07-01T16:00'],
    ['2026-12-24T18:00 Asia/Singapore', '2026-12-24T10:00'],
    ['2026-12-24T18:00Z', '2026-12-24T18:00'],
    ['2026-12-24T18:00:00+01:00', '2026-12-24T17:00'],
    ['2026-03-29T02:30', 'no-such-time'],
    ['2026-10-25T02:30', 'time-twice'],
    ['2026-10-25T02:30+02:00', '2026-10-25T00:30'],
    ['2026-10-25T02:30+01:00', '2026-10-25T01:30'],
    ['2026-11-27T09:30+01:00[Europe/Berlin]', '2026-11-27T08:30'],
    ['2026-10-25T02:30:00+02:00[Europe/Berlin]', '2026-10-25T00:30'],
    ['2026-10-25T02:30:00+01:00[Europe/Berlin]', '2026-10-25T01:30'],
    ['2026-11-27T09:30+05:00[Europe/Berlin]', 'bad-time'],
    ['2026-11-27T09:30+01:00[Mars/Base]', 'bad-time'],
    ['2026-02-30 10:00', 'bad-time'],
    ['2026-02-30T10:00Z', 'bad-time'],
    ['25:00', 'bad-time'],
    ['Fri', 'bad-time'],
    ['Fry 17:00', 'bad-time'],
    ['Fri 17:00 Mars/Base', 'bad-time'],
    ['soon', 'bad-time'],
    ['+soon', 'bad-time'],
    ['', 'bad-time'],
  ])('%s is %s', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  test('both readings of an hour that comes twice are named, and can be read', () => {
    const twice = readTime('2026-10-25 02:30', berlin);
    if (!isRefusal(twice)) throw new Error('it comes twice');
    const [first = '', second = ''] = (twice.fix ?? '').match(/\d{4}-\S+?(?=[ .]|$)/g) ?? [];
    expect([iso(first), iso(second)]).toEqual(['2026-10-25T00:30', '2026-10-25T01:30']);
  });
});

test('a weekday is always within a week, and ahead', () => {
  const when = fc.record({
    day: fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'),
    hour: fc.integer({ min: 3, max: 23 }),
    since: fc.integer({ min: 0, max: 400 * 24 * 60 }),
    zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Singapore', 'UTC'),
  });
  fc.assert(
    fc.property(when, ({ day, hour, since, zone }) => {
      const at = plus(now, since * 60_000);
      const read = readTime(`${day} ${hour}:00`, { now: at, zone });
      if (isRefusal(read)) throw new Error(read.what);
      expect(read).toBeGreaterThan(at);
      expect(read - at).toBeLessThanOrEqual(7 * 24 * 3_600_000 + 3_600_000);
      const parts = new Intl.DateTimeFormat('en', {
        timeZone: zone,
        weekday: 'short',
        hour: 'numeric',
        hourCycle: 'h23',
      }).formatToParts(read);
      const of = (type: string) => parts.find((p) => p.type === type)?.value;
      expect([of('weekday')?.toLowerCase(), Number(of('hour'))]).toEqual([day, hour]);
    }),
  );
});
