import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leastShift, type Terms } from '../../src/domain/governance/least-shift.ts';
import { type Booking, overloads } from '../../src/domain/governance/overload.ts';
import type { WorkingHours } from '../../src/domain/governance/working-hours.ts';
import { isAtWork } from '../../src/domain/governance/working-hours.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { NOON } from './sample.ts';

const MINUTE = 60_000;
const at = (minutes: number): Instant => plus(NOON, minutes * MINUTE);
const booked = (
  id: string,
  from: number,
  minutes: number,
  people: readonly string[],
  quorum = 1,
): Booking => ({
  id,
  from: at(from),
  forMs: minutes * MINUTE,
  needs: [{ of: 'owner', people, quorum }],
});
const found = (...all: readonly Booking[]) =>
  overloads(all).map(
    ({ booking, others, people }) => `${booking.id} with ${others.map(({ id }) => id)}: ${people}`,
  );

test('8.4 somebody is booked twice where too few are left for all that is on at once', () => {
  expect(found(booked('a', 0, 30, ['chen']), booked('b', 29, 30, ['chen']))).toEqual([
    'b with a: chen',
  ]);
  expect(found(booked('b', 30, 30, ['chen']), booked('a', 0, 30, ['chen']))).toEqual([]);
  expect(found(booked('a', 0, 30, ['chen', 'bo']), booked('b', 5, 30, ['chen']))).toEqual([]);
  const three = [booked('a', 0, 60, ['chen', 'bo']), booked('b', 5, 60, ['chen', 'bo'])];
  expect(found(...three, booked('c', 10, 5, ['bo', 'chen']))).toEqual(['c with a,b: bo,chen']);
  expect(found(...three, booked('c', 10, 5, ['dana']))).toEqual([]);
  expect(found(booked('a', 0, 30, ['chen', 'bo'], 2), booked('b', 5, 30, ['bo']))).toEqual([
    'b with a: bo',
  ]);
  expect(found(booked('a', 0, 30, []), booked('b', 5, 30, []))).toEqual([]);
});

/** Of so few people every way to give each booking its own is tried. */
function canAll(all: readonly Booking[]): number {
  const seats = all.flatMap(({ needs }) =>
    needs.flatMap(({ people, quorum }) => Array.from({ length: quorum }, () => people)),
  );
  const most = (i: number, taken: readonly string[]): number => {
    const seat = seats[i];
    if (seat === undefined) return taken.length;
    const ways = seat.filter((id) => !taken.includes(id)).map((id) => most(i + 1, [...taken, id]));
    return Math.max(most(i + 1, taken), ...ways);
  };
  return seats.length - most(0, []);
}

function isGood(booking: Booking, from: Instant, { others, closed, staff }: Terms): boolean {
  for (let now = from; now < from + booking.forMs; now = plus(now, MINUTE)) {
    if (closed.some((one) => one.from <= now && now < one.until)) return false;
    const on = others.filter((one) => one.from <= now && now < one.from + one.forMs);
    if (canAll([...on, booking]) > canAll(on) + canAll([booking])) return false;
  }
  return staff.every(
    ({ workers, quorum }) =>
      workers.filter((w) => isAtWork(w.hours, w.zone, from)).length >= quorum,
  );
}

const people = fc.uniqueArray(fc.constantFrom('ana', 'bo', 'chen'), { minLength: 1 });
const booking = (id: string) =>
  fc
    .tuple(fc.integer({ min: -200, max: 200 }), fc.integer({ min: 1, max: 90 }), people)
    .map(([from, minutes, who]) => booked(id, from, minutes, who));
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((n) => String(n).padStart(2, '0')).join(':'));
const hours: fc.Arbitrary<WorkingHours> = fc.record({
  days: fc.uniqueArray(fc.constantFrom('th', 'fr', 'sa'), { minLength: 1 }),
  from: clock,
  until: clock,
});
const worker = fc.record({
  hours: fc.oneof(fc.constant(null), hours),
  zone: fc.constantFrom('UTC', 'Asia/Kolkata', 'America/New_York'),
});
const span = fc
  .tuple(fc.integer({ min: -250, max: 250 }), fc.integer({ min: 1, max: 100 }))
  .map(([from, minutes]) => ({ from: at(from), until: at(from + minutes) }));

test('8.4 the least shift is that of a search minute by minute', () => {
  const drawn = fc.record({
    own: booking('own'),
    others: fc.array(booking('other'), { maxLength: 4 }),
    closed: fc.array(span, { maxLength: 2 }),
    staff: fc.array(
      fc.record({ workers: fc.array(worker, { maxLength: 2 }), quorum: fc.constant(1) }),
      { maxLength: 1 },
    ),
  });
  let shifted = 0;
  fc.assert(
    fc.property(drawn, ({ own, ...more }) => {
      const terms: Terms = { ...more, within: { from: at(-240), until: at(240) } };
      const minutes = Array.from({ length: 480 }, (_, i) => at(i - 240));
      const far = (one: Instant): number => Math.abs(one - own.from);
      const nearest = minutes
        .toSorted((a, b) => far(a) - far(b) || b - a)
        .find((one) => isGood(own, one, terms));
      expect(leastShift(own, terms)).toBe(nearest ?? null);
      if (nearest !== undefined && nearest !== own.from) shifted += 1;
    }),
    { numRuns: 60 },
  );
  expect(shifted).toBeGreaterThan(0);
});

test('over a change of clocks somebody is at work an hour later', () => {
  const own = { ...booked('own', 0, 10, ['bo']), from: Date.parse('2026-03-29T00:30Z') as Instant };
  const nine = {
    hours: { days: ['su'], from: '03:10', until: '05:00' } as WorkingHours,
    zone: 'Europe/Berlin',
  };
  const terms = (from: string, until: string): Terms => ({
    others: [],
    closed: [],
    staff: [{ workers: [nine], quorum: 1 }],
    within: { from: Date.parse(from) as Instant, until: Date.parse(until) as Instant },
  });
  const shift = leastShift(own, terms('2026-03-28T12:00Z', '2026-03-30T00:00Z'));
  expect(new Date(shift ?? 0).toISOString()).toBe('2026-03-29T01:10:00.000Z');
});
