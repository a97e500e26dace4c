import { expect, test } from 'vitest';
import { type Loaded, loadCatalog } from '../../src/config/load.ts';
import { unfitStrategies } from '../../src/domain/rulebook/unfit-strategies.ts';
import { providerTargets, topologyOf } from '../../src/providers/index.ts';
import { faultsIn, ORGANISATION, options, swap } from './sources.ts';

const COMMAND = '{ resolve: [a], start: [a], shift: [a], finish: [a], observe: [a] }';
const HAPROXY =
  '{ socket: /run/haproxy.sock, backend: shop, map: "#1", slots: { blue: [b1, b2], green: [g1, g2] }, resolve: [a], start: [a], stop: [a], running: [a] }';

/** A service in production, at a provider, with these lines at its top and under its environment. */
function load(
  lines: readonly string[],
  there: readonly string[] = [],
  [provider, target] = ['command', COMMAND],
): Promise<Loaded> {
  const organisation = swap(
    ORGANISATION,
    'production: { provider: fleet',
    `production: { provider: ${provider}`,
  );
  const text = [
    'service: shop',
    'owners: [sre]',
    ...lines,
    'environments:',
    '  production:',
    ...there.map((line) => `    ${line}`),
    `    target: ${target}`,
    '',
  ].join('\n');
  return loadCatalog(
    [
      { file: 'fairway.yaml', text: organisation },
      { file: 'services/1.yaml', text },
    ],
    { ...options, providers: providerTargets, survey: topologyOf },
  );
}

async function production(...from: Parameters<typeof load>) {
  const loaded = await load(...from);
  expect(faultsIn(loaded)).toEqual([]);
  return loaded.ok ? loaded.catalog.services[0]?.environments['production'] : null;
}

test('4.4 replicas and surge are inherited each for itself; a part is rounded up to whole ones', async () => {
  expect(await production(['replicas: 4', 'surge: 25%'], ['replicas: 5'])).toMatchObject({
    replicas: 5,
    surge: 2,
  });
  const silent = await production([]);
  expect(silent).not.toHaveProperty('replicas');
  expect(silent).not.toHaveProperty('surge');
});

test.each([
  [['replicas: 0'], 'services/1.yaml:3:11: "replicas" must be at least 1'],
  [
    ['replicas: 4', 'surge: some'],
    'services/1.yaml:4:8: "surge" must be a number of replicas, or a part of them such as 25%',
  ],
  [
    ['surge: 1'],
    'services/1.yaml:3:8: production has a surge, and nobody says of how many replicas (write replicas beside it, such as replicas: 4)',
  ],
])('4.4 %j: a fault with its place', async (lines, fault) => {
  expect(faultsIn(await load(lines))).toEqual([fault]);
});

test('4.4 what is written and the slots of haproxy may not differ', async () => {
  const haproxy = ['haproxy', HAPROXY] as [string, string];
  expect(faultsIn(await load(['replicas: 4'], ['surge: 1'], haproxy))).toEqual([
    'services/1.yaml:3:11: production has replicas: 4, and its target makes that 2 (leave it out: its provider tells it)',
    'services/1.yaml:6:12: production has surge: 1, and its target makes that 2 (leave it out: its provider tells it)',
  ]);
  expect(await production(['replicas: 2', 'surge: 100%'], [], haproxy)).toMatchObject({ surge: 2 });
  expect(await production(['surge: 100%'], [], haproxy)).toMatchObject({ surge: 2 });
});

test('4.4 batches that nobody wrote are those that can be made there; what is written is taken at its word', async () => {
  expect((await production(['replicas: 1']))?.strategy).toMatchObject({ batches: [] });
  expect((await production(['replicas: 2']))?.strategy).toMatchObject({ batches: [50] });
  const word = 'strategy: { kind: rolling, batches: [50] }';
  expect((await production([word, 'replicas: 1']))?.strategy).toMatchObject({ batches: [50] });
});

test('5.1 a strategy is picked by need with the replicas there are', async () => {
  const needs = (...all: readonly string[]) =>
    `strategy: { kind: by-need, needs: [${all.join(', ')}] }`;
  expect(await production(['replicas: 1', 'surge: 1'], [needs('zero-downtime')])).toMatchObject({
    strategy: { kind: 'rolling', batches: [] },
  });
  expect(
    faultsIn(await load(['replicas: 1', 'surge: 0'], [needs('zero-downtime')])).join(),
  ).toMatch(
    /production cannot give zero-downtime: with 1 replica and a surge of 0 .* nobody would be served .*write surge: 1\)$/,
  );
  expect(
    faultsIn(await load(['replicas: 4', 'surge: 1'], [needs('atomic-cutover')])).join(),
  ).toMatch(
    /production cannot give atomic-cutover: blue-green runs 8 replicas at once, .* room for 5 \(4 and a surge of 1\) \(write surge: 4\)$/,
  );
});

test('4.4 a named strategy that cannot be made of them is told of by fairway check, with what would fit', async () => {
  const strategy = 'strategy: { kind: rolling, batches: [25] }';
  const loaded = await load(['replicas: 2'], [strategy]);
  const [found, ...more] = loaded.ok ? unfitStrategies(loaded.catalog, topologyOf) : [];
  expect(more).toEqual([]);
  expect(found).toEqual({
    about: 'service shop',
    what: 'its strategy rolling does not fit production: its batches are made of whole replicas there, and 25 % of 2 is less than one',
    example:
      'a deployment to production is refused; kind: rolling, batches: [50], or rolling or blue-green, would fit',
  });
});
