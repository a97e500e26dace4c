import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  asked,
  delay,
  failed,
  leftBehind,
  seen,
  turnOf,
} from '../../src/domain/governance/depart.ts';
import {
  board,
  type Departure,
  emptyDeparture,
  leave,
  markReady,
  type Rider,
  riderOf,
  type TrainChange,
} from '../../src/domain/governance/departure.ts';
import { boardingOf, Train } from '../../src/domain/governance/train.ts';
import { isRefusal, type Refusal } from '../../src/domain/kernel/refusal.ts';
import { type Instant, instant, plus } from '../../src/domain/kernel/time.ts';

const HOUR = 3_600_000;
const weekly = {
  name: 'weekly',
  ...Train.parse({
    to: 'production',
    waves: [['search'], ['shop', 'checkout']],
    days: ['we'],
    at: '14:00',
    zone: 'Europe/Berlin',
    cutOff: '2h',
  }),
};
const utc = (text: string): Instant => instant(Date.parse(`${text}Z`));
const NOON = utc('2026-11-18T08:00');
const PEOPLE = ['ana', 'bo', 'chen'];
const SERVICES = ['search', 'shop', 'checkout'];

test.each([
  ['2026-11-18T10:59', '2026-11-18T13:00'],
  ['2026-11-18T11:00', '2026-11-25T13:00'],
  ['2026-11-18T12:59', '2026-11-25T13:00'],
  ['2026-03-25T11:00', '2026-04-01T12:00'], // the clocks went forward
])('who boards at %s departs at %s', (now, departs) => {
  const times = boardingOf(weekly, utc(now));
  expect(times).toEqual({ departsAt: utc(departs), cutOffAt: plus(utc(departs), -2 * HOUR) });
});

const begin = (onFailure: Train['onFailure'] = 'go-on'): Departure =>
  emptyDeparture({ ...weekly, onFailure }, boardingOf(weekly, NOON), null);
const after = (d: Departure, change: TrainChange | Refusal): Departure =>
  isRefusal(change) ? d : (change.rows[0]?.row ?? d);
const who = (service: string, people: readonly string[]) => ({
  ...{ service, people, version: '1', digest: 'a', by: people[0] ?? '', channel: null },
});
const boarded = (d: Departure, service: string, people: readonly string[]): Departure =>
  people.reduce(
    (one, by) => after(one, markReady(one, service, { by, ready: true }, NOON)),
    after(d, board(d, who(service, people), NOON)),
  );
/** Whatever the clock alone brings. */
function moved(d: Departure, now: Instant): Departure {
  const turn = turnOf(d, now);
  return turn?.kind === 'moves' ? moved(after(d, turn.change), now) : d;
}

test('from the cut-off on nobody boards and no mark counts, though nobody has looked', () => {
  const d = after(begin(), board(begin(), who('shop', ['ana']), NOON));
  expect(board(d, who('search', ['bo']), d.cutOffAt)).toMatchObject({ code: 'cut-off' });
  const late = markReady(d, 'shop', { by: 'ana', ready: true }, d.cutOffAt);
  expect(late).toMatchObject({ code: 'cut-off', line: expect.stringMatching(/train join weekly/) });
  expect(moved(d, d.cutOffAt).riders).toMatchObject([
    { state: 'off', why: 'ana had not marked it ready at the cut-off' },
  ]);
});

test('nobody marks for somebody else, and only what is aboard', () => {
  const d = after(begin(), board(begin(), who('shop', ['ana']), NOON));
  expect(markReady(d, 'shop', { by: 'bo', ready: true }, NOON)).toMatchObject({ code: 'no-right' });
  expect(markReady(d, 'search', { by: 'ana', ready: true }, NOON)).toMatchObject({
    code: 'not-aboard',
  });
  expect(board(d, who('shop', ['bo']), NOON)).toMatchObject({ code: 'aboard' });
  expect(board(d, who('billing', ['bo']), NOON)).toMatchObject({ code: 'not-on-it' });
});

test('the second wave waits for the first', () => {
  const both = boarded(boarded(begin(), 'shop', ['ana']), 'search', ['bo']);
  const d = moved(moved(both, both.cutOffAt), both.departsAt);
  const first = turnOf(d, d.departsAt);
  if (first?.kind !== 'start') throw new Error('nobody starts');
  expect(first.rider.service).toBe('search');
  const left = after(d, asked(d, first.rider, 'D-1', d.departsAt));
  const waits = turnOf(left, d.departsAt);
  expect(waits).toMatchObject({ kind: 'watch', riders: [{ service: 'search' }] });
  const rider = riderOf(left, 'search') as Rider;
  const ended = { good: true, why: '', at: d.departsAt };
  const there = after(left, seen(left, [{ rider, ended }], d.departsAt));
  expect(turnOf(there, d.departsAt)).toMatchObject({ kind: 'start', rider: { service: 'shop' } });
});

test.each([
  ['go-on', 'aboard'],
  ['stop', 'off'],
] as const)('one fails, and by %s the others are %s', (onFailure, state) => {
  const both = boarded(boarded(begin(onFailure), 'shop', ['ana']), 'search', ['bo']);
  const d = moved(moved(both, both.cutOffAt), both.departsAt);
  const rider = riderOf(d, 'search') as Rider;
  const failing = after(d, failed(d, rider, 'locked', d.departsAt));
  expect(failing.riders.find((r) => r.service === 'shop')?.state).toBe(state);
  expect(failing.riders.find((r) => r.service === 'search')).toMatchObject({
    state: 'off',
    why: 'locked',
  });
});

test.each([
  [15, 'under way'],
  [16, 'over'],
] as const)('a departure that is looked at %i minutes late is %s', (minutes, state) => {
  const d = boarded(begin(), 'shop', ['ana']);
  const closed = moved(d, d.cutOffAt);
  const late = turnOf(closed, plus(d.departsAt, minutes * 60_000));
  expect(late?.kind === 'moves' && after(closed, late.change).state).toBe(state);
});

/** Search is on its way, and shop waits for it. */
function halfWay() {
  const both = boarded(boarded(begin(), 'shop', ['ana']), 'search', ['bo']);
  const d = moved(moved(both, both.cutOffAt), both.departsAt);
  return after(d, asked(d, riderOf(d, 'search') as Rider, 'D-1', d.departsAt));
}
const QUARTER = 15 * 60_000;

test.each([
  ['arrived while nobody looked', true, 1, QUARTER + 60_000, 'off'],
  ['failed while nobody looked', false, 1, QUARTER + 60_000, 'off'],
  ['arrived a moment before somebody looked again', true, 9 * HOUR, 9 * HOUR + 1_000, 'aboard'],
] as const)('the second wave of one whose first %s', (_, good, endedMs, lookedMs, state) => {
  const d = halfWay();
  const rider = riderOf(d, 'search') as Rider;
  const ended = { good, why: 'it failed', at: plus(d.departsAt, endedMs) };
  const now = plus(d.departsAt, lookedMs);
  const later = moved(after(d, seen(d, [{ rider, ended }], now)), now);
  const shop = later.riders.find((r) => r.service === 'shop');
  const missed = 'its turn was missed, Fairway was not there until 15 minutes later';
  expect(shop).toMatchObject({ state, why: state === 'off' ? missed : null });
  expect(later.state).toBe(state === 'off' ? 'over' : 'under way');
});

test('who was not asked for before everything died does not leave hours later', () => {
  const d = moved(moved(boarded(begin(), 'shop', ['ana']), begin().cutOffAt), begin().departsAt);
  expect(turnOf(d, plus(d.departsAt, QUARTER))).toMatchObject({ kind: 'start' });
  const late = moved(d, plus(d.departsAt, 9 * HOUR));
  expect(late).toMatchObject({ state: 'over', wakeAt: null });
  expect(late.riders[0]?.why).toMatch(/missed, Fairway was not there until 9 hours later/);
});

test('who waits for one that is not over is not missed, however long nobody looked', () => {
  const d = halfWay();
  const now = plus(d.departsAt, 9 * HOUR);
  const rider = riderOf(d, 'search') as Rider;
  const looked = after(d, seen(d, [{ rider, ended: null }], now));
  expect(riderOf(looked, 'shop')).toMatchObject({ state: 'aboard', why: null });
});

test('who cannot be asked for is tried again for a quarter of an hour, then off', () => {
  const d = moved(moved(boarded(begin(), 'shop', ['ana']), begin().cutOffAt), begin().departsAt);
  const once = after(d, delay(d, riderOf(d, 'shop') as Rider, 'silent', d.departsAt));
  expect(riderOf(once, 'shop')?.why).toBe('silent');
  const later = plus(d.departsAt, 15 * 60_000 + 1);
  const off = after(once, delay(once, riderOf(once, 'shop') as Rider, 'silent', later));
  expect(riderOf(off, 'shop')).toBeNull();
});

const service = fc.constantFrom(...SERVICES);
const boarding = fc.record({
  do: fc.constant('board' as const),
  ...{ service, people: fc.subarray(PEOPLE, { minLength: 1 }), digest: fc.constantFrom('a', 'b') },
});
const saying = fc.record({
  do: fc.constantFrom('ready' as const, 'ready' as const, 'ready' as const, 'unready' as const),
  ...{ service, by: fc.constantFrom(...PEOPLE) },
});
const leaving = fc.record({
  ...{ do: fc.constant('leave' as const), service, by: fc.constantFrom(...PEOPLE) },
});
const waiting = fc.record({
  ...{ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: HOUR / 4 }) },
  to: fc.constantFrom(null, 'cutOffAt' as const, 'departsAt' as const),
});
/** With who wrote it, and what build it is, by the time it leaves. */
const looking = fc.record({
  do: fc.constant('look' as const),
  ...{ people: fc.subarray(PEOPLE), digest: fc.constantFrom('a', 'a', 'b') },
  ...{ ended: fc.constantFrom(null, true, false), silent: fc.boolean() },
});
const anything = fc.array(
  fc.oneof(...[boarding, saying, leaving, waiting], { weight: 8, arbitrary: looking }),
  { maxLength: 12, size: 'max' },
);
const people = fc.oneof(
  { weight: 3, arbitrary: boarding },
  { weight: 20, arbitrary: saying },
  { weight: 1, arbitrary: leaving },
);
const jump = (to: 'cutOffAt' | 'departsAt') => fc.constantFrom({ do: 'wait' as const, ms: 0, to });
/** What people, the clock and the world do, in any order; the clock comes by the moments that count. */
const acts = fc
  .tuple(
    fc.array(people, { minLength: 15, maxLength: 40, size: 'max' }),
    ...[jump('cutOffAt'), anything, jump('departsAt'), anything, anything],
  )
  .map((parts) => parts.flat());

interface Marks {
  readonly digest: string;
  readonly people: readonly string[];
  readonly said: Set<string>;
}
interface Look {
  readonly people: readonly string[];
  readonly digest: string;
  readonly ended: boolean | null;
  readonly silent: boolean;
}

/** One departure, and beside it, by what the acts were alone, who said what of which boarding. */
function history(onFailure: Train['onFailure']) {
  let d = begin(onFailure);
  let now = NOON;
  let departed = 0;
  const marks = new Map<string, Marks>();
  const gone = new Set<Marks>();

  function start(rider: Rider, found: Look): TrainChange {
    const behind = leftBehind(rider, found);
    if (found.silent) return delay(d, rider, 'silent', now);
    if (behind !== null) return failed(d, rider, behind, now);
    const mark = marks.get(rider.service);
    if (!mark) throw new Error(`${rider.service} never boarded`);
    expect(now).toBeGreaterThanOrEqual(d.departsAt);
    expect(found.digest).toBe(mark.digest);
    for (const author of [...mark.people, ...found.people]) expect(mark.said).toContain(author);
    expect(gone).not.toContain(mark);
    gone.add(mark);
    departed += 1;
    return asked(d, rider, `D-${departed}`, now);
  }

  function say(service: string, by: string, ready: boolean): void {
    const change = markReady(d, service, { by, ready }, now);
    if (isRefusal(change)) return;
    expect(now).toBeLessThan(d.cutOffAt);
    const said = marks.get(service)?.said;
    if (ready) said?.add(by);
    else said?.delete(by);
    d = after(d, change);
  }

  return {
    departed: () => departed,
    wait({ ms, to }: { ms: number; to: 'cutOffAt' | 'departsAt' | null }) {
      now = instant(Math.max(plus(now, ms), to === null ? 0 : d[to]));
    },
    board(one: { service: string; people: readonly string[]; digest: string }) {
      const change = board(d, { ...who(one.service, one.people), digest: one.digest }, now);
      if (isRefusal(change)) return;
      expect(now).toBeLessThan(d.cutOffAt);
      marks.set(one.service, { ...one, said: new Set() });
      d = after(d, change);
    },
    ready: ({ service, by }: { service: string; by: string }) => say(service, by, true),
    unready: ({ service, by }: { service: string; by: string }) => say(service, by, false),
    leave({ service, by }: { service: string; by: string }) {
      d = after(d, leave(d, service, { by, why: null }, now));
    },
    look(found: Look) {
      const turn = turnOf(d, now);
      if (turn?.kind === 'moves') d = after(d, turn.change);
      if (turn?.kind === 'start') d = after(d, start(turn.rider, found));
      if (turn?.kind !== 'watch') return;
      const ended = found.ended === null ? null : { good: found.ended, why: 'it failed', at: now };
      const all = turn.riders.map((rider) => ({ rider, ended }));
      d = after(d, seen(d, all, now));
    },
  };
}

test('5.5 nothing departs of which one author has not marked ready, and nothing twice', () => {
  let departed = 0;
  fc.assert(
    fc.property(acts, fc.constantFrom('go-on', 'stop'), (all, how) => {
      const world = history(how as Train['onFailure']);
      for (const one of all) world[one.do](one as never);
      departed += world.departed();
    }),
    { numRuns: 3_000 },
  );
  // A law that nothing ever departs would hold as well.
  expect(departed).toBeGreaterThan(20);
});
