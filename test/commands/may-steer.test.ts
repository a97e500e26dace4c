import { expect, test } from 'vitest';
import { mayNotStop } from '../../src/commands/may-steer.ts';
import { findEnvironment, findService } from '../../src/domain/catalog/find.ts';
import { link, report, take } from '../../src/domain/incident/command.ts';
import type { Incident, IncidentChange } from '../../src/domain/incident/incident.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { noon } from '../store/sample.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';

const example = await exampleCatalog();
const catalog = {
  ...example,
  groups: [...example.groups, { name: 'searchers', members: ['eli'], mention: null }],
  services: example.services.map((one) =>
    one.name === 'search' ? { ...one, owners: ['searchers'] } : one,
  ),
};
const eli = {
  id: 'eli',
  account: 'U1',
  name: 'eli',
  kind: 'member',
  groups: ['searchers'],
} as const;
const search = { service: 'search', environment: 'production' };

function rowOf(change: IncidentChange | object | null): Incident {
  const row = change && 'rows' in change ? change.rows[0]?.row : null;
  if (!row) throw new Error('nothing was changed');
  return row;
}
const opened = rowOf(
  report(
    { place: search, severity: 'error', title: 'no results', by: 'bo' },
    { id: 'INC-1', channel: null },
    noon,
  ),
);
const taken = rowOf(take(opened, 'eli', noon));
const linked = (by: string) =>
  rowOf(link(taken, { deployment: 'D-2', role: 'cause', by, at: noon }));

/** Whether eli may stop this deployment of shop in production. */
async function may(
  incident: Incident,
  {
    suspects = [] as readonly string[],
    of = { id: 'D-2', rollbackOf: null } as Parameters<typeof mayNotStop>[3],
    known = catalog as typeof example,
    where = 'shop',
  } = {},
): Promise<boolean> {
  const service = findService(known, where);
  const environment = findEnvironment(known, 'production');
  if (!service || !environment) throw new Error('the example has changed');
  const records = {
    incidents: async (filter: { readonly service?: string }) =>
      filter.service === undefined ? [incident] : [],
    suspicion: async () => ({ last: { named: suspects.map((subject) => ({ subject })) } }),
  };
  const ctx = { catalog: () => known, records } as never;
  const said = await mayNotStop(ctx, eli, { service, environment }, of);
  expect(said === null || isRefusal(said)).toBe(true);
  return said === null;
}

test('7.2 in command one may stop what is suspected, and what returns from it', async () => {
  expect(await may(taken, { suspects: ['D-9', 'D-2'] })).toBe(true);
  const back = { id: 'D-3', rollbackOf: 'D-2' } as const;
  expect(await may(taken, { suspects: ['D-2'], of: back })).toBe(true);
});

test('7.2 not what is not: a newer one there, nothing at all, or without the command', async () => {
  const newer = { id: 'D-5', rollbackOf: null } as const;
  expect(await may(taken, { suspects: ['D-2'], of: newer })).toBe(false);
  expect(await may(taken, { suspects: ['D-2'], of: null })).toBe(false);
  expect(await may(taken)).toBe(false);
  expect(await may(opened, { suspects: ['D-2'] })).toBe(false);
  expect(await may({ ...taken, commander: 'chen' }, { suspects: ['D-2'] })).toBe(false);
});

test('7.2 what somebody else linked counts; whoever is in command does not widen it alone', async () => {
  expect(await may(linked('bo'))).toBe(true);
  expect(await may(linked('eli'))).toBe(false);
});

test('7.2 nor where they have no right of their own, or may not look', async () => {
  const elsewhere = { ...taken, places: [{ service: 'checkout', environment: 'production' }] };
  expect(await may(elsewhere, { suspects: ['D-2'] })).toBe(false);
  const services = catalog.services.map((one) =>
    one.name === 'checkout' ? { ...one, readers: ['platform'] } : one,
  );
  const known = { ...catalog, services } as typeof example;
  expect(await may(taken, { suspects: ['D-2'], where: 'checkout' })).toBe(true);
  expect(await may(taken, { suspects: ['D-2'], where: 'checkout', known })).toBe(false);
});
