import { expect, test } from 'vitest';
import { loadCatalog } from '../../src/config/load.ts';
import { unfitStrategies } from '../../src/domain/rulebook/unfit-strategies.ts';
import { providerTargets, topologyOf } from '../../src/providers/index.ts';
import { faultsIn, ORGANISATION, options, swap } from './sources.ts';

const BASKET = `service: new-basket
owners: [sre]
provider: flags
strategy: { kind: rolling, batches: [5, 25, 50] }
target:
  variants: { on: true, off: false }
  states:
    off: { serve: off }
    beta: { serve: off, targeting: { if: [{ "==": [{ var: plan }, beta] }, on, null] } }
    on: { serve: on }
`;

function load(text: string) {
  const files = [
    { file: 'fairway.yaml', text: ORGANISATION },
    { file: 'services/1.yaml', text },
  ];
  return loadCatalog(files, { ...options, providers: providerTargets, survey: topologyOf });
}

test('5.3 a flag is a service with a provider of its own, whatever its environments name', async () => {
  const loaded = await load(BASKET);
  expect(faultsIn(loaded)).toEqual([]);
  const [flag] = loaded.ok ? loaded.catalog.services : [];
  expect(flag?.provider).toBe('flags');
  const { staging, production } = flag?.environments ?? {};
  expect(Object.keys(production?.target['states'] ?? {})).toEqual(['off', 'beta', 'on']);
  expect(staging?.strategy).toMatchObject({ kind: 'rolling', batches: [5, 25, 50] });
});

test.each<[string, string, RegExp]>([
  ['serve: on }', 'serve: maybe }', /there is no variant "maybe"/],
  ['variants: { on: true, off: false }', 'variants: { on: true, off: "no" }', /all be of one type/],
  ['{ "==":', '{ "resembles":', /"resembles"/],
  ['provider: flags', 'provider: flagz', /there is no provider "flagz".*flags/],
])('5.3 at fault: %s as %s', async (from, to, says) => {
  const faults = faultsIn(await load(swap(BASKET, from, to)));
  expect(faults.join('\n')).toMatch(says);
  expect(faults.join('\n')).toMatch(/services\/1\.yaml:\d+/);
});

test('5.3 a canary that nothing measures is doubted', async () => {
  const loaded = await load(swap(BASKET, 'kind: rolling, batches: [5, 25, 50]', 'kind: canary'));
  if (!loaded.ok) throw new Error(faultsIn(loaded).join());
  expect(unfitStrategies(loaded.catalog, topologyOf).map(({ what }) => what)).toEqual(
    ['staging', 'production'].map((environment) =>
      expect.stringMatching(`canary does not fit ${environment}: a canary is judged, and nothing`),
    ),
  );
});

test('5.3 where the environment names what measures it, a ramp may be a canary', async () => {
  const measured = swap(
    ORGANISATION,
    'production: { provider: fleet,',
    'production: { provider: fleet, signals: { kind: prometheus, url: "https://p.example.com" },',
  );
  const text = swap(
    BASKET,
    'strategy: { kind: rolling, batches: [5, 25, 50] }',
    `environments:
  production: { strategy: { kind: canary, weights: [5, 25] } }`,
  );
  const files = [
    { file: 'fairway.yaml', text: measured },
    { file: 'services/1.yaml', text },
  ];
  const loaded = await loadCatalog(files, {
    ...options,
    providers: providerTargets,
    survey: topologyOf,
  });
  if (!loaded.ok) throw new Error(faultsIn(loaded).join());
  expect(unfitStrategies(loaded.catalog, topologyOf)).toEqual([]);
});
