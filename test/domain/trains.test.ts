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
  leave,
  markReady,
  type Rider,
  type TrainChange,
} from '../../src/domain/governance/departure.ts';
import { boardingOf, type Train } from '../../src/domain/governance/train.ts';
import { hold, release } from '../../src/domain/governance/train-hold.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { instant, plus } from '../../src/domain/kernel/time.ts';
import { after, begin, HOUR, moved, NOON, utc, weekly, who } from './weekly-train.ts';

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

const service = fc.constantFrom(...SERVICES);
const boarding = fc.record({
  do: fc.constant('board' as const),
  ...{ service, people: fc.subarray(PEOPLE, { minLength: 1 }), digest: fc.constantFrom('a', 'b') },
});
const holding = fc.record({
  do: fc.constantFrom('hold' as const, 'release' as const, 'release' as const),
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
  fc.oneof(...[boarding, saying, leaving, waiting, holding], { weight: 8, arbitrary: looking }),
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
    expect(d.hold ?? null).toBeNull();
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
    hold() {
      d = after(d, hold(d, { by: 'ana', why: 'wait' }, now));
    },
    release() {
      d = after(d, release(d, { by: 'ana', why: null }, now));
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
