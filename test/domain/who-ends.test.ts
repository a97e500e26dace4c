import { expect, test } from 'vitest';
import type { Catalog, Environment } from '../../src/domain/catalog/catalog.ts';
import { endersThere } from '../../src/domain/deployment/who-ends.ts';
import { ApprovalRule } from '../../src/domain/governance/approval.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';

const acme = await exampleCatalog();

function production({ environments }: Catalog): Environment {
  const found = environments.find(({ name }) => name === 'production');
  if (!found) throw new Error('the example has changed');
  return found;
}

/** Who ends a blackout of all of production where these groups approve these services there. */
function enders(asked: Readonly<Record<string, string>>): readonly string[] {
  const approvals = Object.entries(asked).map(([service, group]) =>
    ApprovalRule.parse({
      name: service,
      environments: ['production'],
      services: [service],
      groups: [group],
    }),
  );
  const groups = [
    { name: 'shop-side', members: ['bo', 'chen'], mention: null },
    { name: 'search-side', members: ['chen', 'dana'], mention: null },
    { name: 'others', members: ['eli'], mention: null },
  ];
  const catalog = { ...acme, approvals, groups: [...acme.groups, ...groups] };
  return endersThere(catalog.services, production(catalog), catalog);
}

test.each([
  ['every service asks the same', { shop: 'shop-side', search: 'shop-side' }, ['bo', 'chen']],
  ['one of them asks nobody', { shop: 'shop-side' }, ['bo', 'chen']],
  ['who may say yes to each', { shop: 'shop-side', search: 'search-side' }, ['chen']],
  ['nobody may say yes to each', { shop: 'shop-side', search: 'others' }, ['bo', 'chen', 'eli']],
  ['no rule asks', {}, ['ana', 'bo', 'chen', 'dana']],
] as const)(
  'everything is opened again by those whose yes counts everywhere: %s',
  (_, asked, expected) => {
    expect(enders(asked).toSorted()).toEqual(expected);
  },
);
