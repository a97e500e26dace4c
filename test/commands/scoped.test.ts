import { expect, test } from 'vitest';
import { scopedTo } from '../../src/commands/scoped.ts';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import type { Alert } from '../../src/domain/incident/alert.ts';
import type { Incident } from '../../src/domain/incident/incident.ts';
import type { Context } from '../../src/ports/context.ts';
import { noon } from '../store/sample.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';

const example = await exampleCatalog();
const mode = { says: 'it', mitigations: [], services: ['shop', 'checkout'] };
const catalog: Catalog = {
  ...example,
  failureModes: [
    { ...mode, name: 'Cold carts' },
    { ...mode, name: 'Lost keys', services: ['checkout'] },
  ] as unknown as NonNullable<Catalog['failureModes']>,
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

/** Of which service what is: deployments, and changes made elsewhere. */
interface Told {
  readonly D: Readonly<Record<string, string>>;
  readonly E: Readonly<Record<string, string>>;
}

function house(told: Told, answers: object): Context['records'] {
  const of = (all: Told['D']) => async (id: string) =>
    all[id] === undefined ? null : { id, service: all[id] };
  const records = { deployment: of(told.D), moveElsewhere: of(told.E), ...answers };
  return scopedTo({ catalog: () => catalog, records: records as never }, eli).records;
}

async function seenOf(i: Incident, told: Told = { D: {}, E: {} }): Promise<Incident | null> {
  return house(told, { incident: async () => i }).incident('INC-1');
}

test('of an incident that touches a service one may not read, only the rest is told', async () => {
  const seen = await seenOf(incident(checkout, shop));
  expect(seen).toMatchObject({ ...shop, places: [shop], title: 'Errors-shop' });
  expect(JSON.stringify(seen)).not.toMatch(/checkout|PaymentsLeak/);
});

test('one that touches nothing else is not there, and one that touches nothing hidden is as it is', async () => {
  expect(await seenOf(incident(checkout))).toBeNull();
  const open = incident(shop);
  expect(await seenOf(open)).toEqual(open);
});

test('nor what was linked, tried, called or said of it for the hidden service', async () => {
  const link = { role: 'cause', by: 'bo', at: noon } as const;
  const [d7, d8, gone] = ['D-7', 'D-8', 'D-99'].map((deployment) => ({ ...link, deployment }));
  if (!d7 || !d8 || !gone) throw new Error('no links');
  const tried = { worked: true, by: 'bo', at: noon };
  const refs = ['P-1', 'group:{service="checkout"}'].map((ref) => ({
    source: 'a',
    ref,
    url: null,
  }));
  const more: Partial<Incident> = {
    links: [d7, d8, gone, { ...link, deployment: 'E-1' }],
    formerly: [{ ...d8, until: noon }],
    tried: ['Cold carts', 'Lost keys'].map((mode) => ({ ...tried, mode })),
    references: refs,
    resolved: { by: 'bo', at: noon, why: 'the key of the bank was renewed' },
  };
  const told = { D: { 'D-7': 'shop', 'D-8': 'checkout' }, E: { 'E-1': 'checkout' } };
  for (const places of [[checkout, shop], [shop]] as const) {
    const seen = await seenOf({ ...incident(...places), ...more }, told);
    expect(seen).toMatchObject({ links: [d7], formerly: [], references: [refs[0]] });
    expect(seen?.tried?.map(({ mode }) => mode)).toEqual(['Cold carts']);
    const isWhole = places.length === 1;
    expect(seen?.resolved?.why).toBe(isWhole ? more.resolved?.why : 'why is not for everybody');
  }
});

test('nor what people did about suspects that one may not read of', async () => {
  const deed = { what: 'paused', by: 'bo', at: noon, because: null, id: null } as const;
  const deeds = [
    { ...deed, subject: 'D-7' },
    { ...deed, subject: 'D-8' },
    { ...deed, subject: 'D-7', what: 'not-cause', because: 'it was checkout' },
    { ...deed, subject: 'target:checkout:production' },
    { ...deed, subject: 'C-2', what: 'not-cause' },
  ];
  const said = { at: noon, confidence: null, named: [], others: 0, nobody: 1 };
  const s = { incident: 'INC-1', ...shop, first: said, last: said, deeds, cause: null };
  const told = { D: { 'D-7': 'shop', 'D-8': 'checkout' }, E: {} };
  const seen = await house(told, { suspicion: async () => s }).suspicion('INC-1');
  expect(seen?.deeds).toEqual([deeds[0], deeds[4]]);
});
