import { instant } from '../../src/domain/kernel/time.ts';
import { readAll, type Served, type ServedIn } from '../../src/domain/verdict/burn.ts';
import { increase, type Reading } from '../../src/domain/verdict/increase.ts';
import { Objective } from '../../src/domain/verdict/objective.ts';
import { type Database, fires } from './promql.ts';
import { slothAlert } from './sloth.ts';

export const TARGETS = [0.9, 0.99, 0.995, 0.999];
const STEP = 60_000;
export const DAYS = 3.2 * 86_400_000;

/** A generator of numbers in [0, 1) that repeats itself by its seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface History {
  readonly requests: readonly Reading[];
  readonly errors: readonly Reading[];
}

/** Some days of two counters: a base rate, incidents of random length and depth, restarts, missed scrapes. */
export function history(next: () => number, target: number): History {
  const requests: Reading[] = [];
  const errors: Reading[] = [];
  const perStep = 20 + next() * 400;
  const part = errorParts(next, target);
  let [served, failed] = [Math.floor(next() * 1e6), Math.floor(next() * 300)];
  for (let at = Math.floor(next() * STEP); at < DAYS; at += STEP) {
    if (next() < 0.0005) [served, failed] = [0, 0];
    const n = Math.floor(perStep * (0.5 + next()));
    served += n;
    failed += Math.min(n, Math.floor(n * part() + next()));
    if (next() < 0.03) continue;
    requests.push({ at: instant(at), value: served });
    errors.push({ at: instant(at), value: failed });
  }
  return { requests, errors };
}

/** Which part fails, step by step: little, and far more while something is wrong. */
function errorParts(next: () => number, target: number): () => number {
  const base = (1 - target) * next() * 1.2;
  let [left, depth] = [0, 0];
  return () => {
    left -= 1;
    if (left < 0 && next() < 0.002) {
      left = Math.floor(next() * next() * 600);
      depth = Math.min(1, (1 - target) * (next() < 0.5 ? next() * 20 : next() * 100));
    }
    return left >= 0 ? depth : base;
  };
}

export interface Agreement {
  readonly windows: number;
  readonly agree: number;
  readonly fired: number;
  /** The first that did not: seed, severity and moment, to look at it again. */
  readonly first: string | null;
}

/** Compares our reading with the PromQL form at random moments of random histories, both severities. */
export function compare(windows: number, seed: number): Agreement {
  const next = random(seed);
  const seen: { readonly same: boolean; readonly fires: boolean; readonly what: string }[] = [];
  while (seen.length < windows) {
    const target = TARGETS[Math.floor(next() * TARGETS.length)] ?? 0.99;
    const past = history(next, target);
    for (let i = 0; i < 25; i += 1) {
      const at = Math.floor(next() * DAYS);
      const severity = next() < 0.7 ? 'page' : 'ticket';
      const theirs = fires(slothAlert(severity, target), databaseOf(past), at);
      const same = ourVerdict(past, target, severity, at) === theirs;
      seen.push({ same, fires: theirs, what: `${severity} at ${at} of ${target}, seed ${seed}` });
    }
  }
  const all = seen.slice(0, windows);
  return {
    windows: all.length,
    agree: all.filter(({ same }) => same).length,
    fired: all.filter((one) => one.fires).length,
    first: all.find(({ same }) => !same)?.what ?? null,
  };
}

export function ourVerdict(
  past: History,
  target: number,
  severity: 'page' | 'ticket',
  at: number,
): boolean {
  const objective = Objective.parse({ target, minRequests: 1 });
  return readAll(objective, servedIn(past, at)).some(
    ({ pair, says }) => pair.severity === severity && says === 'burns',
  );
}

export function servedIn({ requests, errors }: History, at: number): ServedIn {
  return (windowMs): Served | null => {
    const [n, k] = [requests, errors].map((one) => increase(one, windowMs, instant(at)));
    return n == null || k == null ? null : { requests: n, errors: k };
  };
}

export function databaseOf({ requests, errors }: History): Database {
  const series = (all: readonly Reading[]) => [
    { points: all.map(({ at, value }) => [at, value] as const) },
  ];
  return new Map([
    ['requests', series(requests)],
    ['errors', series(errors)],
  ]);
}
