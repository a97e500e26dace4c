import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/config/load.ts';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { LOCK_RULES } from '../../src/domain/governance/lock-rules.ts';
import { faultsIn, load, ORGANISATION, options, SHOP, swap } from './sources.ts';

async function catalogOf(organisation: string, ...services: readonly string[]): Promise<Catalog> {
  const loaded = await load(organisation, ...services);
  if (!loaded.ok) throw new Error(faultsIn(loaded).join('\n'));
  return loaded.catalog;
}

const RUN = 'resolve: [r], start: [s], shift: [x], finish: [f], observe: [o]';

describe('a small file is enough', () => {
  const small = 'organisation: A\nenvironments:\n  live: { provider: fleet }\ngroups:\n  us: []\n';

  test('and everything else has a default', async () => {
    expect(await catalogOf(small, 'service: web\nowners: [us]\n')).toEqual({
      version: expect.stringMatching(/^[0-9a-f]{64}$/),
      organisation: 'A',
      channel: '#deploys',
      delegations: [],
      auditors: [],
      onCall: [],
      holidays: [],
      locks: LOCK_RULES,
      platforms: [],
      environments: [
        {
          name: 'live',
          aliases: [],
          order: 1,
          protected: true,
          region: 'default',
          provider: 'fleet',
          slots: 1,
          zone: 'UTC',
          deployers: [],
          channels: [],
          lookEvery: 300_000,
        },
      ],
      services: [
        {
          name: 'web',
          aliases: [],
          owners: ['us'],
          tier: 3,
          tags: [],
          capability: null,
          environments: {
            live: {
              strategy: { kind: 'rolling', batches: [50], bake: 300_000 },
              criteria: { maxErrorRate: 0.01, maxP99Ratio: 1.5, minRequests: 100 },
              target: {},
            },
          },
        },
      ],
      people: [],
      groups: [{ name: 'us', members: [], mention: null }],
      approvals: [],
      blackouts: [],
      windows: [],
      breakGlass: { groups: [], lasts: 3_600_000, review: 172_800_000 },
    });
  });

  test('and a section left empty is a section left out', async () => {
    const empty = `${small}people:\napprovals:\nblackouts:\nwindows:\nbreakGlass:\n`;
    const service = 'service: web\nowners: [us]\naliases:\ntags:\nstrategy:\nenvironments:\n';
    const [bare, full] = [
      await catalogOf(small, 'service: web\nowners: [us]\n'),
      await catalogOf(empty, service),
    ];
    expect(full).toEqual(bare);
  });
});

describe('environments of a service', () => {
  test('inherit: a strategy whole, criteria and target key by key', async () => {
    const organisation = ORGANISATION.replaceAll('provider: fleet', 'provider: command');
    const shop = `service: shop
owners: [sre]
strategy: { kind: rolling, bake: 1m }
criteria: { maxErrorRate: 0.05, minRequests: 7 }
target: { ${RUN} }
environments:
  staging:
  production:
    strategy: { kind: blue-green }
    criteria: { minRequests: 9 }
    target: { shift: [own] }
`;
    const { environments } = (await catalogOf(organisation, shop)).services[0] ?? {};
    expect(environments?.['staging']).toMatchObject({
      strategy: { kind: 'rolling', bake: 60_000 },
      criteria: { maxErrorRate: 0.05, maxP99Ratio: 1.5, minRequests: 7 },
      target: { shift: ['x'], start: ['s'] },
    });
    expect(environments?.['production']).toEqual({
      strategy: { kind: 'blue-green', rehearse: 30_000, bake: 300_000 },
      criteria: { maxErrorRate: 0.05, maxP99Ratio: 1.5, minRequests: 9 },
      target: { resolve: ['r'], start: ['s'], shift: ['own'], finish: ['f'], observe: ['o'] },
    });
  });

  test('a target must be whole where it is used, and says so where it is written', async () => {
    const organisation = ORGANISATION.replace('provider: fleet', 'provider: command');
    const target = `target: { ${RUN.replace('finish: [f], ', '').replace('[x]', 'x')} }`;
    const loaded = await load(organisation, swap(SHOP, '  staging:', `  staging:\n    ${target}`));
    expect(faultsIn(loaded)).toEqual([
      'services/1.yaml:5:5: "finish" is missing',
      'services/1.yaml:5:48: "shift" must be a list, not the text "x"',
    ]);
  });
});

describe('the catalog', () => {
  test('has environments in promotion order, services by name, people as they are written', async () => {
    const organisation = ORGANISATION.replace('staging: {', 'staging: { order: 9,');
    const search = SHOP.replace('service: shop', 'service: cart');
    const catalog = await catalogOf(organisation, SHOP, search);
    expect(catalog.environments.map((e) => [e.name, e.order])).toEqual([
      ['production', 2],
      ['staging', 9],
    ]);
    expect(catalog.services.map((s) => s.name)).toEqual(['cart', 'shop']);
    expect(catalog.people.map((p) => [p.id, p.name, p.accounts])).toEqual([
      ['ana', 'ana', ['U0ANA00001']],
      ['bo', 'bo', ['U0BO000001', 'U0BO000002']],
      ['chen', 'chen', ['U0CHEN0001']],
    ]);
  });

  test('has a version that follows what is said, not how it is laid out', async () => {
    const before = await catalogOf(ORGANISATION, SHOP);
    const { version } = await catalogOf(
      swap(ORGANISATION, 'provider: fleet, protected: false', 'protected: false, provider: fleet'),
      `# a comment\n${SHOP}tier: 3\n`,
    );
    expect(version).toBe(before.version);
    const other = await catalogOf(ORGANISATION, SHOP.replace('10, 50', '10, 51'));
    expect(other.version).not.toBe(before.version);
  });

  test('knows where each thing is defined', async () => {
    const loaded = await load(ORGANISATION, SHOP);
    expect(loaded.ok && Object.fromEntries(loaded.places)).toMatchObject({
      'approval rule production': { file: 'fairway.yaml', line: 13, column: 5 },
      'environment production': { file: 'fairway.yaml', line: 4, column: 3 },
      'person bo': { file: 'fairway.yaml', line: 7, column: 3 },
      'group sre': { file: 'fairway.yaml', line: 11, column: 3 },
      'service shop': { file: 'services/1.yaml', line: 1, column: 10 },
    });
  });
});

describe('examples/acme', () => {
  test('is what the sandbox expects', async () => {
    const loaded = await loadCatalog('examples/acme', options);
    expect(faultsIn(loaded)).toEqual([]);
    if (!loaded.ok) return;
    const { catalog } = loaded;
    expect(catalog.environments.map((e) => [e.name, e.provider, e.protected])).toEqual([
      ['staging', 'fleet', false],
      ['production', 'fleet', true],
    ]);
    expect(catalog.services.map((s) => s.name)).toEqual(['billing', 'checkout', 'search', 'shop']);
    const approvers = catalog.groups
      .filter((g) => !['deployers', 'audit'].includes(g.name))
      .flatMap((g) => g.members);
    expect(new Set(approvers)).toEqual(new Set(['bo', 'chen', 'dana', 'fay']));
  });
});
