import { expect, test } from 'vitest';
import { scopedTo } from '../../src/commands/scoped.ts';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import type { Alert } from '../../src/domain/incident/alert.ts';
import type { Incident } from '../../src/domain/incident/incident.ts';
import type { Context } from '../../src/ports/context.ts';
import { noon } from '../store/sample.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';

const example = await exampleCatalog();
const catalog: Catalog = {
  ...example,
  services: example.services.map((one) =>
    one.name === 'checkout' ? { ...one, readers: ['platform'] } : one,
  ),
};
const [shop, checkout] = ['shop', 'checkout'].map((service) => ({
  service,
  environment: 'production',
}));
const eli = {
  id: 'eli',
  account: 'U1',
  name: 'eli',
  kind: 'member',
  groups: ['shop-owners'],
} as const;

function alert(place: typeof shop, name: string): Alert {
  return {
    ...{ source: 'a', fingerprint: name, name, summary: 'it leaks', severity: 'error' },
    ...{ service: '', environment: '', ...place },
    ...{ labels: {}, startedAt: noon, endedAt: null, url: null },
  };
}

function incident(...places: readonly (typeof shop)[]): Incident {
  const [first = { service: '', environment: '' }] = places;
  return {
    ...{
      id: 'INC-1',
      status: 'open',
      severity: 'error',
      ...first,
      title: 'PaymentsLeak: it leaks',
    },
    places: places.flatMap((place) => place ?? []),
    alerts: places.map((place) => alert(place, `Errors-${place?.service}`)),
    ...{ references: [], openedAt: noon, openedBy: 'alert:a', commander: null, links: [] },
    ...{ acknowledgedAt: null, resolved: null, channel: null, revision: 0 },
  };
}

async function seenOf(i: Incident): Promise<Incident | null> {
  const records = { incident: async () => i } as unknown as Context['records'];
  return scopedTo({ catalog: () => catalog, records }, eli).records.incident('INC-1');
}

test('of an incident that touches a service one may not read, only the rest is told', async () => {
  const seen = await seenOf(incident(checkout, shop));
  expect(seen).toMatchObject({ ...shop, places: [shop], title: 'Errors-shop' });
  expect(JSON.stringify(seen)).not.toMatch(/checkout|PaymentsLeak/);
});

test('one that touches nothing else is not there, and one that touches nothing hidden is as it is', async () => {
  expect(await seenOf(incident(checkout))).toBeNull();
  const open = incident(shop);
  expect(await seenOf(open)).toBe(open);
});
