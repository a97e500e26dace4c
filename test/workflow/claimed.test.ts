import { describe, expect, test } from 'vitest';
import type { Placement } from '../../src/domain/catalog/catalog.ts';
import { type Deployment, stepKey } from '../../src/domain/deployment/deployment.ts';
import type { StepOutcome } from '../../src/domain/deployment/step-outcome.ts';
import { runStep } from '../../src/workflow/steps/index.ts';
import { NOON, running } from '../domain/sample.ts';
import { createFakeWorld } from '../fakes/fake-world.ts';

const target = { service: 'shop', environment: 'production' };
const versions = ['1.0.0', '1.1.0'].map((version) => ({ service: 'shop', version }));
const placement: Placement = {
  strategy: { kind: 'rolling', batches: [50], bake: 10_000 },
  criteria: { maxErrorRate: 0.02, maxP99Ratio: 2, minRequests: 100 },
  target: {},
};

/** A deployment at one step of its plan, in a world that did what came before it. */
async function at(
  cursor: number,
  { dedup = 'key', ...more }: Partial<Deployment> & { dedup?: 'key' | 'none' } = {},
) {
  const world = createFakeWorld({ versions, clock: { now: () => NOON }, dedup });
  const [previous, artifact] = versions.map(({ version }) => world.artifact('shop', version));
  if (!previous || !artifact) throw new Error('two versions');
  let d = running(0, { artifact, previous, ...more });
  async function look(): Promise<StepOutcome> {
    const step = d.plan[d.cursor];
    if (!step) throw new Error('no such step');
    const call = {
      ...target,
      key: stepKey(d),
      epoch: 1,
      placement: {},
      resumed: false,
      signal: AbortSignal.timeout(1_000),
      log() {},
    };
    const { provider } = world;
    const outcome = await runStep(
      { d, provider, placement, isProtected: true, vantages: [], call, now: NOON },
      step,
    );
    if (outcome.kind === 'running') remember({ memo: outcome.memo ?? d.progress.memo });
    return outcome;
  }
  function remember(progress: Partial<Deployment['progress']>): void {
    d = { ...d, progress: { ...d.progress, ...progress } };
  }
  for (let i = 0; i < cursor; i += 1) {
    if (d.plan[i]?.kind !== 'bake') expect(await look()).toMatchObject({ kind: 'done' });
    d = { ...d, cursor: i + 1 };
  }
  /** Looks until it is decided, at most a minute of looks. */
  async function settle(): Promise<StepOutcome> {
    for (let i = 0; i < 30; i += 1) {
      const outcome = await look();
      if (outcome.kind !== 'running') return outcome;
    }
    throw new Error('it never settles');
  }
  return { world, look, settle, nextAttempt: () => remember({ attempt: 2 }) };
}

const EFFECTS = [
  ['start', 1],
  ['shift', 2],
  ['finish', 5],
] as const;

describe('a provider that says done', () => {
  test.each(EFFECTS)('%s that is there is done at the first look', async (_, cursor) => {
    const { look } = await at(cursor);
    expect(await look()).toMatchObject({ kind: 'done' });
  });

  test.each(EFFECTS.slice(0, 2))(
    '%s that is not there is a known failure, and another attempt does it',
    async (call, cursor) => {
      const { world, settle, nextAttempt } = await at(cursor);
      world.fault({ call, kind: 'lie' });
      expect(await settle()).toMatchObject({
        kind: 'failed',
        retryable: true,
        why: expect.stringContaining('said'),
      });
      nextAttempt();
      expect(await settle()).toMatchObject({ kind: 'done' });
    },
  );

  test('finish of a rollback that left the other version there is not believed', async () => {
    const { world, settle, nextAttempt } = await at(5, { kind: 'rollback' });
    world.fault({ call: 'finish', kind: 'lie' });
    expect(await settle()).toMatchObject({ kind: 'failed', retryable: true });
    nextAttempt();
    expect(await settle()).toMatchObject({ kind: 'done' });
  });

  test('a stand-by that died undoes no finish', async () => {
    const { world, settle } = await at(5);
    world.setHealthy(target, '1.0.0', false);
    expect(await settle()).toMatchObject({ kind: 'done' });
  });

  test('what may not be asked for twice is left to people', async () => {
    const { world, settle } = await at(2, { dedup: 'none' });
    world.fault({ call: 'shift', kind: 'lie' });
    expect(await settle()).toMatchObject({ kind: 'unsure' });
  });

  test('while it cannot be looked at, it is not asked for again', async () => {
    const { world, look } = await at(2);
    world.fault({ call: 'observe', kind: 'throw-before', times: 2 });
    expect(await look()).toMatchObject({ kind: 'running' });
    await expect(look()).rejects.toThrow();
    expect(await look()).toMatchObject({ kind: 'done' });
    expect(world.effects().filter(({ kind }) => kind === 'shift')).toHaveLength(1);
  });
});
