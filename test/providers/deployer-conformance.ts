import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
  stop(): Promise<void>;
}

type Make = () => Promise<ConformanceWorld>;

/** How long an effect may take in a test, in all. */
const PATIENCE_MS = 8_000;
const PAUSE_MS = 50;

/**
 * The laws of the Deployer port (src/ports/deployer.ts), for every provider that remembers keys and
 * knows a fence, by itself or by the scripts it runs.
 */
export function deployerConformance(name: string, makeWorld: Make): void {
  describe(`${name} as a Deployer`, () => {
    let world: ConformanceWorld;
    let hands: Hands;
    let again = false;

    async function fresh(): Promise<void> {
      if (again) await world.stop();
      again = true;
      world = await makeWorld();
      hands = handsOf(world);
    }
    beforeAll(fresh);
    afterAll(() => world.stop());

    test('prestage, start, shift, finish lead to the state each of them states', async () => {
      const { live, next } = world;
      await hands.done('prestage', (call) => hands.deployer.prestage(call, [next, live]));
      expect((await hands.observe()).staged).toEqual(
        expect.arrayContaining([next.digest, live.digest]),
      );
      await hands.done('start', (call) => hands.deployer.start(call, next));
      expect(await hands.shares()).toEqual(sorted([share(live, 100), share(next, 0)]));
      await hands.done('shift', (call) => hands.deployer.shift(call, next, live, 25));
      expect(await hands.shares()).toEqual(sorted([share(live, 75), share(next, 25)]));
      await hands.done('shift', (call) => hands.deployer.shift(call, next, live, 100));
      expect(await hands.shares()).toEqual(sorted([share(live, 0), share(next, 100)]));
      await hands.done('finish', (call) => hands.deployer.finish(call, next, live));
      expect(await hands.shares()).toEqual(sorted([share(live, 0), share(next, 100)]));
      await hands.done('finish', (call) => hands.deployer.finish(call, next, null));
      expect(await hands.shares()).toEqual([share(next, 100)]);
    });

    test('all of it can be undone: the version before gets everything back', async () => {
      await fresh();
      const { live, next } = world;
      await hands.bring(next);
      await hands.done('shift', (call) => hands.deployer.shift(call, next, live, 50));
      await hands.done('shift', (call) => hands.deployer.shift(call, live, next, 100));
      await hands.done('finish', (call) => hands.deployer.finish(call, live, null));
      expect(await hands.shares()).toEqual([share(live, 100)]);
    });

    test('each effect asked for again with its key is performed once', async () => {
      await fresh();
      const { live, next } = world;
      const { deployer } = hands;
      const unpulled = world.notPulled();
      const asked: readonly [EffectName, (call: Call) => Promise<Effect>][] = [
        ['prestage', (call) => deployer.prestage(call, [unpulled])],
        ['start', (call) => deployer.start(call, next)],
        ['shift', (call) => deployer.shift(call, next, live, 25)],
        ['finish', (call) => deployer.finish(call, next, live)],
      ];
      await hands.done('prestage', (call) => deployer.prestage(call, [next]));
      for (const [kind, ask] of asked) {
        const key = hands.newKey();
        await hands.done(kind, ask, key);
        const before = await hands.observe();
        expect(await hands.done(kind, ask, key, true)).toEqual({ kind: 'done' });
        expect(await hands.observe()).toEqual(before);
        expect(await hands.timesPerformed(key, kind)).toBe(1);
      }
    });

    test('an older epoch is fenced off, whatever it asks for, and nothing happens', async () => {
      await fresh();
      const { live, next, epoch } = world;
      await hands.bring(next, epoch + 5);
      const before = await hands.observe();
      const zombie = (): Call => hands.call(hands.newKey(), { epoch: epoch + 4 });
      const { deployer } = hands;
      expect(await deployer.prestage(zombie(), [next])).toEqual({ kind: 'fenced' });
      expect(await deployer.start(zombie(), next)).toEqual({ kind: 'fenced' });
      expect(await deployer.shift(zombie(), next, live, 50)).toEqual({ kind: 'fenced' });
      expect(await deployer.finish(zombie(), next, null)).toEqual({ kind: 'fenced' });
      expect(await hands.observe()).toEqual(before);
    });

    test.each<EffectName>(['prestage', 'start', 'shift', 'finish'])(
      '%s whose answer is lost throws, and the same key does not double it',
      async (kind) => {
        await fresh();
        const { live, next } = world;
        const { deployer } = hands;
        if (kind !== 'prestage')
          await hands.done('prestage', (call) => deployer.prestage(call, [next]));
        if (kind === 'shift' || kind === 'finish')
          await hands.done('start', (call) => deployer.start(call, next));
        const ask = (call: Call): Promise<Effect> => {
          if (kind === 'prestage') return deployer.prestage(call, [next]);
          if (kind === 'start') return deployer.start(call, next);
          if (kind === 'shift') return deployer.shift(call, next, live, 40);
          return deployer.finish(call, next, null);
        };
        const key = hands.newKey();
        await world.loseAnswer(kind);
        await expect(hands.untilSettled(ask, key)).rejects.toThrow();
        await hands.done(kind, ask, key, true);
        expect(await hands.timesPerformed(key, kind)).toBe(1);
      },
    );

    test('a caller that gives up gets an error, and asking again with its key works', async () => {
      await fresh();
      const { live } = world;
      const key = hands.newKey();
      const ask = (call: Call) => hands.deployer.prestage(call, [live]);
      await world.hang('prestage');
      const began = performance.now();
      const signal = AbortSignal.timeout(400);
      await expect(ask(hands.call(key, { signal }))).rejects.toThrow();
      expect(performance.now() - began).toBeLessThan(5_000);
      await hands.done('prestage', ask, key, true);
    });

    test('what was never built fails and does not hang', async () => {
      const effect = await hands.untilSettled((call) =>
        hands.deployer.prestage(call, [world.absent]),
      );
      expect(effect).toMatchObject({ kind: 'failed', retryable: false });
    });

    test('a version that dies at start fails with its own words', async () => {
      const { artifact, words } = world.crashing;
      await hands.done('prestage', (call) => hands.deployer.prestage(call, [artifact]));
      const effect = await hands.untilSettled((call) => hands.deployer.start(call, artifact));
      expect(effect).toMatchObject({ kind: 'failed', retryable: false });
      expect(effect.kind === 'failed' && effect.why).toContain(words);
    });

    test.each([-1, 101, 12.5, Number.NaN])('a share of %d percent is refused', async (percent) => {
      const { live, next } = world;
      await hands.bring(next);
      const before = await hands.observe();
      const effect = await hands.untilSettled((call) =>
        hands.deployer.shift(call, next, live, percent),
      );
      expect(effect).toMatchObject({ kind: 'failed', retryable: false });
      expect(await hands.observe()).toEqual(before);
    });

    test('traffic is not given to what does not run', async () => {
      await fresh();
      const effect = await hands.untilSettled((call) =>
        hands.deployer.shift(call, world.next, world.live, 50),
      );
      expect(effect).toMatchObject({ kind: 'failed' });
      expect(await hands.shares()).toEqual([share(world.live, 100)]);
    });

    test('observe reads only', async () => {
      const before = await world.performed();
      const first = await hands.observe();
      for (let i = 0; i < 3; i += 1) expect(await hands.observe()).toEqual(first);
      expect(await world.performed()).toEqual(before);
    });

    test('a version means its digest, and an unknown one names those there are', async () => {
      const { artifacts } = world.provider;
      const resolve = (ref: string) => artifacts.resolve(world.target, world.placement, ref);
      expect(await resolve(world.next.version)).toEqual({ kind: 'found', artifact: world.next });
      const missing = await resolve('0.0.0-never');
      expect(missing.kind === 'missing' && missing.known).toEqual(
        expect.arrayContaining([world.live.version, world.next.version]),
      );
    });
  });
}

type Hands = ReturnType<typeof handsOf>;

/** A world as the laws touch it: calls with fresh keys, repeated until they are no longer running. */
function handsOf(world: ConformanceWorld) {
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

function share({ version, digest }: Artifact, percent: number): Omit<Live, 'healthy'> {
  return { version, digest, percent };
}

function sorted<T extends Artifact>(shares: readonly T[]): readonly T[] {
  return shares.toSorted((a, b) => (a.version < b.version ? -1 : 1));
}
