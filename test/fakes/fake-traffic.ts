import type { Target } from '../../src/domain/kernel/target.ts';
import type { Bucket, Counters } from '../../src/domain/verdict/counters.ts';

/** A number of requests that took about as long, some of them failed. */
export interface Served {
  readonly requests: number;
  readonly errors?: number;
  readonly latencyMs?: number;
}

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

const EDGES_MS: readonly (number | null)[] = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, null];

interface Tally {
  requests: number;
  errors: number;
  readonly perEdge: number[];
}

interface Flow {
  readonly perSecond: number;
  at: number;
}

export function createTraffic(
  now: () => number,
  serving: (target: Target) => Serving,
): FakeTraffic {
  const tallies = new Map<string, Map<string, Tally>>();
  const flows = new Map<string, Flow>();

  function talliesOf(target: Target): Map<string, Tally> {
    const name = nameOf(target);
    const found = tallies.get(name) ?? new Map<string, Tally>();
    tallies.set(name, found);
    return found;
  }

  function serve(target: Target, version: string, served: Served): void {
    const { requests, errors = 0, latencyMs = 10 } = served;
    const own = talliesOf(target);
    const tally = own.get(version) ?? { requests: 0, errors: 0, perEdge: EDGES_MS.map(() => 0) };
    own.set(version, tally);
    tally.requests += requests;
    tally.errors += errors;
    const at = EDGES_MS.findIndex((edge) => edge === null || latencyMs <= edge);
    tally.perEdge[at] = (tally.perEdge[at] ?? 0) + requests;
  }

  function accrue(target: Target): void {
    const flow = flows.get(nameOf(target));
    if (!flow) return;
    const arrived = (flow.perSecond * (now() - flow.at)) / 1_000;
    flow.at = now();
    for (const { version, percent, errorRate, latencyMs } of serving(target)) {
      const requests = (arrived * percent) / 100;
      if (requests > 0)
        serve(target, version, { requests, errors: requests * errorRate, latencyMs });
    }
  }

  return {
    serve,
    steady(target, perSecond) {
      accrue(target);
      flows.set(nameOf(target), { perSecond, at: now() });
    },
    accrue,
    read(target) {
      accrue(target);
      return new Map([...talliesOf(target)].map(([version, tally]) => [version, counters(tally)]));
    },
    restart(target, version) {
      accrue(target);
      talliesOf(target).delete(version);
    },
  };
}

/** Fractions of requests are kept inside, so that no rate is rounded away; a counter shows whole ones. */
function counters({ requests, errors, perEdge }: Tally): Counters {
  let sum = 0;
  const buckets = EDGES_MS.map((edge, i): Bucket => {
    sum += perEdge[i] ?? 0;
    return [edge, whole(sum)];
  });
  return { requests: whole(requests), errors: whole(errors), buckets };
}

function whole(count: number): number {
  return Math.floor(count + 1e-6);
}

function nameOf({ service, environment }: Target): string {
  return `${service}/${environment}`;
}
