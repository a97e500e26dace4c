import type { Target } from '../../src/domain/kernel/target.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { between, type Counters, NO_TRAFFIC } from '../../src/domain/verdict/counters.ts';
import type { Span, Spans } from '../../src/ports/metrics.ts';
import { add, countersOf, type Edges, newTally, type Served, type Tally } from './fake-tally.ts';

const MINUTE_MS = 60_000;
const EVERY_MS = 1_000;

/** Requests of one version that came evenly between two moments, or all at one. */
interface Arrived extends Served {
  readonly version: string;
  readonly from: number;
  readonly to: number;
}

/** A number that is read of a version from a moment on. */
interface Said {
  readonly version: string;
  readonly name: string;
  readonly value: number | null;
  readonly at: number;
}

/** All that a source which remembers keeps of one target. */
export interface FakeMemory {
  keep(target: Target, arrived: Arrived): void;
  /** From now on the named number reads this for the version; null: nothing any more. */
  say(target: Target, version: string, name: string, value: number | null): void;
  readonly spans: Spans;
}

/**
 * What was served and said, by the story's clock, asked about in spans.
 * @param upToNow brings a target's traffic up to the moment
 * @param ask one question among the faults that were ordered
 */
export function createMemory(parts: {
  readonly now: () => number;
  readonly edgesMs: Edges;
  readonly upToNow: (target: Target) => void;
  readonly ask: <T>(run: () => T) => Promise<T>;
}): FakeMemory {
  const { now, edgesMs, upToNow, ask } = parts;
  const since = now();
  const arrivals = new Map<string, Arrived[]>();
  const numbers = new Map<string, Said[]>();
  const counted = <T>(counting: unknown, target: Target, run: (all: readonly Arrived[]) => T) =>
    ask(() => {
      if (counting) throw new Error(NO_INDICATORS);
      upToNow(target);
      return run(listOf(arrivals, target));
    });
  const read = (target: Target, name: string, span: Span) =>
    readings(listOf(numbers, target), name, span);
  const spans: Spans = {
    everyMs: EVERY_MS,
    lateMs: 0,
    measured: (_, { from, to }) =>
      ask(() => Math.max(0, Math.min(to, now()) - Math.max(from, since))),
    during: (target, _, span, counting) =>
      counted(counting, target, (all) => servedIn(all, span, edgesMs)),
    minutes: (target, span, counting) =>
      counted(counting, target, (all) =>
        minutesOf(span).flatMap((minute) =>
          [...servedIn(all, minute, edgesMs)].map(
            ([version, { requests, errors }]) => [minute.from, version, requests, errors] as const,
          ),
        ),
      ),
    measure: (target, name, span) => ask(() => meanOf(read(target, name, span))),
    gauge: (target, name, span) =>
      ask(() => {
        const each = read(target, name, span).flatMap((by) => [...by]);
        const byVersion = Map.groupBy(each, ([version]) => version);
        return new Map([...byVersion].map(([version, own]) => [version, own.map(([, n]) => n)]));
      }),
  };
  return {
    keep: (target, arrived) => listOf(arrivals, target).push(arrived),
    say: (target, version, name, value) =>
      listOf(numbers, target).push({ version, name, value, at: now() }),
    spans,
  };
}

/** What each version served in a span, as the difference of what it had served by its two ends: spans that meet add up. */
function servedIn(
  all: readonly Arrived[],
  { from, to }: Span,
  edgesMs: Edges,
): ReadonlyMap<string, Counters> {
  const before = servedBy(all, from, edgesMs);
  const served = [...servedBy(all, to, edgesMs)].map(
    ([version, by]) => [version, between(before.get(version) ?? NO_TRAFFIC, by)] as const,
  );
  return new Map(served.filter(([, { requests }]) => requests > 0));
}

function servedBy(
  all: readonly Arrived[],
  at: number,
  edgesMs: Edges,
): ReadonlyMap<string, Counters> {
  const tallies = new Map<string, Tally>();
  for (const one of all) {
    const part = partBy(one, at);
    if (part === 0) continue;
    const tally = tallies.get(one.version) ?? newTally(edgesMs);
    tallies.set(one.version, tally);
    const { requests, errors = 0 } = one;
    add(tally, { ...one, requests: requests * part, errors: errors * part }, edgesMs);
  }
  return new Map([...tallies].map(([version, one]) => [version, countersOf(one, edgesMs)]));
}

/** Second by second, by version. @throws where nobody ever said such a number */
function readings(said: readonly Said[], name: string, { from, to }: Span) {
  const own = said.filter((one) => one.name === name);
  if (own.length === 0) throw new Error(`no number is called "${name}" there`);
  return Array.from({ length: Math.floor((to - from) / EVERY_MS) }, (_, n) => {
    const known = own.filter((one) => one.at < from + (n + 1) * EVERY_MS);
    const newest = new Map(known.map(({ version, value }) => [version, value]));
    return new Map([...newest].flatMap(([version, v]) => (v === null ? [] : [[version, v]])));
  });
}

/** All versions together; null where more than half of the seconds have no reading. */
function meanOf(seconds: readonly ReadonlyMap<string, number>[]): number | null {
  const read = seconds.filter((by) => by.size > 0);
  if (read.length * 2 < seconds.length || read.length === 0) return null;
  const sums = read.map((by) => [...by.values()].reduce((sum, value) => sum + value, 0));
  return sums.reduce((sum, one) => sum + one, 0) / read.length;
}

/** The whole minutes within a span. */
function minutesOf({ from, to }: Span): readonly Span[] {
  const first = Math.ceil(from / MINUTE_MS) * MINUTE_MS;
  const many = Math.max(0, Math.floor((to - first) / MINUTE_MS));
  return Array.from({ length: many }, (_, n) => ({
    from: instant(first + n * MINUTE_MS),
    to: instant(first + (n + 1) * MINUTE_MS),
  }));
}

/** How much of it had come by then, 0 to 1. */
function partBy({ from, to }: Arrived, at: number): number {
  if (at >= to) return 1;
  return at <= from ? 0 : (at - from) / (to - from);
}

export const NO_INDICATORS = 'the fake counts requests and errors, and no other series';

function listOf<T>(all: Map<string, T[]>, target: Target): T[] {
  const found = all.get(nameOf(target)) ?? [];
  all.set(nameOf(target), found);
  return found;
}

function nameOf({ service, environment }: Target): string {
  return `${service}/${environment}`;
}
