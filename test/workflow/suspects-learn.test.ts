import { expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import type { Suspicion } from '../../src/domain/correlation/suspicion.ts';
import { openFor } from '../../src/domain/incident/tell.ts';
import { instant, plus } from '../../src/domain/kernel/time.ts';
import { gatherSuspects } from '../../src/workflow/suspect/gather.ts';
import type { Reads } from '../../src/workflow/suspect/scope.ts';
import { sample } from '../store/sample.ts';

const MINUTE = 60_000;
const began = instant(Date.UTC(2026, 10, 18, 14, 12));
const shop = { service: 'shop', environment: 'production' };
const catalog = {
  environments: [{ name: 'production' }],
  services: ['shop', 'auth'].map((name) => ({
    ...{ name, aliases: [], owners: ['o'], environments: {} },
    dependsOn: name === 'shop' ? ['auth'] : [],
  })),
} as unknown as Catalog;

const opened = openFor(
  {
    place: shop,
    reference: { source: 'alerts', ref: 'r', url: null },
    alerts: [
      {
        ...{ source: 'alerts', fingerprint: 'f', name: 'Errors', summary: null },
        ...{ severity: 'error', ...shop, labels: {}, startedAt: began, endedAt: null, url: null },
      },
    ],
  },
  { id: 'INC-9', channel: null },
  began,
)?.rows[0]?.row;

/** Of what auth did to shop in four incidents before, kept as all suspicions are: by what was hurt. */
const told = { at: began, confidence: null, named: [], others: 0, nobody: 1 } as const;
const before: readonly Suspicion[] = [1, 2, 3, 4].map((n) => ({
  ...{ incident: `INC-${n}`, ...shop, beganAt: began, first: told, last: told, deeds: [] },
  cause: { subject: `D-${n}`, service: 'auth', by: 'bo', at: began, how: 'named' },
  revision: 1,
}));

/** How likely auth's deployment is, with these incidents behind it; shop itself did not move. */
async function likelihood(known: readonly Suspicion[]): Promise<number> {
  if (!opened) throw new Error('no incident');
  const exposedAt = plus(began, -10 * MINUTE);
  const d = sample('D-7', {
    ...{ service: 'auth', environment: 'production', status: 'succeeded', exposedAt },
    startedAt: exposedAt,
    finishedAt: plus(began, -5 * MINUTE),
  });
  const answers: Readonly<Record<string, unknown>> = {
    moved: [d],
    ledgerOf: new Map(),
    trackRecords: new Map(),
    sighting: null,
  };
  const records = new Proxy({} as Reads['records'], {
    get: (_, name: string) => async (services: readonly string[]) =>
      name === 'suspicions'
        ? known.filter(({ service }) => services.includes(service))
        : name in answers
          ? answers[name]
          : [],
  });
  const ctx = { records, catalog: () => catalog, configurations: { list: async () => [] } };
  const { suspects } = await gatherSuspects(ctx as unknown as Reads, opened, []);
  return suspects.find(({ subject }) => subject === 'D-7')?.likelihood ?? 0;
}

test('7.2 what broke a service before is suspected sooner of breaking it again, though that one did not move', async () => {
  expect(await likelihood(before)).toBeGreaterThan((await likelihood([])) + 0.02);
});
