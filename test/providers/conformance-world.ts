import { expect } from 'vitest';
import type { Artifact } from '../../src/domain/artifact/artifact.ts';
import type { ProviderTarget } from '../../src/domain/catalog/catalog.ts';
import type { Target } from '../../src/domain/kernel/target.ts';
import type { Call, Effect, Live } from '../../src/ports/deployer.ts';
import type { Provider } from '../../src/ports/provider.ts';

export type EffectName = 'prestage' | 'start' | 'shift' | 'finish';

/**
 * One target in a world of its own, as `makeWorld` leaves it: `live` alone serves, neither `next` nor
 * anything else is started, and every epoch up to `epoch` has been seen.
 */
export interface ConformanceWorld {
  readonly provider: Provider;
  readonly target: Target;
  readonly placement: ProviderTarget;
  readonly epoch: number;
  readonly live: Artifact;
  readonly next: Artifact;
  /** What `next` brings over `live`, newest first. */
  readonly changes: readonly string[];
  /** What `live` brings over `next`; left out: nobody knows, since a history goes one way. */
  readonly changesBack?: readonly string[];
  /** It dies at start, and `words` are in what it says. */
  readonly crashing: { readonly artifact: Artifact; readonly words: string };
  /** A version that was never pulled there before; another one each time. */
  notPulled(): Artifact;
  /** Well-formed, and never built. */
  readonly absent: Artifact;
  /** Keys of the effects that were really performed, oldest first. */
  performed(): Promise<readonly { readonly key: string; readonly kind: string }[]>;
  /** The next effect of this kind is performed and its answer lost. */
  loseAnswer(kind: EffectName): Promise<void>;
  /** The next effect of this kind is neither performed nor answered until the caller gives up. */
  hang(kind: EffectName): Promise<void>;
  /** Takes back what was told to hang and has not been met; left out: it is met at once. */
  calm?(): Promise<void>;
  stop(): Promise<void>;
}

/** How long an effect may take in a test, in all: nobody is silent there but where a test wants it. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 50;

export type Hands = ReturnType<typeof handsOf>;

/** A world as the laws touch it: calls with fresh keys, repeated until they are no longer running. */
export function handsOf(world: ConformanceWorld) {
  const { deployer } = world.provider;
  let epoch = world.epoch;
  const newKey = (): string => `k-${crypto.randomUUID()}`;

  function call(key: string, more: Partial<Call> = {}): Call {
    return {
      ...world.target,
      key,
      epoch,
      placement: world.placement,
      resumed: false,
      signal: AbortSignal.timeout(PATIENCE_MS),
      log: () => {},
      ...more,
    };
  }

  async function untilSettled(
    ask: (call: Call) => Promise<Effect>,
    key = newKey(),
    resumed = false,
  ): Promise<Effect> {
    const until = performance.now() + PATIENCE_MS;
    for (let again = resumed; performance.now() < until; again = true) {
      const effect = await ask(call(key, { resumed: again }));
      if (effect.kind !== 'running') return effect;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    throw new Error('still running when the patience of the test was over');
  }

  async function done(
    kind: EffectName,
    ask: (call: Call) => Promise<Effect>,
    key = newKey(),
    resumed = false,
  ): Promise<Effect> {
    const effect = await untilSettled(ask, key, resumed);
    expect(effect, kind).toMatchObject({ kind: 'done' });
    return effect;
  }

  return {
    deployer,
    newKey,
    call,
    untilSettled,
    done,
    observe: () => deployer.observe(world.target, world.placement),
    async shares() {
      const { live } = await deployer.observe(world.target, world.placement);
      expect(live.every(({ healthy }) => healthy)).toBe(true);
      return sorted(live.map((one) => share(one, one.percent)));
    },
    /** Pulls and starts a version; from then on calls carry this epoch. */
    async bring(artifact: Artifact, underEpoch = epoch) {
      epoch = underEpoch;
      await done('prestage', (one) => deployer.prestage(one, [artifact]));
      await done('start', (one) => deployer.start(one, artifact));
    },
    /** A prestage may perform one effect for each artifact, under keys that begin with ours. */
    async timesPerformed(key: string, kind: EffectName) {
      const all = await world.performed();
      return all.filter((one) => one.kind === kind && one.key.startsWith(key)).length;
    },
  };
}

export function share({ version, digest }: Artifact, percent: number): Omit<Live, 'healthy'> {
  return { version, digest, percent };
}

export function sorted<T extends Artifact>(shares: readonly T[]): readonly T[] {
  return shares.toSorted((a, b) => (a.version < b.version ? -1 : 1));
}
