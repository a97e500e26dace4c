import { isDeepStrictEqual } from 'node:util';
import type { Artifact, Digest } from '../../src/domain/artifact/artifact.ts';
import type { Target } from '../../src/domain/kernel/target.ts';
import type { Call, Deployer, Effect, Live } from '../../src/ports/deployer.ts';
import { traceparent } from '../../src/ports/trace.ts';
import type { EffectName, FakeFaults } from './fake-faults.ts';
import { artifactOf, type FakeRegistry } from './fake-registry.ts';

/** One effect that was really performed. */
export interface PerformedEffect extends Target {
  readonly key: string;
  readonly epoch: number;
  readonly kind: EffectName;
  readonly detail: string;
  readonly at: number;
  /** Who it was told the call is for, as a provider over HTTP reads it in the header. */
  readonly traceparent: string | null;
}

export interface FakeState {
  /** Every target that was ever looked at. */
  targets(): readonly Target[];
  live(target: Target): readonly Live[];
  epoch(target: Target): number;
  effects(): readonly PerformedEffect[];
  setHealthy(target: Target, version: string, healthy: boolean): void;
  /** What somebody does there by hand: this alone serves from now on. */
  replace(target: Target, version: string): void;
  /** Whatever routes there begins anew: the version that was there first has all of the traffic. */
  forget(target: Target): void;
  /** Somebody gives a version this share by hand, and the rest to the other one. */
  reweigh(target: Target, version: string, percent: number): void;
  /** The same with the configuration of whatever runs there; before the first time none is told. */
  configure(target: Target, config: string): void;
}

interface Slot {
  readonly target: Target;
  live: readonly Live[];
  epoch: number;
  config?: string;
  forgot?: boolean;
}

/** What an effect does to a slot: the versions that are live afterwards, or why it cannot. */
type Wish = { readonly live: readonly Live[]; readonly detail: string } | Failed;
type Failed = Extract<Effect, { kind: 'failed' }>;

interface Ask {
  readonly kind: EffectName;
  readonly call: Call;
  readonly asked: unknown;
}

/**
 * Versions, weights, keys and fences in memory, as strict as the sandbox's fleet: an epoch below the
 * highest seen is fenced off, a key seen before answers what became of it, a key used for another call
 * throws. `beforeChange` is told before weights change.
 */
export function createFakeDeployer(parts: {
  readonly name: string;
  readonly dedup: 'key' | 'none';
  readonly registry: FakeRegistry;
  readonly faults: FakeFaults;
  readonly now: () => number;
  readonly first: (target: Target) => Artifact;
  readonly beforeChange: (target: Target) => void;
}): { readonly deployer: Deployer; readonly state: FakeState } {
  const { name, dedup, registry, faults, now, first, beforeChange } = parts;
  const slots = new Map<string, Slot>();
  const staged = new Set<Digest>();
  const keys = new Map<string, { readonly ask: Ask; readonly effect: Effect }>();
  const effects: PerformedEffect[] = [];

  function slotOf({ service, environment }: Target): Slot {
    const id = `${service}/${environment}`;
    const found = slots.get(id);
    if (found) return found;
    const initial = artifactOf(first({ service, environment }));
    const live = [{ ...initial, percent: 100, healthy: true }];
    const slot: Slot = { target: { service, environment }, live, epoch: 0 };
    staged.add(initial.digest);
    slots.set(id, slot);
    return slot;
  }

  function perform(ask: Ask, wish: (slot: Slot) => Wish): Effect {
    const { kind, call } = ask;
    const slot = slotOf(call);
    if (call.epoch < slot.epoch) return { kind: 'fenced' };
    slot.epoch = call.epoch;
    if (dedup === 'none' && call.resumed) return { kind: 'unknown', why: `${kind} may have run` };
    const known = keys.get(call.key);
    if (known && !isSameAsk(known.ask, ask))
      throw new Error(`the key ${call.key} belongs to another call`);
    if (known) return known.effect;
    const effect = performAnew(ask, slot, wish(slot));
    keys.set(call.key, { ask, effect });
    return effect;
  }

  function performAnew({ kind, call }: Ask, slot: Slot, result: Wish): Effect {
    if (!('detail' in result)) return result;
    beforeChange(call);
    slot.live = result.live;
    slot.forgot = false;
    const { key, epoch, service, environment } = call;
    effects.push({
      key,
      epoch,
      kind,
      service,
      environment,
      detail: result.detail,
      at: now(),
      traceparent: traceparent(),
    });
    return { kind: 'done' };
  }

  function run(
    kind: EffectName,
    call: Call,
    asked: unknown,
    wish: (slot: Slot) => Wish,
  ): Promise<Effect> {
    return faults.effect(kind, call.signal, () => perform({ kind, call, asked }, wish));
  }

  function unknownImage({ service }: Target, artifacts: readonly Artifact[]): Failed | null {
    for (const { version, digest } of artifacts) {
      const image = registry.byDigest(digest);
      if (image?.service !== service || image.version !== version)
        return failed(`no image of ${service} is ${version} and ${digest}`);
    }
    return null;
  }

  const deployer: Deployer = {
    name,
    dedup,
    prestage: (call, artifacts) =>
      run('prestage', call, artifacts, ({ live }) => {
        const unknown = unknownImage(call, artifacts);
        if (unknown) return unknown;
        const missing = artifacts.filter(({ digest }) => !staged.has(digest));
        if (missing.length > 0 && !registry.isUp())
          return failed('the registry does not answer', true);
        for (const { digest } of missing) staged.add(digest);
        return { live, detail: `pulled ${artifacts.map(({ version }) => version).join(', ')}` };
      }),
    start: (call, artifact) =>
      run('start', call, artifact, ({ live }) => {
        const unknown = unknownImage(call, [artifact]);
        if (unknown) return unknown;
        const detail = `started ${artifact.version}`;
        if (live.some(({ digest }) => digest === artifact.digest)) return { live, detail };
        if (!staged.has(artifact.digest)) return failed(`${artifact.version} was not pulled`);
        const crash = registry.byDigest(artifact.digest)?.crash;
        if (crash !== undefined) return failed(crash);
        return { live: [...live, { ...artifactOf(artifact), percent: 0, healthy: true }], detail };
      }),
    shift: (call, artifact, rest, percent) =>
      run('shift', call, { artifact, rest, percent }, ({ live }) => {
        const shares = sharesOf(artifact, rest, percent);
        if ('why' in shares) return shares;
        const unfit = shares.map((share) => unfitToServe(live, share.artifact)).find(Boolean);
        if (unfit) return unfit;
        const detail = shares.map((s) => `${s.artifact.version} ${s.percent} %`).join(', ');
        const weights = new Map(shares.map((s) => [s.artifact.digest, s.percent]));
        return { live: live.map((l) => ({ ...l, percent: weights.get(l.digest) ?? 0 })), detail };
      }),
    finish: (call, artifact, standby) =>
      run('finish', call, { artifact, standby }, ({ live }) => {
        const unfit = unfitToServe(live, artifact);
        if (unfit) return unfit;
        if (standby && !live.some(({ digest }) => digest === standby.digest))
          return failed(`${standby.version} does not run, so it cannot stand by`);
        const kept = live.filter((l) => [artifact.digest, standby?.digest].includes(l.digest));
        const detail = `${artifact.version} alone${standby ? `, ${standby.version} stands by` : ''}`;
        return {
          live: kept.map((l) => ({ ...l, percent: l.digest === artifact.digest ? 100 : 0 })),
          detail,
        };
      }),
    observe: (target) =>
      faults.read('observe', () => ({
        live: toldOf(slotOf(target)),
        ...(slotOf(target).forgot ? { forgot: true } : {}),
        staged: registry
          .images()
          .filter((image) => image.service === target.service && staged.has(image.digest))
          .map(({ digest }) => digest),
      })),
  };

  const state: FakeState = {
    targets: () => [...slots.values()].map(({ target }) => target),
    live: (target) => slotOf(target).live,
    epoch: (target) => slotOf(target).epoch,
    effects: () => effects,
    setHealthy(target, version, healthy) {
      const slot = slotOf(target);
      slot.live = slot.live.map((l) => (l.version === version ? { ...l, healthy } : l));
    },
    replace(target, version) {
      const artifact = artifactOf(registry.image(target.service, version));
      slotOf(target).live = [{ ...artifact, percent: 100, healthy: true }];
    },
    forget(target) {
      const slot = slotOf(target);
      slot.live = slot.live.map((one, i) => ({ ...one, percent: i === 0 ? 100 : 0 }));
      slot.forgot = true;
    },
    reweigh(target, version, percent) {
      const slot = slotOf(target);
      slot.live = slot.live.map((one) => ({
        ...one,
        percent: one.version === version ? percent : 100 - percent,
      }));
    },
    configure(target, config) {
      slotOf(target).config = config;
    },
  };
  return { deployer, state };
}

function toldOf({ live, config }: Slot): readonly Live[] {
  return config === undefined ? live : live.map((one) => ({ ...one, config }));
}

type Shares = readonly { readonly artifact: Artifact; readonly percent: number }[];

/** Who gets how much, without those who get nothing. */
function sharesOf(artifact: Artifact, rest: Artifact | null, percent: number): Shares | Failed {
  if (!Number.isInteger(percent) || percent < 0 || percent > 100)
    return failed(`a share is a whole number from 0 to 100 percent, not ${percent}`);
  if (percent < 100 && !rest) return failed('below 100 percent somebody must get the rest');
  const others = rest ? [{ artifact: rest, percent: 100 - percent }] : [];
  return [{ artifact, percent }, ...others].filter((share) => share.percent > 0);
}

function isSameAsk(a: Ask, b: Ask): boolean {
  return a.kind === b.kind && isDeepStrictEqual(a.asked, b.asked);
}

function unfitToServe(live: readonly Live[], { version, digest }: Artifact): Failed | null {
  const own = live.find((one) => one.digest === digest);
  if (!own) return failed(`${version} does not run; start it first`);
  return own.healthy ? null : failed(`${version} is not healthy`, true);
}

function failed(why: string, retryable = false): Failed {
  return { kind: 'failed', why, retryable };
}
