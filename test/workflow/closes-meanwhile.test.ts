import { beforeAll, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { Blackout } from '../../src/domain/governance/window.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { advance } from '../../src/workflow/advance.ts';
import { deployment, NOON, running } from '../domain/sample.ts';
import { createFakeWorld } from '../fakes/fake-world.ts';
import { createMemory } from '../fakes/in-memory.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';
import { contextOf } from './five-paths/live.ts';

let example: Catalog;
beforeAll(async () => {
  example = await exampleCatalog();
});

/** A door that closes at noon, and a look that begins a moment before and is decided a moment after. */
async function lookedAcrossNoon(d: ReturnType<typeof deployment>, inFlight: string) {
  let now: Instant = plus(NOON, -20);
  const memory = createMemory(
    () => now,
    () => {},
  );
  const versions = ['1.0.0', '1.1.0'].map((version) => ({ service: 'shop', version }));
  const world = createFakeWorld({ versions, clock: { now: () => now }, name: 'fleet' });
  const freeze = Blackout.parse({
    name: 'freeze',
    environments: ['production'],
    owner: 'dana',
    zone: 'UTC',
    from: '2026-11-20T12:00',
    for: '1h',
    inFlight,
  });
  const ctx = contextOf({ ...example, blackouts: [freeze] }, memory, world);
  const row = {
    ...d,
    artifact: world.artifact('shop', '1.1.0'),
    previous: world.artifact('shop', '1.0.0'),
  };
  await memory.store.change({ target: d }, () => ({
    rows: [{ table: 'deployment', row }],
    ledger: [],
    events: [],
  }));
  const slow: typeof ctx.facts = async (...asked) => {
    const facts = await ctx.facts(...asked);
    if (now < NOON) now = plus(NOON, 20);
    return facts;
  };
  await advance({ ...ctx, facts: slow }, d.id, 'one');
  const [left] = memory.deployments();
  if (!left) throw new Error('it is gone');
  return left;
}

const gates = [{ kind: 'blackout' }] as const;

test('what was open when we looked and has closed since does not start', async () => {
  const d = deployment({ gates, wakeAt: plus(NOON, -1_000) });
  const left = await lookedAcrossNoon(d, 'finish');
  expect(left).toMatchObject({ status: 'pending', startedAt: null });
  expect(left.waiting).toMatchObject([{ code: 'blackout' }]);
});

test('nor is it shown to anybody new, where the rule pauses what runs', async () => {
  const startedAt = plus(NOON, -60_000);
  const ready = { ...running(2).progress, phase: 'ready' } as const;
  const d = running(2, { gates, startedAt, progress: ready, wakeAt: plus(NOON, -1_000) });
  const left = await lookedAcrossNoon(d, 'pause');
  expect(left.progress.phase).toBe('ready');
  expect(left.waiting).toMatchObject([{ code: 'blackout' }]);
});
