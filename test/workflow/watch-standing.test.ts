import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { create, move } from '../../src/domain/deployment/moves.ts';
import type { Context } from '../../src/ports/context.ts';
import type { Call } from '../../src/ports/deployer.ts';
import type { Provider } from '../../src/ports/provider.ts';
import type { Store } from '../../src/ports/store.ts';
import { createWatchStanding, type WatchStanding } from '../../src/workflow/watch-standing.ts';
import { NOON, running } from '../domain/sample.ts';
import { createFakeWorld } from '../fakes/fake-world.ts';
import { createMemory } from '../fakes/in-memory.ts';
import { createFakeClock } from '../stories/fake-clock.ts';

const shop = { service: 'shop', environment: 'production' };
const at = { percent: 40, step: 3 };
const hold = { by: 'bo', at: NOON, why: 'paused', asks: [] };
const catalog = {
  services: [{ name: 'shop', owners: ['owners'], environments: { production: { target: {} } } }],
  groups: [{ name: 'owners', members: ['chen'] }],
  people: [],
} as unknown as ReturnType<Context['catalog']>;

/** A canary at 40 % that is held there, as any number of Fairways look at it. */
async function heldCanary(
  dedup: 'key' | 'none' = 'key',
  reaching: (real: Provider, store: Store) => Provider = (real) => real,
) {
  const clock = createFakeClock(NOON);
  const versions = ['1.0.0', '1.1.0'].map((version) => ({ service: 'shop', version }));
  const world = createFakeWorld({ versions, clock, dedup });
  const [previous, artifact] = [world.artifact('shop', '1.0.0'), world.artifact('shop', '1.1.0')];
  const memory = createMemory(
    () => clock.now(),
    () => {},
  );
  const plan = [
    ...[{ kind: 'prestage' }, { kind: 'start' }, { kind: 'shift', percent: at.percent }],
    ...[{ kind: 'bake', forMs: 60_000 }, { kind: 'shift', percent: 100 }, { kind: 'finish' }],
  ] as Deployment['plan'];
  const d = running(at.step, { artifact, previous, plan, hold, exposedAt: NOON, wakeAt: null });
  const epoch = (await memory.leases.claim(shop, 'first', 1_000)) ?? 0;
  const call: Call = {
    ...{ ...shop, key: '', epoch, placement: {}, resumed: false },
    ...{ signal: AbortSignal.timeout(60_000), log() {} },
  };
  const { deployer } = world.provider;
  await deployer.prestage({ ...call, key: 'a' }, [artifact]);
  await deployer.start({ ...call, key: 'b' }, artifact);
  await deployer.shift({ ...call, key: 'c' }, artifact, previous, at.percent);
  const notes: (string | null)[] = [];
  const store: Store = {
    ...memory.store,
    async change(about, decide) {
      return memory.store.change(about, (held) => {
        const decided = decide(held);
        if (decided && 'events' in decided)
          notes.push(...decided.events.flatMap((one) => ('note' in one ? (one.note ?? []) : [])));
        return decided;
      });
    },
  };
  await store.change({ target: shop }, () =>
    create({ ...d, revision: 0 }, 'started', { by: 'ana', at: NOON }),
  );
  let holders = 0;
  const ports = {
    ...{ store, records: memory.records, journal: { leases: memory.leases } },
    ...{ catalog: () => catalog, configurations: { at: async () => catalog } },
    provider: () => reaching(world.provider, store),
    settings: { leaseMs: 10_000 },
    transcript: { line() {} },
    log: { info() {}, warn() {}, error() {} },
    newHolder() {
      holders += 1;
      return `holder-${holders}`;
    },
  } as unknown as WatchStanding;
  const fairways = [createWatchStanding(ports), createWatchStanding(ports)];
  return {
    world,
    notes,
    newest: () => memory.deployments()[0],
    again: () => world.effects().filter(({ key }) => key.includes(':held:')),
    shares: () => world.live(shop).map(({ version, percent }) => `${version} ${percent} %`),
    /** Every Fairway looks, at once. */
    async looks(turns = 1) {
      for (let n = 0; n < turns; n += 1) {
        clock.advance(10_000);
        await Promise.all(fairways.map((look) => look()));
      }
    },
  };
}

const AT_40 = ['1.0.0 60 %', '1.1.0 40 %'];
const SET = '1.1.0 had 0 % of the traffic instead of 40 %: set again';

describe('traffic of what is held', () => {
  test('is let alone where it is', async () => {
    const { looks, again, notes, newest } = await heldCanary();
    await looks(3);
    expect([again(), notes, newest()?.revision]).toEqual([[], [], 0]);
  });

  test('forgotten by a proxy, it is set again once and told once, however many look', async () => {
    const { world, looks, again, notes, shares, newest } = await heldCanary();
    world.forget(shop);
    expect(shares()).toEqual(['1.0.0 100 %', '1.1.0 0 %']);
    await looks(3);
    expect(shares()).toEqual(AT_40);
    expect(again()).toHaveLength(1);
    expect(again()[0]?.epoch).toBeGreaterThan(1);
    expect(notes).toEqual([SET]);
    expect(newest()).toMatchObject({ hold, wakeAt: null, cursor: at.step });
    world.forget(shop);
    await looks(3);
    expect([shares(), again().length, notes]).toEqual([AT_40, 2, [SET, SET]]);
  });

  test('whoever set it and died before saying so leaves that to the next', async () => {
    const { world, looks, again, notes, shares } = await heldCanary();
    world.forget(shop);
    world.fault({ call: 'shift', kind: 'throw-after' });
    await looks(3);
    expect([shares(), again().length, notes]).toEqual([AT_40, 1, [SET]]);
  });

  test('whoever died before it was set: it is asked for under the same key', async () => {
    const asked: string[] = [];
    const { world, looks, notes, shares } = await heldCanary('key', (real) => ({
      ...real,
      deployer: {
        ...real.deployer,
        shift(call, ...rest) {
          asked.push(call.key);
          return real.deployer.shift(call, ...rest);
        },
      },
    }));
    world.forget(shop);
    world.fault({ call: 'shift', kind: 'throw-before', times: 2 });
    await looks(4);
    expect([shares(), notes]).toEqual([AT_40, [SET]]);
    expect(asked.length).toBeGreaterThan(2);
    expect(new Set(asked).size).toBe(1);
  });

  test('a rollback that raised the fence meanwhile is not undone, and nothing is said', async () => {
    const { world, looks, again, notes, shares } = await heldCanary('key', (real, store) => ({
      ...real,
      deployer: {
        ...real.deployer,
        async shift(call, artifact, rest, percent) {
          const ended = await store.change(
            { target: shop, deployment: 'D-7' },
            ({ deployment }) => ({
              ...move(deployment as Deployment, { status: 'failed' }, 'failed', {
                by: 'bo',
                at: NOON,
              }),
              raiseFence: true,
            }),
          );
          const epoch = ended.kind === 'recorded' ? ended.epoch : 0;
          if (!rest) throw new Error('there is one before');
          await real.deployer.shift({ ...call, key: 'back', epoch }, rest, artifact, 100);
          return real.deployer.shift(call, artifact, rest, percent);
        },
      },
    }));
    world.forget(shop);
    await looks(3);
    expect([shares(), again(), notes]).toEqual([['1.0.0 100 %', '1.1.0 0 %'], [], []]);
  });

  test('what cannot be set is told to the owners, and set once it can be', async () => {
    const { world, looks, notes, shares } = await heldCanary();
    world.forget(shop);
    const answer = { kind: 'failed', why: 'the proxy takes no weights', retryable: false } as const;
    world.fault({ call: 'shift', kind: 'answer', answer, times: 4 });
    await looks(2);
    expect(notes).toEqual([expect.stringMatching(/^1\.1\.0 had 0 % .* takes no weights\. It is/)]);
    await looks(3);
    expect([shares(), notes.slice(1)]).toEqual([AT_40, [SET]]);
  });

  test('a provider that says done and does not do it is asked under another key', async () => {
    const { world, looks, again, notes, shares } = await heldCanary();
    world.forget(shop);
    world.fault({ call: 'shift', kind: 'lie', times: 2 });
    await looks(3);
    expect([shares(), again().length, notes]).toEqual([AT_40, 1, [SET]]);
  });

  test('moved by somebody it is told and stays', async () => {
    const { world, looks, again, notes, shares } = await heldCanary();
    world.reweigh(shop, '1.1.0', 5);
    await looks(3);
    expect([shares(), again()]).toEqual([['1.0.0 95 %', '1.1.0 5 %'], []]);
    expect(notes).toEqual([expect.stringMatching(/5 % of the traffic .*, and no deployment put/)]);
  });

  test('where a provider cannot tell a second asking from the first, people decide', async () => {
    const { world, looks, again, notes } = await heldCanary('none');
    world.forget(shop);
    await looks(3);
    expect(again()).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/0 % of the traffic .*, and no deployment put/)]);
  });
});
