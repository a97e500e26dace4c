import { EVERYWHERE } from '../../src/domain/elsewhere/move.ts';
import { createRandom, type Random } from '../judge/random.ts';
import type { Graph } from './graph.ts';
import type { Made } from './history.ts';
import { type Flip, faultOf, flip, type Moved } from './moves.ts';
import {
  type Alarm,
  breakIt,
  type Fault,
  firstAlarm,
  judgeIt,
  rollOut,
  type Shown,
} from './trouble.ts';

export const PRODUCTION = 'production';
const ENVIRONMENTS = [PRODUCTION, 'staging', 'test'];
const HOUR_MS = 3_600_000;
/** A million in a year: one every 32 seconds in the mean. */
const APART_MS = (365 * 24 * HOUR_MS) / 1_000_000;
export const END_MS = Date.UTC(2026, 10, 1);
/** Of ten incidents nothing that anybody told of is the cause of two: a vendor, the people who use it. */
const NOBODYS = 0.2;
/** Of ten others three were caused elsewhere: by a flag, a migration, configuration or a machine. */
const ELSEWHERE = 0.3;
/** For so many deployments something is changed elsewhere once. */
const DEPLOYMENTS_A_MOVE = 2;
/** So many deployments from one incident to the next: nearly two hours. */
const DEPLOYMENTS_AN_INCIDENT = 200;

/** Something went wrong: when the first alert began, where, and what did it, such as `D-12` or `E-5`. */
export interface Incident {
  readonly beganAt: number;
  readonly service: number;
  readonly cause: string | null;
}

export interface World {
  /** When the first of the incidents may begin; what is asked of it is asked behind all deployments until then. */
  readonly from: number;
  readonly history: () => Iterable<Made>;
  readonly moves: () => Iterable<Moved>;
  readonly incidents: readonly Incident[];
}

interface Culprit {
  readonly service: number;
  readonly shown: readonly Shown[];
  readonly fault: Fault;
  readonly alarm: Alarm;
}

export function nameOf(service: number): string {
  return `s${service}`;
}

interface Played {
  readonly deployments: number;
  readonly incidents: number;
  readonly seed: number;
}

/** A history of so many deployments, and then of incidents among as many more as come meanwhile. */
export function playWorld(graph: Graph, { deployments, incidents, seed }: Played): World {
  const random = createRandom(seed);
  const all = deployments + incidents * DEPLOYMENTS_AN_INCIDENT;
  const began = END_MS - all * APART_MS;
  const startOf = (number: number): number => Math.round(began + number * APART_MS);
  const movedAt = (number: number): number => startOf(number * DEPLOYMENTS_A_MOVE);
  const culprits = new Map<number, Culprit>();
  const flips = new Map<number, Culprit & Flip>();
  const told: Incident[] = [];
  for (let nth = 0; nth < incidents; nth += 1) {
    const near = deployments + (nth + 0.2 + 0.6 * random.uniform()) * DEPLOYMENTS_AN_INCIDENT;
    if (random.uniform() < NOBODYS) {
      const service = withAlert(graph, random);
      told.push({ beganAt: startOf(near), service, cause: null });
    } else if (random.uniform() < ELSEWHERE) {
      const number = Math.floor(near / DEPLOYMENTS_A_MOVE);
      const culprit = felt(graph, random, () => {
        const one = flip(random);
        return { ...one, fault: faultOf(one, breakIt(random)) };
      });
      flips.set(number, culprit);
      told.push(incidentOf(culprit.alarm, movedAt(number), `E-${number}`));
    } else {
      const number = Math.floor(near);
      const culprit = felt(graph, random, () => {
        return { shown: rollOut(random), fault: breakIt(random) };
      });
      culprits.set(number, culprit);
      told.push(incidentOf(culprit.alarm, startOf(number), `D-${number}`));
    }
  }
  return {
    from: startOf(deployments),
    incidents: told,
    history: () => history(graph, { deployments: all, seed, startOf, culprits, told }),
    moves: () => moves(graph, { deployments: all, seed, movedAt, flips }),
  };
}

function incidentOf({ afterMs, service }: Alarm, startedAt: number, cause: string): Incident {
  return { beganAt: startedAt + afterMs, service, cause };
}

/** Something broken that somebody is alarmed by: what nobody notices is no incident. */
function felt<Broken extends Pick<Culprit, 'shown' | 'fault'>>(
  graph: Graph,
  random: Random,
  make: () => Broken,
): Broken & Culprit {
  for (;;) {
    const service = changing(graph, random);
    const broken = make();
    const alarm = firstAlarm(graph, service, broken.shown, broken.fault, random);
    if (alarm) return { ...broken, service, alarm };
  }
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

/** What was changed elsewhere meanwhile, by the same dice: most of it harms nobody. */
function* moves(
  graph: Graph,
  {
    deployments,
    seed,
    movedAt,
    flips,
  }: {
    readonly deployments: number;
    readonly seed: number;
    readonly movedAt: (n: number) => number;
    readonly flips: ReadonlyMap<number, Culprit & Flip>;
  },
): Iterable<Moved> {
  const random = createRandom(seed + 2);
  for (let number = 1; number <= deployments / DEPLOYMENTS_A_MOVE; number += 1) {
    const service = changing(graph, random);
    const usual = flip(random);
    const culprit = flips.get(number);
    const { kind, percent, saysService } = culprit ?? usual;
    const named = nameOf(culprit?.service ?? service);
    yield {
      ...{ number, kind, percent, at: movedAt(number) },
      service: saysService ? named : EVERYWHERE,
      environment: culprit ? PRODUCTION : (ENVIRONMENTS[number % 3] ?? PRODUCTION),
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
