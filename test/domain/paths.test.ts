import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Catalog, Service } from '../../src/domain/catalog/catalog.ts';
import { slotsFor } from '../../src/domain/deployment/slots.ts';
import { readCodeOwners } from '../../src/domain/governance/code-owners.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
let catalog: Catalog;
let shop: Service;
beforeAll(async () => {
  const example = await exampleCatalog();
  const rule = { environments: ['production'], quorum: 1 };
  catalog = {
    ...example,
    approvals: [
      { ...rule, name: 'database', groups: ['platform'], paths: ['/migrations/', '*.sql'] },
      { ...rule, name: 'files', groups: ['code-owners'] },
    ],
  };
  const [found] = example.services.filter((one) => one.name === 'shop');
  if (!found) throw new Error('there is no shop');
  const { entries } = readCodeOwners(
    '*.ts @acme/sre\n/pay/ @dana\n/pay/card.ts @acme/platform @eli\n',
  );
  shop = { ...found, codeOwners: entries };
});

const asked = (paths: readonly string[] | null) => {
  const [environment] = catalog.environments.filter((one) => one.name === 'production');
  if (!environment) throw new Error('there is no production');
  return slotsFor({ service: shop, environment, paths }, catalog, digest);
};

describe('rules about files', () => {
  test.each<[string, readonly string[] | null, readonly string[]]>([
    ['nothing of theirs changes', ['src/a.ts'], ['files']],
    ['a migration changes', ['migrations/7.txt'], ['database', 'files']],
    [
      'one of many is one',
      ['src/a.ts', 'db/x.sql'],
      ['database', 'files: sre', 'files: shop-owners'],
    ],
    ['nobody knows what changes', null, ['database', 'files']],
  ])('%s', (_, paths, rules) => {
    expect(asked(paths).map((slot) => slot.rule)).toEqual(rules);
  });

  test('what applies because nobody knows says so, and asks the owners of the service', () => {
    expect(asked(null)).toMatchObject([
      { rule: 'database', unread: true },
      { rule: 'files', unread: true, groups: ['shop-owners'] },
    ]);
    expect(asked(['src/a.ts'])).toMatchObject([{ rule: 'files', unread: false, groups: ['sre'] }]);
  });

  test('every file that changes has its owners asked, groups and persons', () => {
    expect(asked(['src/a.ts', 'pay/readme.md', 'pay/card.ts'])).toMatchObject([
      { rule: 'files: sre', groups: ['sre'], people: ['bo'] },
      { rule: 'files: dana', groups: [], persons: ['dana'], people: ['dana'] },
      { rule: 'files: platform or eli', groups: ['platform'], people: ['bo', 'chen', 'eli'] },
    ]);
  });

  test('a file nobody owns belongs to the owners of the service', () => {
    expect(asked(['LICENSE'])).toMatchObject([{ rule: 'files', groups: ['shop-owners'] }]);
  });
});
