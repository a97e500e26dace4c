import { expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import type { Actor } from '../../src/domain/kernel/actor.ts';
import { leftOf } from '../../src/workflow/left.ts';
import { deployment, NOON } from '../domain/sample.ts';

const person = (id: string, ...accounts: readonly string[]) => ({
  id,
  name: id,
  accounts,
  zone: null,
});
const catalog = {
  people: [person('bo', 'U1'), person('chen', 'U2', 'U3'), person('dana')],
} as unknown as Catalog;
const given = (by: string, ...others: readonly string[]) => ({
  ...{ by, at: NOON, planDigest: 'f'.repeat(64), groups: ['sre'], for: others },
});

/** What the chat says of each account; of the others nothing. */
type Said = Readonly<Record<string, Actor['kind']>>;

test.each<[string, Said, readonly string[]]>([
  ['deactivated', { U1: 'deactivated', U2: 'member' }, ['bo']],
  [
    'made a guest, or gone from the organisation',
    { U1: 'guest', U2: 'outsider', U3: 'guest' },
    ['bo', 'chen'],
  ],
  ['one account of two is enough', { U1: 'member', U2: 'deactivated', U3: 'member' }, []],
  ['where the chat does not say, they stay', {}, []],
  [
    'what it does not say of one account may be that they stay',
    { U1: 'member', U2: 'deactivated' },
    [],
  ],
])('%s', async (_, said, left) => {
  const identify = async (account: string) => ({
    actor: { id: null, account, name: account, groups: [], kind: said[account] ?? 'outsider' },
    confirmed: said[account] !== undefined,
  });
  const d = deployment({ approvals: [given('bo'), given('dana', 'chen')] });
  expect(await leftOf(catalog, d, identify)).toEqual(left);
});
