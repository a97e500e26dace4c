import type { Digest } from '../../domain/artifact/artifact.ts';
import type { Target } from '../../domain/kernel/target.ts';
import type { Log } from '../log.ts';
import type { Running } from './effects/effect-kind.ts';
import { awaitedDigests, failPull, recordPulled } from './effects/pulling.ts';
import { settleKeys } from './effects/settle.ts';
import { dropStillborn, markProven } from './effects/starting.ts';
import type { Launch } from './instances/launch.ts';
import { createPool, type Pool, type PoolMember } from './instances/pool.ts';
import { type Served, startProxy, type WeightedProxy } from './proxy/start-proxy.ts';
import { blobOf } from './registry/images.ts';
import type { KeptImages } from './registry/kept.ts';
import { createPulls } from './registry/pulls.ts';
import { startRegistry } from './registry/start-registry.ts';
import { type FleetState, slotOf } from './state/fleet-state.ts';
import type { StateFile } from './state/state-file.ts';
import { sameTarget, TARGETS } from './targets.ts';

/** What should be (`state`), what is (`running`), and the one way to change the first. */
export interface Fleet {
  state(): FleetState;
  /** On disk first, then the processes and weights follow; keys that came true are settled. */
  change(next: FleetState): void;
  readonly running: Running;
  members(target: Target): readonly PoolMember[];
  /** Pulled, and the copy is what it was then. */
  isStaged(digest: Digest): boolean;
  proxies(): readonly (Target & { readonly port: number })[];
  /** Called after every change, of the state or of a process. Answers how to stop being called. */
  onChange(listener: () => void): () => void;
  now(): Date;
  stop(): Promise<void>;
}

export interface FleetParts {
  readonly file: StateFile;
  readonly launch: Launch;
  readonly images: KeptImages;
  readonly served: (target: Target) => Served;
  readonly pullMs: number;
  readonly log: Log;
  readonly now: () => Date;
}

const CLOSE_WITHIN_MS = 5_000;

interface Place extends Target {
  readonly proxy: WeightedProxy;
  readonly pool: Pool;
}

/** Loads the state and brings every slot to it; resolves when all that should serve is healthy. */
export async function openFleet({
  file,
  launch,
  images,
  served,
  pullMs,
  log,
  now,
}: FleetParts): Promise<Fleet> {
  let state = withImages(file.load(), images);
  const registry = await startRegistry(() => state.registryUp);
  let places: readonly Place[] = [];
  const listeners = new Set<() => void>();
  const placeOf = (target: Target): Place | undefined =>
    places.find((place) => sameTarget(place, target));
  const members = (target: Target) => placeOf(target)?.pool.members() ?? [];
  const running: Running = {
    ready: (target, digest) =>
      members(target).some((one) => one.digest === digest && one.phase === 'ready'),
    leaving: (target) => members(target).filter((one) => one.phase === 'draining').length,
  };
  const pulls = createPulls({
    pullMs,
    registryUp: () => state.registryUp,
    pull: async (digest) => images.keep(digest, await registry.pull(digest)),
    pulled: (digest) => change(recordPulled(state, digest, now())),
    failed: (digest, why) => change(failPull(state, digest, why)),
  });

  function change(next: FleetState): void {
    if (next !== state) file.save(next);
    state = next;
    for (const place of places) place.proxy.route(place.pool.follow(slotOf(state, place).versions));
    for (const digest of awaitedDigests(state)) pulls.begin(digest);
    const settled = settleKeys(state, running);
    if (settled !== state) file.save(settled);
    state = settled;
    for (const listener of [...listeners]) listener();
  }

  async function openPlace(target: Target): Promise<Place> {
    const pool = createPool(target.service, launch, log, {
      changed: () => change(state),
      proven: (digest) => change(markProven(state, target, digest)),
      stillborn: (artifact, why) => change(dropStillborn(state, target, artifact.digest, why)),
    });
    return { ...target, pool, proxy: await startProxy(served(target)) };
  }

  places = await Promise.all(TARGETS.map(openPlace));
  const fleet: Fleet = {
    state: () => state,
    change,
    running,
    members,
    isStaged: (digest) => state.pulled.includes(digest) && images.read(digest) !== null,
    proxies: () =>
      places.map(({ service, environment, proxy }) => ({ service, environment, port: proxy.port })),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    now,
    async stop() {
      pulls.stop();
      registry.close();
      await Promise.all(places.map(({ proxy }) => proxy.close(CLOSE_WITHIN_MS)));
      await Promise.all(places.map(({ pool }) => pool.stop()));
    },
  };
  change(state);
  file.save(state);
  await untilNothingStarts(fleet);
  return fleet;
}

/** What runs at first came with the fleet. Later a copy that is gone, or is something else, was never pulled. */
function withImages(state: FleetState, images: KeptImages): FleetState {
  for (const digest of images.isNew ? state.pulled : []) {
    const blob = blobOf(digest);
    if (blob !== undefined) images.keep(digest, Buffer.from(blob));
  }
  return { ...state, pulled: state.pulled.filter((digest) => images.read(digest) !== null) };
}

function untilNothingStarts(fleet: Fleet): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (TARGETS.some((target) => fleet.members(target).some(({ phase }) => phase === 'starting')))
        return;
      forget();
      resolve();
    };
    const forget = fleet.onChange(look);
    look();
  });
}
