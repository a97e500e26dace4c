import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Artifact } from '../../src/domain/artifact/artifact.ts';
import type { Call, Effect } from '../../src/ports/deployer.ts';
import { awake } from '../awake.ts';
import {
  type ConformanceWorld,
  type EffectName,
  type Hands,
  handsOf,
  share,
  sorted,
} from './conformance-world.ts';

type Make = () => Promise<ConformanceWorld>;

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
        const pulling = kind === 'prestage' ? world.notPulled() : next;
        const ask = (call: Call): Promise<Effect> => {
          if (kind === 'prestage') return deployer.prestage(call, [pulling]);
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
      const took = awake();
      const signal = AbortSignal.timeout(1_000);
      await expect(ask(hands.call(key, { signal }))).rejects.toThrow();
      expect(took()).toBeLessThan(5_000);
      await world.calm?.(); // it may have given up before anything had begun
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

    test('what a version brings is told newest first; what nobody knows is null', async () => {
      const { live, next, absent } = world;
      const { artifacts } = world.provider;
      const changes = (from: Artifact, to: Artifact) =>
        artifacts.changes?.(world.target, world.placement, from, to);
      const titles = world.changes;
      expect(titles.length).toBeGreaterThan(1);
      const { commits = [], ...told } = (await changes(live, next)) ?? {};
      expect(told).toEqual({ titles, total: titles.length });
      for (const { committedAt } of commits) expect(committedAt).toBeGreaterThan(0);
      expect(await changes(live, absent)).toBeNull();
      const back = world.changesBack;
      expect(await changes(next, live)).toEqual(back ? { titles: back, total: back.length } : null);
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
