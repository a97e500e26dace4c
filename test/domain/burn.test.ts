import { describe, expect, test } from 'vitest';
import { compareLive } from '../../bench/burn/live.ts';
import { compare } from '../../bench/burn/windows.ts';
import { type Instant, instant } from '../../src/domain/kernel/time.ts';
import {
  burnsAlone,
  factorOf,
  PAIRS,
  readPair,
  type Served,
  sayBurn,
  spends,
} from '../../src/domain/verdict/burn.ts';
import { increase, type Reading } from '../../src/domain/verdict/increase.ts';
import { Objective } from '../../src/domain/verdict/objective.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const objective = Objective.parse({ target: 0.999 });
const [quick, slow, ticketQuick, ticketSlow] = PAIRS as readonly [
  (typeof PAIRS)[number],
  (typeof PAIRS)[number],
  (typeof PAIRS)[number],
  (typeof PAIRS)[number],
];

describe('6.1 the windows of the SRE workbook', () => {
  test.each([
    [quick, 2, HOUR, 5 * MINUTE, 14.4],
    [slow, 5, 6 * HOUR, 30 * MINUTE, 6],
    [ticketQuick, 10, DAY, 2 * HOUR, 3],
    [ticketSlow, 10, 3 * DAY, 6 * HOUR, 1],
  ])('$name', (pair, percent, longMs, shortMs, factor) => {
    expect(pair).toMatchObject({ budget: percent / 100, longMs, shortMs });
    expect(factorOf(pair, objective)).toBeCloseTo(factor, 10);
  });

  test('another period has other factors for the same part of its budget', () => {
    const fourWeeks = Objective.parse({ target: 0.999, period: '28d' });
    expect(factorOf(quick, fourWeeks)).toBeCloseTo(13.44, 10);
  });
});

/** From a clean past: a constant rate of errors since `sinceMs`. */
function since(sinceMs: number, errorRate: number, perMinute = 6_000) {
  return (windowMs: number): Served => {
    const requests = (windowMs / MINUTE) * perMinute;
    const bad = (Math.min(windowMs, sinceMs) / MINUTE) * perMinute;
    return { requests, errors: bad * errorRate };
  };
}

describe('6.1 how long it takes from a clean past (T = long · f · (1 − SLO) / rate)', () => {
  test.each([
    ['everything fails', 1, quick, 52_000],
    ['one in twenty', 0.05, quick, 17 * MINUTE + 17_000],
    ['one in a hundred, slowly', 0.01, slow, 3.6 * HOUR],
  ])('%s', (_, rate, pair, ms) => {
    expect(readPair(pair, objective, since(ms - 1_000, rate)).says).toBe('quiet');
    expect(readPair(pair, objective, since(ms + 2_000, rate)).says).toBe('burns');
  });

  test('one in a hundred never trips the quick page', () => {
    expect(readPair(quick, objective, since(30 * DAY, 0.01)).says).toBe('quiet');
  });
});

describe('6.1 what is never concluded', () => {
  const all = (requests: number, errors: number) => () => ({ requests, errors });
  test.each([
    ['nothing known', () => null, 'no data'],
    [
      'one window unknown',
      (ms: number) => (ms === HOUR ? null : { requests: 9e3, errors: 9e3 }),
      'no data',
    ],
    ['too few requests', all(99, 99), 'too little'],
    ['enough of them', all(100, 100), 'burns'],
    ['nothing served', all(0, 0), 'too little'],
    ['exactly at the limit', all(10_000, 144), 'quiet'],
    ['just above', all(10_000, 145), 'burns'],
  ])('%s', (_, served, says) => {
    expect(readPair(quick, objective, served).says).toBe(says);
  });

  test('the short window ends it: what is over is quiet', () => {
    const over = (ms: number) =>
      ms === HOUR ? { requests: 6e4, errors: 6e3 } : { requests: 5e3, errors: 0 };
    expect(readPair(quick, objective, over)).toMatchObject({ says: 'quiet', short: 0 });
  });

  test('it is said with its numbers', () => {
    expect(sayBurn(readPair(quick, objective, all(10_000, 420)), objective)).toBe(
      'availability 99.9 %: budget burns 42× over 5 min and 42× over 1 h, more than 14.4× (page quick)',
    );
  });
});

describe('6.1 the budget', () => {
  test('what is spent of it', () => {
    expect(spends(50, 100_000, objective)).toBeCloseTo(0.5, 10);
    expect(spends(150, 100_000, objective)).toBeCloseTo(1.5, 10);
    expect(spends(5, 0, objective)).toBe(0);
  });

  test.each([
    ['a fiftieth of it, alone', { requests: 5_000, errors: 20 }, 30 * DAY, true],
    ['less', { requests: 5_000, errors: 19 }, 30 * DAY, false],
    ['of too few requests', { requests: 99, errors: 99 }, 30 * DAY, false],
    ['a day of history stands for thirty', { requests: 5_000, errors: 20 }, DAY, false],
  ])('%s', (_, own, knownMs, burns) => {
    const known = { requests: 1_000_000, errors: 0 };
    expect(burnsAlone(own, known, knownMs, objective).burns).toBe(burns);
  });
});

describe('6.1 the increase of a counter, as Prometheus has it', () => {
  const at = (
    ...pairs: readonly (readonly [seconds: number, value: number])[]
  ): readonly Reading[] => pairs.map(([s, value]) => ({ at: instant(s * 1_000), value }));
  const now = instant(60_000) as Instant;
  test.each([
    ['one reading tells nothing', at([30, 5]), null],
    ['evenly, up to both edges', at([10, 100], [30, 110], [50, 120]), 30],
    ['a restart is added', at([10, 100], [30, 110], [50, 7]), 25.5],
    ['far from the edge half a gap is assumed', at([40, 100], [45, 110], [50, 120]), 30],
    ['never below zero', at([10, 1], [30, 11], [50, 21]), 26],
    ['the left edge is outside', at([0, 0], [20, 100], [40, 200]), 300],
  ])('%s', (_, readings, rise) => {
    const found = increase(readings, 60_000, now);
    if (rise === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(rise, 9);
  });
});

test('6.1 a thousand random windows agree with the PromQL form', () => {
  const { windows, agree, fired, first } = compare(1_000, 7);
  expect(first).toBeNull();
  expect(agree).toBe(windows);
  expect(fired).toBeGreaterThan(50);
});

test('6.1 the watcher that runs agrees in five hundred, but for two minutes around a crossing', () => {
  const { windows, agree, fired, apart } = compareLive(500, 7);
  expect(apart).toBe(0);
  expect(agree).toBeGreaterThanOrEqual(windows * 0.99);
  expect(fired).toBeGreaterThan(25);
});
