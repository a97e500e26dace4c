import { expect, test } from 'vitest';
import type { Catalog, Service } from '../../src/domain/catalog/catalog.ts';
import { dependantsOf } from '../../src/domain/catalog/find.ts';

const service = (name: string, ...dependsOn: readonly string[]): Service => ({
  ...{ name, aliases: [], owners: [], tier: 3, tags: [], capability: null, environments: {} },
  dependsOn,
});
const catalog = {
  services: [
    service('search'),
    service('shop', 'search'),
    service('checkout', 'shop'),
    service('egg', 'hen'),
    service('hen', 'egg'),
  ],
} as unknown as Catalog;

test.each([
  ['by way of others', ['search'], ['shop', 'checkout']],
  ['nothing depends on the last', ['checkout'], []],
  ['of a platform, without what it carries', ['search', 'shop'], ['checkout']],
  ['in a circle each once', ['hen'], ['egg']],
])('what depends on it: %s', (_, names, found) => {
  expect(dependantsOf(catalog, names).map(({ name }) => name)).toEqual(found);
});
