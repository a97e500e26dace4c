import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Catalog, Service } from '../../src/domain/catalog/catalog.ts';
import { askedThere, slotsFor } from '../../src/domain/deployment/slots.ts';
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

  test('each says by which patterns: of the CODEOWNERS, or of the rule', () => {
    const patterns = (paths: readonly string[] | null) =>
      asked(paths).map((slot) => [slot.rule, slot.patterns]);
    expect(patterns(['pay/a.md', 'pay/b.md', 'pay/card.ts', 'db/x.sql', 'LICENSE'])).toEqual([
      ['database', ['*.sql']],
      ['files: dana', ['/pay/']],
      ['files: platform or eli', ['/pay/card.ts']],
      ['files: shop-owners', undefined],
    ]);
    expect(patterns(null)).toEqual([
      ['database', undefined],
      ['files', undefined],
    ]);
  });

  test('a file nobody owns belongs to the owners of the service', () => {
    expect(asked(['LICENSE'])).toMatchObject([{ rule: 'files', groups: ['shop-owners'] }]);
  });
});

describe('a rule that asks whoever depends on the service', () => {
  const slots = (name: string, groups: readonly string[]) => {
    const rule = { name: 'near', environments: ['production'], quorum: 1, groups: [...groups] };
    const more = { ...catalog, approvals: [rule] };
    const service = more.services.find((one) => one.name === name);
    const environment = more.environments.find((one) => one.name === 'production');
    if (!service || !environment) throw new Error(`there is no ${name}`);
    return [
      slotsFor({ service, environment, paths: null }, more, digest),
      askedThere({ service, environment }, more),
    ];
  };

  test('asks their owners, who stand in the preview and the review of access too', () => {
    // checkout, owned by the platform, cannot do without shop.
    const platform = { groups: ['platform'], people: ['bo', 'chen'] };
    expect(slots('shop', ['dependants'])).toMatchObject([[platform], [platform]]);
    expect(slots('shop', ['sre', 'dependants'])[0]).toMatchObject([
      { groups: ['sre', 'platform'], people: ['bo', 'chen'] },
    ]);
  });

  test('asks nobody where nothing does, and the others it names all the same', () => {
    expect(slots('checkout', ['dependants'])).toEqual([[], []]);
    expect(slots('checkout', ['sre', 'dependants'])[0]).toMatchObject([{ groups: ['sre'] }]);
  });
});
