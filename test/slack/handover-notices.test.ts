import { expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { report } from '../../src/domain/incident/command.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import type { Wish } from '../../src/ports/messages.ts';
import { createHandoverNotices } from '../../src/slack/handover-notices.ts';
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
const incident = report(
  {
    place: checkout ?? { service: '', environment: '' },
    ...{ severity: 'error', title: 'PaymentsLeak', by: 'bo' },
  },
  { id: 'INC-1', channel: null },
  noon,
).rows[0]?.row;

/** What somebody is told who comes on call for the owners of shop. */
async function toldTo(person: string): Promise<string> {
  const wanted: Wish[] = [];
  const all = incident && { ...incident, places: [checkout, shop] };
  const nothing = async () => [];
  const records = {
    ...{ now: async () => noon, closures: async () => ({ blackouts: [], windows: [] }) },
    ...{ deployments: nothing, breakers: nothing, blackouts: nothing, verified: nothing },
    incidents: async () => [all],
  };
  const say = createHandoverNotices({
    records: records as never,
    messages: { find: async () => null, want: async (wish) => void wanted.push(wish) },
    bell: { ring: async () => {} },
    catalog: () => catalog,
  });
  await say({ group: 'shop-owners', person, until: plus(noon, 3_600_000), next: 'chen' });
  return JSON.stringify(wanted);
}

test('7.2 whoever comes on call is told of an incident only what they may read', async () => {
  expect(await toldTo('bo')).toMatch(/INC-1.*PaymentsLeak/);
  const told = await toldTo('eli');
  expect(told).toMatch(/INC-1.*shop in production is touched/);
  expect(told).not.toMatch(/PaymentsLeak|checkout/);
});
