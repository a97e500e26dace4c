import type { Random } from '../judge/random.ts';

/** One service calls another: how much of an error there reaches its own people, and how long caches hide it. */
export interface Call {
  readonly from: number;
  readonly to: number;
  readonly passes: number;
  readonly hiddenMs: number;
}

export interface Graph {
  readonly size: number;
  /** What each calls. */
  readonly calls: readonly (readonly Call[])[];
  /** Who calls each. */
  readonly callers: readonly (readonly Call[])[];
  /** The share of requests that may fail before an alert, and how long; null where nobody set one. */
  readonly alerts: readonly ({ readonly rate: number; readonly forMs: number } | null)[];
}

const MINUTE_MS = 60_000;

/**
 * Services as organisations grow them (Barabási and Albert, Science 286, 1999): each new one calls one to five
 * that were there, those with many callers more often. Six calls of ten fail with what they call, the others
 * retry or do without; a quarter are hidden by a cache for up to ten minutes. Six services of ten have an alert.
 */
export function growGraph(size: number, random: Random): Graph {
  const calls: Call[][] = Array.from({ length: size }, () => []);
  const callers: Call[][] = Array.from({ length: size }, () => []);
  const tickets: number[] = [0];
  for (let from = 1; from < size; from += 1) {
    for (const to of chosen(from, tickets, random)) {
      const call = callOf(from, to, random);
      calls[from]?.push(call);
      callers[to]?.push(call);
      tickets.push(to, from);
    }
  }
  return { size, calls, callers, alerts: calls.map(() => alertOf(random)) };
}

/** What a new service calls: each service has a ticket for each call it makes or is called by. */
function chosen(from: number, tickets: readonly number[], random: Random): ReadonlySet<number> {
  const wanted = 1 + Math.floor(random.uniform() * 5);
  const found = new Set<number>();
  for (let n = 0; n < wanted; n += 1) {
    const byFame = random.uniform() < 0.7;
    const dice = random.uniform();
    const to = byFame ? (tickets[Math.floor(dice * tickets.length)] ?? 0) : Math.floor(dice * from);
    if (to !== from) found.add(to);
  }
  return found;
}

function callOf(from: number, to: number, random: Random): Call {
  const isHard = random.uniform() < 0.6;
  const passes = isHard ? 0.6 + 0.4 * random.uniform() : 0.15 * random.uniform();
  const hiddenMs = random.uniform() < 0.25 ? random.uniform() * 10 * MINUTE_MS : 0;
  return { from, to, passes, hiddenMs };
}

function alertOf(random: Random): Graph['alerts'][number] {
  if (random.uniform() >= 0.6) return null;
  const rate = 0.005 * 10 ** random.uniform();
  return { rate, forMs: (1 + Math.floor(random.uniform() * 5)) * MINUTE_MS };
}
