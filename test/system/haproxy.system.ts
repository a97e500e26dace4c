import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Artifact } from '../../src/domain/artifact/artifact.ts';
import type { Call, Effect } from '../../src/ports/deployer.ts';
import { withRuntime } from '../../src/providers/haproxy/runtime.ts';
import { needs } from './needs.ts';
import { slotWorld } from './slots/world.ts';

type World = Awaited<ReturnType<typeof slotWorld>>;
const { here, skipped } = needs('haproxy');

describe.skipIf(!here)(`Debian's haproxy${skipped}`, () => {
  let world: World;
  const versions: Artifact[] = [];
  beforeAll(async () => {
    world = await slotWorld();
    const { artifacts } = world.provider;
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) {
      const found = await artifacts.resolve(world.target, world.placement, version);
      if (found.kind === 'found') versions.push(found.artifact);
    }
  });
  afterAll(() => world?.stop());

  async function done(ask: (call: Call) => Promise<Effect>, more: Partial<Call> = {}) {
    const until = performance.now() + 60_000;
    while (performance.now() < until) {
      const effect = await ask(world.call(more));
      if (effect.kind !== 'running') return expect(effect).toEqual({ kind: 'done' });
      await sleep(200);
    }
    throw new Error('still running');
  }
  const of = (index: number): Artifact => {
    const found = versions[index];
    if (!found) throw new Error('three versions');
    return found;
  };
  async function shares() {
    const { live } = await world.observe();
    return Object.fromEntries(live.map(({ version, percent }) => [version, percent]));
  }

  test('a first version, a cutover, a reload, a rollback and two retirements under load: no request fails', async () => {
    const { deployer } = world.provider;
    const [one, two, three] = [of(0), of(1), of(2)];
    await done((call) => deployer.start(call, one));
    await done((call) => deployer.shift(call, one, null, 100));
    expect(await world.ask()).toBe('1.0.0');
    const load = world.load(8);
    try {
      await done((call) => deployer.start(call, two));
      expect(await shares()).toEqual({ '1.0.0': 100, '1.1.0': 0 });
      await done((call) => deployer.shift(call, two, one, 25));
      await sleep(500);
      await done((call) => deployer.shift(call, two, one, 100));
      const cutover = performance.now();
      const after = () => load.answers.filter(({ askedAt }) => askedAt > cutover);
      await expect.poll(() => after().length).toBeGreaterThan(100);
      expect(new Set(after().map(({ version }) => version))).toEqual(new Set(['1.1.0']));

      world.reload();
      await expect.poll(() => shares().catch(() => null)).toEqual({ '1.0.0': 100, '1.1.0': 0 });
      await done((call) => deployer.shift(call, two, one, 100));
      expect(await shares()).toEqual({ '1.0.0': 0, '1.1.0': 100 });
      await done((call) => deployer.finish(call, two, one));

      await done((call) => deployer.start(call, three)); // takes the slot of 1.0.0
      await done((call) => deployer.shift(call, three, two, 100));
      // The rollback has a fence of its own, and takes everything away from 1.2.0 at once.
      await done((call) => deployer.shift(call, two, three, 100), { epoch: 2 });
      await done((call) => deployer.finish(call, two, null), { epoch: 2 });
      expect(await shares()).toEqual({ '1.1.0': 100 });
      const zombie = deployer.shift(world.call({ epoch: 1 }), three, two, 100);
      expect(await zombie).toEqual({ kind: 'fenced' });
    } finally {
      await load.stop();
    }
    expect(load.failures).toEqual([]);
    expect(load.answers.length).toBeGreaterThan(200);
    expect(new Set(load.answers.map(({ version }) => version)).size).toBe(3);
  });

  test('whoever was frozen between look and change changes nothing: haproxy has cut the line', async () => {
    const before = await world.observe();
    const frozen = withRuntime(world.socket, null, async (runtime) => {
      await runtime.ask('show servers state shop');
      await sleep(2_500);
      return runtime.ask('set server shop/blue weight 33', 'set server shop/green weight 67');
    });
    await expect(frozen).rejects.toThrow(/cut|EPIPE|ECONNRESET/);
    expect(await world.observe()).toEqual(before);
  });
});
