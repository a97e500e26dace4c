import type { Random } from '../judge/random.ts';
import type { Graph } from './graph.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** When so much of the traffic met a version, in ms from its start. */
export interface Shown {
  readonly afterMs: number;
  readonly percent: number;
}

/** What a version does wrong, and when. */
export interface Fault {
  /** Of the requests that reach it. */
  readonly rate: number;
  /** Since it was first met. */
  readonly onsetMs: number;
  readonly kind: 'at once' | 'leak' | 'load';
}

export interface Alarm {
  readonly service: number;
  /** From the start of what broke it. */
  readonly afterMs: number;
}

const CANARY = [5, 25, 50, 100];

/** As it goes to all: in batches within minutes, or as a canary of an hour and less. */
export function rollOut(random: Random): readonly Shown[] {
  const lead = (0.5 + 2 * random.uniform()) * MINUTE_MS;
  if (random.uniform() < 0.5) {
    const batchMs = (0.5 + 2 * random.uniform()) * MINUTE_MS;
    return [50, 100].map((percent, i) => ({ afterMs: Math.round(lead + i * batchMs), percent }));
  }
  const dwellMs = (3 + 15 * random.uniform()) * MINUTE_MS;
  return CANARY.map((percent, i) => ({ afterMs: Math.round(lead + i * dwellMs), percent }));
}

/** Seven of ten fail from the first request on, two leak for an hour and more, one fails when the load comes. */
export function breakIt(random: Random): Fault {
  const rate = 0.01 * 60 ** random.uniform();
  const dice = random.uniform();
  if (dice < 0.7) return { rate, onsetMs: 0, kind: 'at once' };
  if (dice < 0.9)
    return { rate, onsetMs: -Math.log(1 - random.uniform()) * 1.5 * HOUR_MS, kind: 'leak' };
  return { rate, onsetMs: random.uniform() * 8 * HOUR_MS, kind: 'load' };
}

const FARTHEST = 5;

interface Felt {
  /** The share of the errors that is left there. */
  readonly passes: number;
  readonly hiddenMs: number;
}

/** Who feels the errors of a service, by the way on which most of them are left. */
function reachOf(graph: Graph, service: number): ReadonlyMap<number, Felt> {
  const reach = new Map<number, Felt>();
  let near: ReadonlyMap<number, Felt> = new Map([[service, { passes: 1, hiddenMs: 0 }]]);
  for (let hop = 0; hop <= FARTHEST && near.size > 0; hop += 1) {
    const fresh = [...near].filter(([at]) => !reach.has(at));
    for (const [at, own] of fresh) reach.set(at, own);
    near = callersOf(graph, fresh);
  }
  return reach;
}

function callersOf(
  graph: Graph,
  felt: readonly (readonly [number, Felt])[],
): ReadonlyMap<number, Felt> {
  const next = new Map<number, Felt>();
  for (const [at, own] of felt) {
    for (const call of graph.callers[at] ?? []) {
      const passes = own.passes * call.passes;
      if (passes <= 0.01 || (next.get(call.from)?.passes ?? 0) >= passes) continue;
      next.set(call.from, { passes, hiddenMs: own.hiddenMs + call.hiddenMs });
    }
  }
  return next;
}

/**
 * Errors travel from who is called to who calls, less at each call, later where a cache hides them; each service
 * raises its alert when its own rate has been over its limit for long enough. The first to do so, or null.
 */
export function firstAlarm(
  graph: Graph,
  service: number,
  shown: readonly Shown[],
  fault: Fault,
  random: Random,
): Alarm | null {
  const reach = reachOf(graph, service);
  const alarms = [...reach].flatMap(([at, { passes, hiddenMs }]): Alarm[] => {
    const alert = graph.alerts[at];
    const first = shown[0]?.afterMs ?? 0;
    const step = shown.find(
      ({ percent }) => (fault.rate * passes * percent) / 100 > (alert?.rate ?? 1),
    );
    if (!alert || !step) return [];
    const begins = Math.max(step.afterMs, first + fault.onsetMs) + hiddenMs;
    return [
      { service: at, afterMs: Math.round(begins + alert.forMs + random.uniform() * MINUTE_MS) },
    ];
  });
  return alarms.toSorted((a, b) => a.afterMs - b.afterMs)[0] ?? null;
}

/** What a judge beside a canary would have written down: a likelihood ratio of its counts, less than goes back by itself. */
export function judgeIt(
  shown: readonly Shown[],
  fault: Fault | null,
  random: Random,
): number | null {
  if (shown.length < CANARY.length) return null;
  const requests = Math.round(30 * 100 ** random.uniform());
  const usual = 0.002;
  const rate = fault?.kind === 'at once' ? Math.max(usual, fault.rate) : usual;
  const bad = random.binomial(requests, rate);
  const seen = Math.max(bad / requests, usual);
  const log = bad * Math.log(seen / usual) + (requests - bad) * Math.log((1 - seen) / (1 - usual));
  return Math.min(99, Math.max(1, Math.floor(Math.exp(Math.min(5, log)))));
}
