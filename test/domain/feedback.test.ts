import { describe, expect, test } from 'vitest';
import {
  byRequests,
  comparable,
  FALSE_CALLS,
  looksOf,
  riseIn,
} from '../../src/domain/feedback/look.ts';
import { complaints, ReviewSource } from '../../src/domain/feedback/review.ts';
import { chanceOfRise } from '../../src/domain/feedback/rise.ts';
import { TicketSource } from '../../src/domain/feedback/source.ts';
import { placed, type Ticket } from '../../src/domain/feedback/ticket.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { createRandom } from '../soak/random.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = instant(100 * DAY);

/** Sums by hand: after of n, with a share of the exposure; P(Bin(n, p) ≥ k). */
test.each([
  ['8 after of 10, equal times', 2, 8, 1, 1, 56 / 1024],
  ['all 5 after, equal times', 0, 5, 1, 1, 1 / 32],
  ['none after', 9, 0, 1, 1, 1],
  ['3 of 3 after, a third of the time', 0, 3, 2, 1, 1 / 27],
  ['1 of 2 after, a quarter of the time', 1, 1, 3, 1, 7 / 16],
] as const)('the chance of a rise: %s', (_, before, after, beforeMs, afterMs, chance) => {
  const found = chanceOfRise({ n: before, exposure: beforeMs }, { n: after, exposure: afterMs }, 1);
  expect(found).toBeCloseTo(chance, 12);
});

test('of nothing there is no rise, and thousands are no trouble', () => {
  expect(chanceOfRise({ n: 0, exposure: 0 }, { n: 9, exposure: 1 })).toBe(1);
  expect(chanceOfRise({ n: 9, exposure: 1 }, { n: 0, exposure: 0 })).toBe(1);
  expect(chanceOfRise({ n: 20_000, exposure: 14 }, { n: 1_428, exposure: 1 })).toBeGreaterThan(
    0.99,
  );
  expect(chanceOfRise({ n: 20_000, exposure: 14 }, { n: 2_856, exposure: 1 })).toBeLessThan(1e-6);
});

/** Tickets at so many a day by a rhythm of the day, raised by `times` from the start on. */
function history(perDay: number, times: number, next: () => number, version: string | null = null) {
  const tickets: Ticket[] = [];
  const most = (2 * perDay * Math.max(1, times)) / DAY;
  for (let at = START - 15 * DAY; at < START + 7 * DAY; ) {
    at += -Math.log(1 - next()) / most;
    const rhythm = 1 + 0.8 * Math.sin((2 * Math.PI * at) / DAY);
    const rate = (perDay * rhythm * (at >= START ? times : 1)) / DAY;
    if (next() * most > rate) continue;
    const of = { service: 'shop', environment: 'production', source: 'desk', version };
    tickets.push({ ...of, ref: String(tickets.length), at: instant(Math.round(at)) });
  }
  return tickets;
}

const met = { version: '1.1.0', from: START, until: instant(START + 7 * DAY) };
const heard = instant(START - 15 * DAY);

function called(histories: number, perDay: number, times: number, seed: number): number {
  const { next } = createRandom(seed);
  let many = 0;
  for (let n = 0; n < histories; n += 1) {
    if (riseIn(looksOf(met, history(perDay, times, next), heard))) many += 1;
  }
  return many / histories;
}

describe('7.4 tickets before and after, in simulated histories with nights and days', () => {
  test.each([2, 20, 60])(
    'of 2,000 quiet ones at %i a day no more are called than promised',
    (perDay) => {
      const share = called(2_000, perDay, 1, perDay);
      process.stdout.write(`quiet, ${perDay} a day: called ${share}, promised ${FALSE_CALLS}\n`);
      expect(share).toBeLessThanOrEqual(FALSE_CALLS);
    },
  );

  test('a small rise is not called, a doubled rate is', () => {
    const [small, doubled, few] = [
      called(500, 20, 1.2, 5),
      called(500, 20, 2, 6),
      called(500, 4, 2, 7),
    ];
    process.stdout.write(
      `rise by a fifth: called ${small}; doubled, 20 a day: ${doubled}, 4 a day: ${few}\n`,
    );
    expect(small).toBeLessThanOrEqual(FALSE_CALLS);
    expect(doubled).toBeGreaterThan(0.95);
  });
});

const ticket = (at: number, version: string | null = null): Ticket => ({
  service: 'shop',
  environment: 'production',
  source: 'desk',
  ref: String(at),
  at: instant(at),
  version,
});
const burst = (version: string | null) =>
  Array.from({ length: 12 }, (_, n) => ticket(START + n * 60_000, version));

test.each([
  ['that name no version', null, heard, true],
  ['that name this one', '1.1.0', heard, true],
  ['that name another', '1.0.0', heard, false],
  ['with nothing to compare with', null, instant(START - DAY / 2), false],
])('twelve tickets in the first hour %s', (_, version, since, rises) => {
  expect(riseIn(looksOf(met, burst(version), since)) !== null).toBe(rises);
});

test('looks are made when their time has come, and none after it was replaced', () => {
  const until = instant(START + 5 * HOUR);
  const looks = looksOf({ ...met, until }, burst(null), heard);
  expect(looks.map(({ forMs }) => forMs / HOUR)).toEqual([1, 2, 4]);
  expect(looks[0]?.before).toEqual({ n: 0, exposure: 14 * HOUR });
});

const source = TicketSource.parse({
  name: 'desk',
  kind: 'zendesk',
  secrets: ['env:DESK'],
  names: { 'Acme Shop': 'shop' },
  services: ['shop'],
  inEnvironment: 'production',
});

test.each([
  [['urgent', 'shop'], 'shop'],
  [['Acme Shop'], 'shop'],
  [['search'], null],
  [['nothing of ours'], null],
  [[], null],
])('a ticket about %j is of %s', (about, service) => {
  const known = (word: string) => (['shop', 'search'].includes(word) ? word : null);
  const told = { ref: '1', at: START, about, version: null };
  expect(placed(told, source, known)?.service ?? null).toBe(service);
});

test.each([
  ['nobody told before', {}, null],
  ['one for long', { desk: START - 40 * DAY }, { sources: ['desk'], since: START - 40 * DAY }],
  [
    'another since yesterday: it is left out, for it would look like a rise',
    { desk: START - 40 * DAY, store: START - HOUR },
    { sources: ['desk'], since: START - 40 * DAY },
  ],
  [
    'another since a week: from then on both are compared',
    { desk: START - 40 * DAY, store: START - 7 * DAY },
    { sources: ['desk', 'store'], since: START - 7 * DAY },
  ],
])('who can be compared: %s', (_, firsts, expected) => {
  const all = new Map(Object.entries(firsts).map(([name, at]) => [name, instant(at)]));
  expect(comparable(all, START)).toEqual(expected);
});

const store = {
  name: 'store',
  kind: 'app-store',
  url: 'https://store.example/feed',
  service: 'shop',
  inEnvironment: 'production',
};

test('bad reviews count, good ones do not, and none is from later than now', () => {
  const review = (stars: number, at: number = START) => {
    return { ref: `r${stars}-${at}`, at: instant(at), stars, version: '1.1.0' };
  };
  const all = [review(1), review(2), review(3), review(5), review(1, START + 1)];
  const refs = (low?: number) =>
    complaints(all, ReviewSource.parse({ ...store, low }), START).map(({ ref }) => ref);
  expect(refs()).toEqual([`r1-${START}`, `r2-${START}`]);
  expect(refs(3)).toEqual([`r1-${START}`, `r2-${START}`, `r3-${START}`]);
});

test.each([
  [{}, true],
  [{ url: undefined }, false],
  [{ url: 'http://store.example/feed' }, false],
  [{ url: 'http://store.example/feed', private: true }, true],
  [{ kind: 'play' }, false],
  [{ kind: 'play', url: undefined }, true],
])('a store with %j is taken: %s', (more, taken) => {
  expect(ReviewSource.safeParse({ ...store, ...more }).success).toBe(taken);
});

test.each([
  ['as many as before', 1_000, 14_000, true],
  ['twice as many', 2_000, 14_000, true],
  ['as many more as there are tickets', 200_000, 14_000, false],
  ['nobody knows how many', 0, 0, false],
])('twelve tickets in the first hour, of requests %s', (_, after, before, holds) => {
  const old = Array.from({ length: 10 }, (_one, n) => ticket(START - (n + 1) * DAY + 60_000));
  const [look] = looksOf(met, [...old, ...burst(null)], heard);
  if (!look) throw new Error('nothing was looked at');
  expect(look.rises).toBe(true);
  expect(byRequests(look, { after, before })).toMatchObject({ by: 'requests', rises: holds });
});

test('what is no rise by time is none by requests', () => {
  const [look] = looksOf(met, [ticket(START + 1)], heard);
  expect(look && byRequests(look, { after: 1, before: 1_000_000 }).rises).toBe(false);
});
