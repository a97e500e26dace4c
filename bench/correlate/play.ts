import { createRandom, type Random } from '../judge/random.ts';
import type { Made } from './fill.ts';
import type { Graph } from './graph.ts';
import { breakIt, type Fault, firstAlarm, judgeIt, rollOut, type Shown } from './trouble.ts';

export const PRODUCTION = 'production';
const ENVIRONMENTS = [PRODUCTION, 'staging', 'test'];
const HOUR_MS = 3_600_000;
/** A million in a year: one every 32 seconds in the mean. */
const APART_MS = (365 * 24 * HOUR_MS) / 1_000_000;
export const END_MS = Date.UTC(2026, 10, 1);
/** Of ten incidents no deployment is the cause of two: a machine, a vendor, the people who use it. */
const NOBODYS = 0.2;

/** Something went wrong: when the first alert began, where, and the number of what did it. */
export interface Incident {
  readonly beganAt: number;
  readonly service: number;
  readonly cause: number | null;
}

export interface World {
  readonly history: () => Iterable<Made>;
  readonly incidents: readonly Incident[];
}

interface Culprit {
  readonly service: number;
  readonly shown: readonly Shown[];
  readonly fault: Fault;
}

export function nameOf(service: number): string {
  return `s${service}`;
}

/** A history of so many deployments, and incidents spread over it from `from` (a share of it) on. */
export function playWorld(
  graph: Graph,
  {
    deployments,
    incidents,
    from,
    seed,
  }: {
    readonly deployments: number;
    readonly incidents: number;
    readonly from: number;
    readonly seed: number;
  },
): World {
  const random = createRandom(seed);
  const began = END_MS - deployments * APART_MS;
  const startOf = (number: number): number => Math.round(began + number * APART_MS);
  const culprits = new Map<number, Culprit>();
  const told: Incident[] = [];
  const span = deployments * (1 - from);
  for (let nth = 0; nth < incidents; nth += 1) {
    const near = deployments * from + (span * (nth + 0.2 + 0.6 * random.uniform())) / incidents;
    if (random.uniform() < NOBODYS) {
      const service = withAlert(graph, random);
      told.push({ beganAt: startOf(near), service, cause: null });
      continue;
    }
    const number = Math.floor(near);
    for (;;) {
      const culprit = {
        service: changing(graph, random),
        shown: rollOut(random),
        fault: breakIt(random),
      };
      const alarm = firstAlarm(graph, culprit.service, culprit.shown, culprit.fault, random);
      if (!alarm) continue;
      culprits.set(number, culprit);
      told.push({
        beganAt: startOf(number) + alarm.afterMs,
        service: alarm.service,
        cause: number,
      });
      break;
    }
  }
  return {
    incidents: told,
    history: () => history(graph, { deployments, seed, startOf, culprits, told }),
  };
}

/** What nobody knows to be bad: by rows that a seed repeats, one after the other. */
function* history(
  graph: Graph,
  {
    deployments,
    seed,
    startOf,
    culprits,
    told,
  }: {
    readonly deployments: number;
    readonly seed: number;
    readonly startOf: (n: number) => number;
    readonly culprits: ReadonlyMap<number, Culprit>;
    readonly told: readonly Incident[];
  },
): Iterable<Made> {
  const random = createRandom(seed + 1);
  const ordered = told.map(({ beganAt }) => beganAt).toSorted((a, b) => a - b);
  let next = 0;
  for (let number = 1; number <= deployments; number += 1) {
    const startedAt = startOf(number);
    while ((ordered[next] ?? Number.POSITIVE_INFINITY) < startedAt) next += 1;
    const culprit = culprits.get(number);
    const shown = culprit?.shown ?? rollOut(random);
    const environment = culprit ? PRODUCTION : (ENVIRONMENTS[number % 3] ?? PRODUCTION);
    yield {
      ...{ number, environment, startedAt, shown },
      service: nameOf(culprit?.service ?? changing(graph, random)),
      judged: judgeIt(shown, culprit?.fault ?? null, random),
      isLookedAt:
        environment === PRODUCTION &&
        (ordered[next] ?? Number.POSITIVE_INFINITY) - startedAt < 24 * HOUR_MS,
    };
  }
}

/** Some services are changed a hundred times as often as others. */
function changing(graph: Graph, random: Random): number {
  return Math.floor(graph.size * random.uniform() ** 2);
}

function withAlert(graph: Graph, random: Random): number {
  for (;;) {
    const service = Math.floor(graph.size * random.uniform());
    if (graph.alerts[service]) return service;
  }
}
