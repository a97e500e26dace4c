import { beforeAll, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { approve } from '../../src/domain/deployment/approve.ts';
import { isApproved } from '../../src/domain/deployment/consent.ts';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { voidLapsed } from '../../src/domain/deployment/lapse.ts';
import type { Approval } from '../../src/domain/governance/approval.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';
import { actor, deployment, NOON, yesOf } from './sample.ts';

const MINUTE = 60_000;
let catalog: Catalog;
let approved: Deployment;
let given: Approval;
beforeAll(async () => {
  catalog = await exampleCatalog();
  approved = yes(deployment());
  const [first] = approved.approvals;
  if (!first) throw new Error('it is not approved');
  given = first;
});

function yes(d: Deployment): Deployment {
  const change = approve(d, actor('bo'), { planDigest: null }, NOON);
  if (isRefusal(change)) throw new Error(change.what);
  return change.rows[0]?.row ?? d;
}

function without(person: string, from: 'people' | 'groups' | 'accounts'): Catalog {
  const leaves = <T extends { readonly members: readonly string[] }>(group: T): T => {
    return { ...group, members: group.members.filter((one) => one !== person) };
  };
  switch (from) {
    case 'people':
      return { ...catalog, people: catalog.people.filter((one) => one.id !== person) };
    case 'groups':
      return { ...catalog, groups: catalog.groups.map(leaves) };
    case 'accounts': {
      const strip = (one: Catalog['people'][number]) =>
        one.id === person ? { ...one, accounts: [] } : one;
      return { ...catalog, people: catalog.people.map(strip) };
    }
  }
}

describe('an approval lapses before the start', () => {
  test.each<[string, 'people' | 'groups' | 'accounts', RegExp]>([
    ['whose giver is no longer among the people', 'people', /bo's approval is of somebody who has/],
    [
      'whose giver has no account any more',
      'accounts',
      /bo's approval is of somebody who has left/,
    ],
    ['whose giver left the group that counted', 'groups', /bo's approval was given for sre, which/],
  ])('%s', (_, from, said) => {
    const change = voidLapsed(approved, without('bo', from), NOON);
    const row = change?.rows[0]?.row;
    expect(row).toMatchObject({ approvals: [], waiting: [{ code: 'approval' }], wakeAt: NOON });
    expect(change?.events[0]).toMatchObject({ type: 'approval-voided', tell: ['bo', 'ana'] });
    expect(change?.events[0]?.note).toMatch(said);
    expect(change?.events[0]?.note).toMatch(/Review again: \/release show D-7/);
    expect(row && isApproved(row)).toBe(false);
  });

  test('an hour after the start that was planned, not before', () => {
    expect(voidLapsed(approved, catalog, plus(NOON, 60 * MINUTE - 1))).toBeNull();
    const late = voidLapsed(approved, catalog, plus(NOON, 60 * MINUTE));
    expect(late?.events[0]?.note).toMatch(/bo's approval was good for 1 hour, so it no longer/);
  });

  test('where something with an end holds it, the hour begins there', () => {
    const closed = { gate: 'blackout', code: 'blackout', why: 'sale', who: [] } as const;
    const held = yes(deployment({ waiting: [{ ...closed, until: plus(NOON, 90 * MINUTE) }] }));
    expect(voidLapsed(held, catalog, plus(NOON, 150 * MINUTE - 1))).toBeNull();
    expect(voidLapsed(held, catalog, plus(NOON, 150 * MINUTE))).not.toBeNull();
  });

  test('and no other one with it', () => {
    const two = {
      ...approved,
      approvals: [
        ...approved.approvals,
        yesOf('dana', [], {
          rules: [
            { rule: 'production', version: null, groups: [], for: null, as: 'owner of files' },
          ],
        }),
      ],
    };
    expect(voidLapsed(two, without('bo', 'groups'), NOON)?.rows[0]?.row.approvals).toMatchObject([
      { by: 'dana' },
    ]);
  });

  test('what was stored before approvals had their hour stays', () => {
    const { validUntil: _, ...old } = given;
    const d = { ...approved, approvals: [old] };
    expect(voidLapsed(d, catalog, plus(NOON, 600 * MINUTE))).toBeNull();
  });
});

test('an approval keeps the groups, the rules and their version that counted', () => {
  const slots = [
    { rule: 'production', groups: ['sre'], people: ['bo'], quorum: 1, version: 'abc' },
    { rule: 'other', groups: ['platform'], people: ['bo', 'chen'], quorum: 1, version: 'def' },
  ];
  const d = yes(deployment({ gates: [{ kind: 'approval', slots, withdrawMs: 0 }] }));
  expect(d.approvals).toMatchObject([
    { by: 'bo', groups: ['sre'], rules: [{ rule: 'production', version: 'abc' }] },
  ]);
});
