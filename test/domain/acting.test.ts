import { expect, test } from 'vitest';
import { actingBy } from '../../src/domain/catalog/acting.ts';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import type { Actor } from '../../src/domain/kernel/actor.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';

const catalog = await exampleCatalog();
const [account = ''] = catalog.people.find(({ id }) => id === 'bo')?.accounts ?? [];
const bo: Actor = { id: 'bo', account, name: 'Bo', kind: 'member', groups: ['sre', 'gone'] };
const linked = (id: string | null): Catalog => ({
  ...catalog,
  people: catalog.people.map((one) => ({ ...one, accounts: one.id === id ? [account] : [] })),
});

test('whoever acts is in the groups that this version names, whatever they were in when they pressed', () => {
  const groups = catalog.groups.filter((one) => one.members.includes('bo')).map((one) => one.name);
  expect(groups).toContain('sre');
  expect(actingBy(catalog, bo)).toEqual({ ...bo, groups });
});

test('an account that is nobody’s or somebody else’s by now decides nothing', () => {
  for (const id of [null, 'dana'])
    expect(actingBy(linked(id), bo)).toEqual({ ...bo, id: null, groups: [] });
});
