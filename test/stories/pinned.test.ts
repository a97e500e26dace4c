import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { useStory } from './harness.ts';

/** What becomes of the configuration while deployments are under way. */
function changing() {
  let change = (catalog: Catalog): Catalog => catalog;
  return {
    rules: (catalog: Catalog) => change(catalog),
    becomes(version: string, next: (catalog: Catalog) => Catalog) {
      change = (catalog) => ({ ...next(catalog), version });
    },
    returns() {
      change = (catalog) => catalog;
    },
  };
}

const withoutShop = (catalog: Catalog): Catalog => ({
  ...catalog,
  services: catalog.services.filter((one) => one.name !== 'shop'),
});

const notInStaging = (catalog: Catalog): Catalog => ({
  ...catalog,
  services: catalog.services.map((one) => {
    const { staging: _, ...environments } = one.environments;
    return { ...one, environments };
  }),
});

describe('a deployment goes by the configuration it was planned under', () => {
  const configuration = changing();
  const story = useStory({ rules: configuration.rules });
  const found = (id: 'D-1' | 'D-2' | 'D-3' | 'D-4') => story.fairway.records.deployment(id);

  test('it says which one that is', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    const d = await found('D-1');
    expect(d).toMatchObject({
      status: 'running',
      configuration: expect.stringMatching(/^\w{64}$/),
    });
  });

  test('what runs goes on where nothing runs by the configuration since', async () => {
    configuration.becomes('v2', notInStaging);
    await story.after('30s');
    expect(await found('D-1')).toMatchObject({ status: 'succeeded' });
    configuration.returns();
  });

  test('what waits does not start where its service is gone', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.presses('ana', 'start');
    await story.presses('bo', 'approve');
    configuration.becomes('v3', withoutShop);
    await story.after('60s');
    expect(await found('D-2')).toMatchObject({
      status: 'pending',
      waiting: [{ gate: 'order', why: expect.stringContaining('no longer in the configuration') }],
    });
  });

  test('it starts when the service is back, and runs on when it is gone again', async () => {
    configuration.returns();
    story.world.steady({ service: 'shop', environment: 'production' }, 40);
    await story.after('40s');
    expect(await found('D-2')).toMatchObject({ status: 'running', exposedAt: expect.any(Number) });
    configuration.becomes('v4', withoutShop);
    await story.after('8s');
    expect(await found('D-2')).toMatchObject({ status: 'running', hold: null });
  });

  test('it can be stopped still, and the way back is the way it went', async () => {
    await story.types('ana', '/release abort D-2 because enough');
    await story.after('30s');
    const [stopped, back] = await Promise.all([found('D-2'), found('D-3')]);
    expect(stopped).toMatchObject({ status: 'failed', rolledBackBy: 'D-3' });
    expect(back).toMatchObject({
      kind: 'rollback',
      status: 'succeeded',
      configuration: stopped?.configuration,
    });
  });

  test('a return from what is over goes the way things go now', async () => {
    configuration.becomes('v5', (catalog) => catalog);
    await story.types('ana', '/rollback shop in staging');
    expect(await found('D-4')).toMatchObject({ kind: 'rollback', configuration: 'v5' });
  });
});
