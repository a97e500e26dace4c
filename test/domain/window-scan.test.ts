import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { Blackout, closedAt } from '../../src/domain/governance/window.ts';
import { instant } from '../../src/domain/kernel/time.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const target = { service: 'shop', environment: 'production' };
const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

interface Drawn {
  readonly zone: string;
  readonly hour: number;
  readonly minute: number;
  readonly lengthMs: number;
  readonly every: 'DAILY' | 'WEEKLY';
  readonly interval: number;
  readonly days: readonly string[];
  readonly except: readonly number[];
  /** Around which day everything is looked at: clocks change there, or February has a 29th. */
  readonly around: string;
}

/** Clocks that go forward and back, by an hour and by half of one, at midnight too, and a leap day. */
const PLACES = [
  { zone: 'Europe/Berlin', around: '2026-03-29' },
  { zone: 'Europe/Berlin', around: '2026-10-25' },
  { zone: 'America/New_York', around: '2026-03-08' },
  { zone: 'America/New_York', around: '2026-11-01' },
  { zone: 'Australia/Lord_Howe', around: '2026-04-05' },
  { zone: 'Australia/Lord_Howe', around: '2026-10-04' },
  { zone: 'America/Santiago', around: '2026-09-06' },
  { zone: 'Asia/Kolkata', around: '2028-02-29' },
  { zone: 'Pacific/Auckland', around: '2028-02-29' },
] as const;

const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    place: fc.constantFrom(...PLACES),
    hour: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 23 })),
    minute: fc.constantFrom(0, 15, 30, 59),
    lengthMs: fc.integer({ min: 1, max: 2 * 1_440 }).map((minutes) => minutes * MINUTE),
    every: fc.constantFrom('DAILY' as const, 'WEEKLY' as const),
    interval: fc.integer({ min: 1, max: 3 }),
    days: fc.subarray(DAYS, { minLength: 1 }),
    except: fc.uniqueArray(fc.integer({ min: -3, max: 3 }), { maxLength: 2 }),
  })
  .map(({ place, ...rest }) => ({ ...rest, ...place }));

/** It begins for the first time three weeks before that day. */
function firstDay({ around }: Drawn): Temporal.PlainDate {
  return Temporal.PlainDate.from(around).subtract({ weeks: 3 });
}

function windowOf(one: Drawn) {
  const clock = [one.hour, one.minute].map((n) => String(n).padStart(2, '0')).join(':');
  const by = one.every === 'WEEKLY' ? `;BYDAY=${one.days.join(',')}` : '';
  const around = Temporal.PlainDate.from(one.around);
  return Blackout.parse({
    name: 'w',
    environments: ['production'],
    owner: 'dana',
    zone: one.zone,
    from: `${firstDay(one)}T${clock}`,
    for: `${one.lengthMs / MINUTE}m`,
    repeat: `FREQ=${one.every};INTERVAL=${one.interval}${by}`,
    except: one.except.map((days) => around.add({ days }).toString()),
  });
}

/** Day by day, by what the words mean: a wall time that a clock skips begins as much later, one that comes twice the first time. */
function spansOf(one: Drawn): readonly (readonly [number, number])[] {
  const first = firstDay(one);
  const around = Temporal.PlainDate.from(one.around);
  const left = new Set(one.except.map((days) => around.add({ days }).toString()));
  const monday = first.subtract({ days: first.dayOfWeek - 1 });
  return Array.from({ length: 26 }, (_, i) => first.add({ days: i })).flatMap((day) => {
    const passed = monday.until(day).days;
    const isDue =
      one.every === 'DAILY'
        ? first.until(day).days % one.interval === 0
        : Math.floor(passed / 7) % one.interval === 0 &&
          one.days.includes(DAYS[day.dayOfWeek - 1] ?? '');
    if (!isDue || left.has(day.toString())) return [];
    const wall = day.toPlainDateTime({ hour: one.hour, minute: one.minute });
    const from = wall.toZonedDateTime(one.zone).epochMilliseconds;
    return [[from, from + one.lengthMs] as const];
  });
}

/** 02:30 is not there on that day: it begins at 03:30. */
const SKIPPED: Drawn = {
  ...PLACES[0],
  ...{
    hour: 2,
    minute: 30,
    lengthMs: 60 * MINUTE,
    every: 'DAILY',
    interval: 1,
    days: [],
    except: [],
  },
};

describe('8.2 a window against each minute around a day on which clocks change', () => {
  test('whatever its rule, its zone, its length and the days it leaves out', () => {
    fc.assert(
      fc.property(drawn, (one) => {
        const window = windowOf(one);
        const spans = spansOf(one);
        const noon = Temporal.PlainDate.from(one.around).toZonedDateTime({
          timeZone: one.zone,
          plainTime: '12:00',
        }).epochMilliseconds;
        const wrong: string[] = [];
        for (let at = noon - DAY; at < noon + DAY; at += MINUTE) {
          const is = closedAt(window, target, instant(at)) !== null;
          if (is !== spans.some(([from, until]) => from <= at && at < until))
            wrong.push(new Date(at).toISOString());
        }
        expect(wrong.slice(0, 3)).toEqual([]);
      }),
      { numRuns: 10, examples: [[SKIPPED]] },
    );
  });
});
