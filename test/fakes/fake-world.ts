import type { Artifact } from '../../src/domain/artifact/artifact.ts';
import type { Target } from '../../src/domain/kernel/target.ts';
import type { Provider } from '../../src/ports/provider.ts';
import { createFakeDeployer, type FakeState } from './fake-deployer.ts';
import { createFaults, type Fault } from './fake-faults.ts';
import { createMemory, type FakeMemory, NO_INDICATORS } from './fake-memory.ts';
import { artifactOf, createRegistry, type FakeVersion } from './fake-registry.ts';
import type { Edges, Served } from './fake-tally.ts';
import { createTraffic } from './fake-traffic.ts';

export type { Fault } from './fake-faults.ts';
export type { FakeVersion } from './fake-registry.ts';

/** How a version answers steady traffic. */
export interface Behaviour {
  readonly errorRate?: number;
  readonly latencyMs?: number;
}

/** A whole provider in memory, and the hands of the story that shape its world. */
export interface FakeWorld extends FakeState {
  readonly provider: Provider;
  /** The newest build of a version. @throws when it was never built */
  artifact(service: string, version: string): Artifact;
  /** Same version name, another digest: what `docker push` over an existing tag does. */
  rebuild(service: string, version: string): Artifact;
  /** The tag means another, existing version from now on. */
  moveTag(service: string, tag: string, version: string): void;
  setRegistry(up: boolean): void;
  /** Adds to what a version has served; errors none and 10 ms each unless told. */
  traffic(target: Target, version: string, served: Served): void;
  /** From now on so many requests a second arrive by the story's clock, shared out by weight. */
  steady(target: Target, perSecond: number): void;
  behave(service: string, version: string, behaviour: Behaviour): void;
  /** From now on a named number reads this for the version (null: nothing), where the source remembers. */
  say(target: Target, version: string, name: string, value: number | null): void;
  /** The version's counters begin anew, as after a restart of its processes. */
  restart(target: Target, version: string): void;
  fault(fault: Fault): void;
  clearFaults(): void;
}

/** Of the histogram, in milliseconds. */
const EDGES_MS: Edges = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, null];

/**
 * @param versions every version that was ever built, oldest first by service; the first of a service
 *   serves everywhere in the beginning, unless `live` names another
 * @param clock tells milliseconds; steady traffic follows it
 * @param remembers whether its measurements can be asked about any time, as Prometheus' can; or it has totals alone
 */
export function createFakeWorld(options: {
  readonly versions: readonly FakeVersion[];
  readonly clock: { readonly now: () => number };
  readonly live?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly dedup?: 'key' | 'none';
  /** By real time, for what hangs. */
  readonly patienceMs?: number;
  readonly remembers?: boolean;
  readonly edgesMs?: Edges;
}): FakeWorld {
  const { versions, clock, live = {}, name = 'fake', dedup = 'key', patienceMs = 2_000 } = options;
  const { remembers = false, edgesMs = EDGES_MS } = options;
  const registry = createRegistry(versions);
  const faults = createFaults();
  const behaviours = new Map<string, Behaviour>();
  const now = (): number => clock.now();
  const ask = <T>(run: () => T): Promise<T> => faults.read('read', run);
  const memory: FakeMemory | null = remembers
    ? createMemory({ now, edgesMs, ask, upToNow: (target) => traffic.accrue(target) })
    : null;
  const traffic = createTraffic({
    now,
    edgesMs,
    memory,
    serving: (target) =>
      state.live(target).map(({ version, percent }) => {
        const built = registry.image(target.service, version);
        const { errorRate = 0, latencyMs = 10 } = {
          ...built,
          ...behaviours.get(`${target.service}@${version}`),
        };
        return { version, percent, errorRate, latencyMs };
      }),
  });
  const { deployer, state } = createFakeDeployer({
    name,
    dedup,
    registry,
    faults,
    now,
    first({ service }) {
      const named = live[service] ?? versions.find((one) => one.service === service)?.version;
      if (named === undefined) throw new Error(`the fake world has no service ${service}`);
      return registry.image(service, named);
    },
    beforeChange: (target) => traffic.accrue(target),
  });
  const provider: Provider = {
    name,
    patienceMs,
    deployer,
    artifacts: {
      resolve: (target, _, ref) =>
        faults.read('resolve', () => registry.resolve(target.service, ref)),
      changes: (target, _, from, to) =>
        faults.read('changes', () => registry.changes(target.service, from.digest, to.digest)),
    },
    metrics: {
      read: (target, _, counting) =>
        ask(() => {
          if (counting) throw new Error(NO_INDICATORS);
          return traffic.read(target);
        }),
      ...(memory && { spans: memory.spans }),
    },
  };
  return {
    ...state,
    provider,
    artifact: (service, version) => artifactOf(registry.image(service, version)),
    rebuild: registry.rebuild,
    moveTag: registry.moveTag,
    setRegistry: registry.setUp,
    traffic: traffic.serve,
    steady: traffic.steady,
    behave(service, version, behaviour) {
      for (const target of state.targets()) if (target.service === service) traffic.accrue(target);
      const id = `${service}@${version}`;
      behaviours.set(id, { ...behaviours.get(id), ...behaviour });
    },
    say(target, version, number, value) {
      if (!memory) throw new Error('this world keeps totals alone: create it with `remembers`');
      memory.say(target, version, number, value);
    },
    restart: traffic.restart,
    fault: faults.order,
    clearFaults: faults.clear,
  };
}
