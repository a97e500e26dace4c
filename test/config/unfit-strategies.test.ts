import { expect, test } from 'vitest';
import { unfitStrategies } from '../../src/domain/rulebook/unfit-strategies.ts';
import { SignalSource } from '../../src/domain/verdict/signal-source.ts';
import { topologyOf } from '../../src/providers/index.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';

test('4.4 a service whose strategy cannot work where it runs is named with those that can', async () => {
  const catalog = await exampleCatalog();
  expect(unfitStrategies(catalog, topologyOf)).toEqual([]);
  const one = { slots: 1, weights: true, measured: true };
  const found = unfitStrategies(catalog, (_, target) => ({ ...one, ...target }));
  expect(found.length).toBeGreaterThan(0);
  const shop = found.find(
    ({ about, what }) => about === 'service shop' && what.includes('does not fit production'),
  );
  expect(shop?.what).toContain('needs 2 slots, one for each version, and there is 1');
  expect(shop?.example).toBe('a deployment to production is refused; rolling would fit');
});

test('4.4 where an environment names what measures it, its provider need not', async () => {
  const catalog = await exampleCatalog();
  const unmeasured = () => ({ slots: null, weights: null, measured: false });
  expect(unfitStrategies(catalog, unmeasured).map(({ about }) => about)).toContain('service shop');
  const signals = SignalSource.parse({ kind: 'prometheus', url: 'https://prometheus.example.com' });
  const environments = catalog.environments.map((one) => ({ ...one, signals }));
  expect(unfitStrategies({ ...catalog, environments }, unmeasured)).toEqual([]);
});
