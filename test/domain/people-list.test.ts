import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { personOfAccount } from '../../src/domain/catalog/find.ts';
import {
  type KnownPeople,
  type Listed,
  PeopleList,
  type SignedPeople,
  signedText,
} from '../../src/domain/catalog/people-list.ts';
import { presentIn } from '../../src/domain/catalog/present.ts';
import { takePeople } from '../../src/domain/catalog/take-people.ts';
import { judgedBetween } from '../../src/domain/configuration/effect.ts';
import { accessTo } from '../../src/domain/deployment/access.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { isSignedBy, newKeys, signText } from '../../src/providers/keys/ed25519.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';
import { NOON } from './sample.ts';

const { privatePem, publicKey } = newKeys();
const other = newKeys();
const example = await exampleCatalog();
const keys = [{ name: 'hr', key: publicKey }];
/** `fay` is an approver whom the configuration gives no account. */
const catalog: Catalog = {
  ...example,
  people: [...example.people, { id: 'fay', name: 'Fay', accounts: [], zone: null }],
  groups: example.groups.map((g) => (g.name === 'sre' ? { ...g, members: ['bo', 'fay'] } : g)),
  delegations: [
    {
      from: 'bo',
      to: 'ana',
      since: '2026-11-01T00:00',
      until: '2026-12-24T00:00',
      zone: 'UTC',
      because: 'away',
    },
  ],
  peopleImport: { keys },
};
const here = (id: string, more: Partial<Listed> = {}): Listed => ({ id, active: true, ...more });
const slack = (user: string) => ({ team: 'T0FAIRWAY1', user });

function list(principals: readonly Listed[], serial = 1, organisation = 'Acme'): PeopleList {
  return { form: 'fairway-people/1', organisation, serial, principals: [...principals] };
}
function signed(one: PeopleList, pem = privatePem, key = 'hr') {
  return { ...one, signature: { key, ed25519: signText(pem, signedText(one)) } };
}
const crypto = { verify: isSignedBy, digest: (text: string) => `${text.length}` };
function took(one: PeopleList, last: KnownPeople | null = null, rules = catalog): KnownPeople {
  const taken = takePeople({ last, catalog: rules, now: NOON }, signed(one), crypto);
  if (isRefusal(taken)) throw new Error(taken.what);
  const [row] = taken.rows;
  if (!row) throw new Error('no row');
  return row;
}

describe('2 a signed list of people', () => {
  const first = took(list([here('ana')], 5));
  test.each([
    ['of a key nobody named', signed(list([here('ana')], 6), privatePem, 'me'), 'unknown-key'],
    ['signed by another key', signed(list([here('ana')], 6), other.privatePem), 'bad-signature'],
    [
      'changed after it was signed',
      { ...signed(list([here('bo', { active: false })], 6)), principals: [here('bo')] },
      'bad-signature',
    ],
    ['of another organisation', signed(list([here('ana')], 6, 'Bcme')), 'other-organisation'],
    ['taken before', signed(list([here('ana')], 5)), 'stale-list'],
    ['older than one taken before', signed(list([here('ana')], 4)), 'stale-list'],
    [
      'that links an account of somebody else',
      signed(list([here('fay', { slack: slack('U0BO000001') })], 6)),
      'taken-account',
    ],
    [
      'that gives somebody another account than the configuration does',
      signed(list([here('bo', { slack: slack('U0EVIL0001') })], 6)),
      'other-account',
    ],
  ] satisfies [string, SignedPeople, string][])('%s is refused', (_, one, code) => {
    const at = { last: first, catalog, now: NOON };
    expect(takePeople(at, one, crypto)).toMatchObject({ refused: true, code });
  });

  test('no list is taken where the configuration names no key', () => {
    const { peopleImport: _, ...without } = catalog;
    const at = { last: null, catalog: without, now: NOON };
    expect(takePeople(at, signed(list([here('ana')])), crypto)).toMatchObject({
      code: 'unknown-key',
    });
  });

  test('one account twice, or one person twice, is no list', () => {
    const both = [
      here('ana', { slack: slack('U0SAME0001') }),
      here('fay', { slack: slack('U0SAME0001') }),
    ];
    expect(PeopleList.safeParse(list(both)).success).toBe(false);
    expect(PeopleList.safeParse(list([here('ana'), here('ana')])).success).toBe(false);
    expect(PeopleList.safeParse(list([here('ana')])).success).toBe(true);
  });

  test('whoever may sign lists is a matter of the rules: naming a key loosens, and so does another', () => {
    const { peopleImport: _, ...without } = catalog;
    const two = { keys: [...keys, { name: 'me', key: other.publicKey }] };
    expect(judgedBetween(without, catalog).map((one) => one.effect)).toEqual(['loosens']);
    expect(
      judgedBetween(catalog, { ...catalog, peopleImport: two }).map((one) => one.effect),
    ).toEqual(['loosens']);
  });

  test('any byte of it changed, it is refused', () => {
    const text = JSON.stringify(signed(list([here('fay', { slack: slack('U0FAY00001') })], 6)));
    for (let i = 0; i < text.length; i += 1) {
      const tampered = `${text.slice(0, i)}${text[i] === 'x' ? 'y' : 'x'}${text.slice(i + 1)}`;
      const taken = (() => {
        try {
          const one = JSON.parse(tampered);
          return takePeople({ last: null, catalog, now: NOON }, one, crypto);
        } catch {
          return null; // no JSON, or no list, any more
        }
      })();
      expect(taken === null || isRefusal(taken)).toBe(true);
    }
  });
});

describe('2 what a list that was taken does', () => {
  test.each([
    ['who has left is in no group and has no account', [here('bo', { active: false })], true],
    [
      'and so is who was here until this moment',
      [here('bo', { validUntil: new Date(NOON).toISOString() })],
      true,
    ],
    [
      'not yet a second before',
      [here('bo', { validUntil: new Date(NOON + 1_000).toISOString() })],
      false,
    ],
    ['who is listed stays', [here('bo')], false],
    ['whom no list ever named stays', [here('ana')], false],
  ] as const)('%s', (_, principals, gone) => {
    const counts = presentIn(catalog, took(list(principals)), NOON);
    expect(personOfAccount(counts, 'U0BO000001')?.id ?? null).toBe(gone ? null : 'bo');
    expect(counts.groups.some(({ members }) => members.includes('bo'))).toBe(!gone);
    expect(counts.delegations?.length).toBe(gone ? 0 : 1);
    expect(accessTo(counts).some(({ person, account }) => person === 'bo' && account)).toBe(!gone);
  });

  test('who was in an earlier list and is not in this one has left', () => {
    const first = took(list([here('ana'), here('bo')], 1));
    const second = took(list([here('ana')], 2), first);
    expect(presentIn(catalog, second, NOON).groups.some((g) => g.members.includes('bo'))).toBe(
      false,
    );
    const third = took(list([here('ana'), here('bo')], 3), second);
    expect(presentIn(catalog, third, NOON).groups.some((g) => g.members.includes('bo'))).toBe(true);
  });

  test('it links whom the configuration gives no account, and takes an account away where it gives several', () => {
    const links = took(list([here('fay', { slack: slack('U0FAY00001') })]));
    expect(personOfAccount(presentIn(catalog, links, NOON), 'U0FAY00001')?.id).toBe('fay');
    const people = catalog.people.map((p) =>
      p.id === 'bo' ? { ...p, accounts: ['U0BO000001', 'U0BO000002'] } : p,
    );
    const rules = { ...catalog, people };
    const narrowed = took(list([here('bo', { slack: slack('U0BO000002') })]), null, rules);
    const counts = presentIn(rules, narrowed, NOON);
    expect(personOfAccount(counts, 'U0BO000001')).toBeNull();
    expect(personOfAccount(counts, 'U0BO000002')?.id).toBe('bo');
  });

  test('an account that the configuration gives somebody else later is nobody’s but whom the list links', () => {
    const links = took(list([here('fay', { slack: slack('U0FAY00001') })]));
    const people = catalog.people.map((p) =>
      p.id === 'eli' ? { ...p, accounts: [...p.accounts, 'U0FAY00001'] } : p,
    );
    const counts = presentIn({ ...catalog, people }, links, NOON);
    expect(counts.people.filter((p) => p.accounts.includes('U0FAY00001')).map((p) => p.id)).toEqual(
      ['fay'],
    );
  });

  test('no list gives a right: whatever it says, each right was the configuration’s (1,000 lists)', () => {
    const ids = [...catalog.people.map(({ id }) => id), 'zed'];
    const one = fc.record({
      id: fc.constantFrom(...ids),
      active: fc.boolean(),
      user: fc.option(fc.constantFrom('U0FAY00001', 'U0ZED00001', 'U0BO000001', 'U0ANA00001')),
      days: fc.option(fc.integer({ min: -5, max: 5 })),
    });
    const key = ({
      environment,
      service,
      person,
      may,
      rule,
    }: ReturnType<typeof accessTo>[number]) => [environment, service, person, may, rule].join(' ');
    const may = new Set(accessTo(catalog).map(key));
    fc.assert(
      fc.property(fc.uniqueArray(one, { selector: ({ id }) => id }), (drawn) => {
        const principals = drawn.map(({ id, active, user, days }) => ({
          id,
          active,
          ...(user === null ? {} : { slack: slack(user) }),
          ...(days === null
            ? {}
            : { validUntil: new Date(plus(NOON, days * 86_400_000)).toISOString() }),
        }));
        const taken = takePeople(
          { last: null, catalog, now: NOON },
          signed(list(principals)),
          crypto,
        );
        const row = isRefusal(taken) ? null : (taken.rows[0] ?? null);
        const counts = presentIn(catalog, row, NOON);
        const accounts = counts.people.flatMap((p) => p.accounts);
        return (
          new Set(accounts).size === accounts.length &&
          accessTo(counts).every((right) => !right.account || may.has(key(right)))
        );
      }),
      { numRuns: 1_000 },
    );
  });
});
