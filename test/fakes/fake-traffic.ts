import type { Target } from '../../src/domain/kernel/target.ts';
import type { Counters } from '../../src/domain/verdict/counters.ts';
import type { FakeMemory } from './fake-memory.ts';
import { add, countersOf, type Edges, newTally, type Served, type Tally } from './fake-tally.ts';

/** Who gets which share of a target's requests, and how each answers. */
export type Serving = readonly {
  readonly version: string;
  readonly percent: number;
  readonly errorRate: number;
  readonly latencyMs: number;
}[];

export interface FakeTraffic {
  serve(target: Target, version: string, served: Served): void;
  /** From now on so many requests a second arrive, shared out by weight. */
  steady(target: Target, perSecond: number): void;
  /** Counts what has arrived since the last time; called before weights change and before a reading. */
  accrue(target: Target): void;
  read(target: Target): ReadonlyMap<string, Counters>;
  /** Its processes were started anew: what it had counted is gone. */
  restart(target: Target, version: string): void;
}

interface Flow {
  readonly perSecond: number;
  at: number;
}

/** @param memory is told of all that comes, where the source is one that remembers */
export function createTraffic(parts: {
  readonly now: () => number;
  readonly edgesMs: Edges;
  readonly serving: (target: Target) => Serving;
  readonly memory: Pick<FakeMemory, 'keep'> | null;
}): FakeTraffic {
  const { now, edgesMs, serving, memory } = parts;
  const tallies = new Map<string, Map<string, Tally>>();
  const flows = new Map<string, Flow>();

  function talliesOf(target: Target): Map<string, Tally> {
    const name = nameOf(target);
    const found = tallies.get(name) ?? new Map<string, Tally>();
    tallies.set(name, found);
    return found;
  }

  function serve(target: Target, version: string, served: Served, from = now()): void {
    const own = talliesOf(target);
    const tally = own.get(version) ?? newTally(edgesMs);
    own.set(version, tally);
    add(tally, served, edgesMs);
    memory?.keep(target, { ...served, version, from, to: now() });
  }

  function accrue(target: Target): void {
    const flow = flows.get(nameOf(target));
    if (!flow) return;
    const from = flow.at;
    const arrived = (flow.perSecond * (now() - from)) / 1_000;
    flow.at = now();
    for (const { version, percent, errorRate, latencyMs } of serving(target)) {
      const requests = (arrived * percent) / 100;
      if (requests > 0)
        serve(target, version, { requests, errors: requests * errorRate, latencyMs }, from);
    }
  }

  return {
    serve: (target, version, served) => serve(target, version, served),
    steady(target, perSecond) {
      accrue(target);
      flows.set(nameOf(target), { perSecond, at: now() });
    },
    accrue,
    read(target) {
      accrue(target);
      return new Map(
        [...talliesOf(target)].map(([version, tally]) => [version, countersOf(tally, edgesMs)]),
      );
    },
    restart(target, version) {
      accrue(target);
      talliesOf(target).delete(version);
    },
  };
}

function nameOf({ service, environment }: Target): string {
  return `${service}/${environment}`;
}
