import { expect, test } from 'vitest';
import { rehearsedIn } from '../../src/domain/strategies/rehearsal.ts';
import { faultsIn, load, ORGANISATION, SHOP, swap } from './sources.ts';

const staging = (strategy: string) =>
  swap(SHOP, '  staging:\n', `  staging:\n    strategy: ${strategy}\n`);
const FOLLOWS = '{ kind: as-in, environment: production, judge: 30s, rehearse: 5s, bake: 10s }';

async function placements(text: string) {
  const loaded = await load(ORGANISATION, text);
  expect(faultsIn(loaded)).toEqual([]);
  if (!loaded.ok) throw new Error('faults');
  return loaded.catalog.services[0]?.environments ?? {};
}

test('4.4 staging has the strategy of production, with those of its own times that it has', async () => {
  const { staging: here, production } = await placements(staging(FOLLOWS));
  expect(here?.strategy).toEqual({ ...production?.strategy, judge: 30_000, bake: 10_000 });
  if (!here || !production) throw new Error('two environments');
  const earlier = [{ name: 'staging', strategy: here.strategy }];
  expect(rehearsedIn(production.strategy, earlier)).toBeNull();
});

test('4.4 when that changes, staging follows', async () => {
  const text = swap(
    staging(FOLLOWS),
    '{ kind: canary, weights: [10, 50] }',
    '{ kind: blue-green }',
  );
  expect((await placements(text))['staging']?.strategy).toEqual({
    kind: 'blue-green',
    rehearse: 5_000,
    bake: 10_000,
  });
  const needs = '{ kind: by-need, needs: [zero-downtime, atomic-cutover] }';
  const picked = swap(staging(FOLLOWS), '{ kind: canary, weights: [10, 50] }', needs);
  expect((await placements(picked))['staging']).toMatchObject({
    strategy: { kind: 'blue-green', bake: 10_000 },
    picked: { needs: ['zero-downtime', 'atomic-cutover'] },
  });
});

test('4.4 that production requires power is its own', async () => {
  const text = swap(
    staging(FOLLOWS),
    'weights: [10, 50] }',
    'weights: [10, 50], requirePower: true }',
  );
  const { staging: here, production } = await placements(text);
  expect(production?.strategy).toHaveProperty('requirePower', true);
  expect(here?.strategy).not.toHaveProperty('requirePower');
});

test.each([
  [
    '{ kind: as-in, environment: producton }',
    /goes out as in producton, where it does not run .*production/,
  ],
  [
    '{ kind: as-in, environment: staging }',
    /staging goes out as in itself \(name an environment that says its strategy\)/,
  ],
])('4.4 %s: a fault', async (strategy, fault) => {
  const faults = faultsIn(await load(ORGANISATION, staging(strategy)));
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(fault);
});
