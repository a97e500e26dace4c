import { beforeAll, expect, test } from 'vitest';
import { ordersStand } from '../../src/commands/scheduled-orders.ts';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { groupsOf } from '../../src/domain/catalog/find.ts';
import { makeSchedule } from '../../src/domain/governance/schedule.ts';
import type { Actor } from '../../src/domain/kernel/actor.ts';
import type { Identify } from '../../src/ports/identify.ts';
import { NOON } from '../domain/sample.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';

let example: Catalog;
beforeAll(async () => {
  example = await exampleCatalog();
});

function chat(kind: Actor['kind'], confirmed = true): Identify {
  return async (account) => {
    const id = example.people.find((p) => p.accounts.includes(account))?.id ?? null;
    const groups = id === null ? [] : groupsOf(example, id);
    return { actor: { id, account, name: account, kind, groups }, confirmed };
  };
}

async function found(identify: Identify, change: (catalog: Catalog) => Catalog, by = 'ana') {
  const orders = {
    service: 'shop',
    from: 'staging',
    environment: 'production',
    every: null,
    greenMs: 60_000,
    lateMs: 60_000,
    because: null,
    channel: 'C0DEPLOYS1',
  };
  const [made] = makeSchedule('S-1', orders, { by, line: '', now: NOON }).rows;
  if (!made) throw new Error('nothing was made');
  const stands = await ordersStand({ catalog: () => change(example) }, identify, made.row);
  if (!('kind' in stands)) return 'stands';
  return `${stands.kind}: ${'why' in stands ? stands.why : ''}`;
}

const same = (catalog: Catalog) => catalog;
const member = chat('member');

test.each<[string, Identify, (catalog: Catalog) => Catalog, RegExp, string?]>([
  ['a member who may', member, same, /^stands$/],
  [
    'whom the chat deactivated',
    chat('deactivated'),
    same,
    /^stopped: ana, .*may not deploy there any more/,
  ],
  ['who is a guest by now', chat('guest'), same, /^stopped: ana/],
  ['of whom the chat says nothing', chat('outsider', false), same, /^later: Slack did not say/],
  [
    'who is in no group that may',
    member,
    same,
    /^stopped: eli, .*production is for deployers/,
    'eli',
  ],
  ['whom the configuration does not know', member, same, /^stopped: zoe, .*has left/, 'zoe'],
  [
    'where the channel is closed to it',
    member,
    (catalog) => ({
      ...catalog,
      environments: catalog.environments.map((e) => ({ ...e, channels: ['C0OTHER001'] })),
    }),
    /^stopped: ana, .*only from channels of its own/,
  ],
  [
    'where the service is gone',
    member,
    (catalog) => ({ ...catalog, services: [] }),
    /^stopped: shop from staging to production is no longer in the configuration/,
  ],
])('orders of somebody %s', async (_, identify, change, expected, by) => {
  expect(await found(identify, change, by)).toMatch(expected);
});
