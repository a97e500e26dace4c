import { beforeAll, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { askedBy } from '../../src/domain/configuration/asked.ts';
import { judgedBetween } from '../../src/domain/configuration/effect.ts';
import { governedBy } from '../../src/domain/configuration/governs.ts';
import { BoardRule } from '../../src/domain/governance/board.ts';
import { Blackout, ReleaseWindow } from '../../src/domain/governance/window.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';

type Change = (c: Catalog) => Catalog;
type Part = Readonly<Record<string, unknown>>;

const closed = { owner: 'ops', zone: 'UTC', for: '1h', from: '2026-12-01T00:00' };
const nights = { ...closed, repeat: 'FREQ=DAILY' };

/**
 * Acme with a rule of staging (eli and zoe), production (bo, of sre), card data (two of dana and fay), the files of the
 * shop (whoever owns them), a board and calendars: small, and nobody approves by two of them.
 */
function organisation(acme: Catalog): Catalog {
  const person = (id: string) => ({ id, name: id, accounts: [`U${id}`], zone: null });
  const groups = { sre: ['bo'], testers: ['eli', 'zoe'], cards: ['dana', 'fay'], ops: ['gil'] };
  const more = {
    'shop-owners': ['chen'],
    'till-owners': ['hal'],
    board: ['ivo', 'joy'],
    askers: ['ana'],
  };
  const named = { quorum: 1, environments: ['production'] };
  const shop = acme.services.find(({ name }) => name === 'shop');
  if (!shop) throw new Error('there is no shop');
  const till = {
    ...shop,
    name: 'till',
    aliases: [],
    owners: ['till-owners'],
    tier: 1,
    tags: ['pci'],
  };
  return {
    ...acme,
    people: 'ana bo chen dana eli fay gil hal ivo joy kim zoe'.split(' ').map(person),
    groups: Object.entries({ ...groups, ...more }).map(([name, members]) => {
      return { name, members, mention: null };
    }),
    environments: acme.environments.map((one) => ({
      ...one,
      deployers: one.protected ? ['askers'] : [],
    })),
    services: [
      {
        ...{ ...shop, owners: ['shop-owners'], tier: 3, tags: ['web'], dependsOn: [] },
        codeOwners: [{ pattern: '/web/', owners: ['@kim'] }],
      },
      { ...till, dependsOn: ['shop'], codeOwners: [] },
    ],
    approvals: [
      { ...named, name: 'tests', environments: ['staging'], groups: ['testers'] },
      {
        ...{ ...named, name: 'all', groups: ['sre'] },
        escalate: [{ after: 60_000, to: ['on-call', 'ops'] }],
      },
      { ...named, name: 'cards', tags: ['pci'], groups: ['cards'], quorum: 2 },
      { ...named, name: 'files', services: ['shop'], groups: ['code-owners'] },
      { ...named, name: 'near', services: ['shop'], groups: ['dependants'], risk: 'high' },
    ],
    blackouts: [
      Blackout.parse({ ...closed, name: 'sale', environments: ['production'], services: ['till'] }),
    ],
    windows: [ReleaseWindow.parse({ ...nights, name: 'day', environments: ['staging'] })],
    cab: BoardRule.parse({
      ...{ environments: ['production'], groups: ['board'], businessSeat: 'board' },
      impact: { tiers: [1], tags: ['pci'] },
    }),
    breakGlass: { ...acme.breakGlass, groups: ['ops'] },
    onCall: [
      {
        group: 'till-owners',
        people: ['hal'],
        each: 'week',
        from: '2026-01-05T09:00',
        zone: 'UTC',
      },
    ],
    delegations: [],
    secondFactor: { for: ['loosening'], approvals: ['staging'], lasts: 1 },
    feeds: [
      {
        name: 'fairs',
        environments: ['staging'],
        owner: 'hal',
        zone: 'UTC',
        url: 'https://c.example/f',
        every: 1,
      },
    ],
    notWhile: [
      { name: 'alone', environments: ['production'], services: ['till'], incident: ['shop'] },
    ],
  };
}

let now: Catalog;
beforeAll(async () => {
  now = organisation(await exampleCatalog());
});

/** Every part of the rules in force that a change has to ask, but for the two people in all. */
const asks = (change: Change, of = now): readonly string[] =>
  askedBy(judgedBetween(of, change(of)), of).flatMap(({ rule, people, quorum }) =>
    rule === 'any loosening' ? [] : [`${rule}: ${quorum} of ${people.toSorted().join(', ')}`],
  );

const named = (one: object): unknown => ('id' in one ? one.id : 'name' in one ? one.name : null);
const set =
  (section: keyof Catalog, name: string, part: Part): Change =>
  (c) => ({
    ...c,
    [section]: (c[section] as readonly object[]).map((one) =>
      named(one) === name ? { ...one, ...part } : one,
    ),
  });
const drop =
  (section: keyof Catalog, name: string): Change =>
  (c) => ({
    ...c,
    [section]: (c[section] as readonly object[]).filter((one) => named(one) !== name),
  });
const add =
  (section: keyof Catalog, one: unknown): Change =>
  (c) => ({ ...c, [section]: [...((c[section] ?? []) as unknown[]), one] });
const say =
  (part: Part): Change =>
  (c) => ({ ...c, ...part });
const members = (group: string, ...more: readonly string[]): Change =>
  set('groups', group, { members: more });
const production =
  (part: Part): Change =>
  (c) => {
    const shop = c.services.find(({ name }) => name === 'shop');
    const placed = { ...shop?.environments['production'], ...part };
    return set('services', 'shop', { environments: { ...shop?.environments, production: placed } })(
      c,
    );
  };

const tests = 'approvals "tests": 1 of eli, zoe';
const all = 'approvals "all": 1 of bo';
const cards = 'approvals "cards": 2 of dana, fay';
const files = 'approvals "files": 1 of chen, kim';
const near = 'approvals "near": 1 of hal';
const shop = 'owners of shop: 1 of chen';
const till = 'owners of till: 1 of hal';
const board = 'the board: 2 of ivo, joy';
const delegation = {
  from: 'fay',
  to: 'eli',
  since: '2026-11-01',
  until: '2026-12-01',
  zone: 'UTC',
};
const rule = { environments: ['production'], quorum: 1 };
const away = { ...delegation, because: 'away' };

describe('3.6 a change asks those whom the rules in force name for what it changes', () => {
  test.each<[string, Change, readonly string[]]>([
    ['approvals: the rule itself', set('approvals', 'cards', { quorum: 1 }), [cards]],
    ['one that is gone', drop('approvals', 'tests'), [tests]],
    [
      'one more whose approvers may break the glass there',
      add('approvals', { ...rule, name: 'new', groups: ['testers'] }),
      [all, cards, files, near],
    ],
    ['groups: a rule that names it', members('sre', 'bo', 'eli', 'zoe'), [all]],
    [
      'a rule that it is handed on to, and who may break the glass',
      members('ops', 'gil', 'eli'),
      [all, cards, files, near],
    ],
    [
      'owners, rules that ask them, and dependants',
      members('till-owners', 'hal', 'eli'),
      [near, till],
    ],
    ['owners of files', members('shop-owners', 'chen', 'eli'), [files, shop]],
    ['the board', members('board', 'ivo', 'joy', 'eli'), [board]],
    ['where they may ask', members('askers', 'ana', 'eli'), [all, cards, files, near]],
    [
      'people: an account more in all groups of theirs',
      set('people', 'fay', { accounts: ['U1', 'U2'] }),
      [cards],
    ],
    [
      'who signs as an owner of files',
      set('people', 'kim', { commits: ['kim@acme.example'] }),
      [files],
    ],
    ['delegations: as if the other one were in their groups', add('delegations', away), [cards]],
    ['onCall: the rules that hand on to it', say({ onCall: [] }), [all]],
    [
      'services: tags, the rules that stop speaking and the board that stops seeing it',
      set('services', 'till', { tags: [] }),
      [cards, till, board],
    ],
    ['a tier', set('services', 'till', { tier: 4 }), [till, board]],
    ['owners', set('services', 'till', { owners: ['testers'] }), [near, till]],
    ['owners of its files', set('services', 'shop', { codeOwners: [] }), [files, shop]],
    ['what it stands on', set('services', 'till', { dependsOn: [] }), [near, till]],
    [
      'how it goes to production',
      production({ target: { argv: ['true'] } }),
      [all, files, near, shop],
    ],
    ['one that is gone', drop('services', 'till'), [tests, all, cards, near, till]],
    [
      'environments: the rules that speak there',
      set('environments', 'staging', { protected: false, deployers: [], slots: 99 }),
      [tests],
    ],
    [
      'who may ask there',
      set('environments', 'production', { deployers: [] }),
      [all, cards, files, near],
    ],
    [
      'blackouts: its owner, and the rules of what it closes',
      drop('blackouts', 'sale'),
      [all, cards, 'owner of blackout "sale": 1 of gil'],
    ],
    [
      'windows',
      set('windows', 'day', { for: 7_200_000 }),
      [tests, 'owner of window "day": 1 of gil'],
    ],
    ['one more', add('windows', { ...nights, name: 'new', environments: ['staging'] }), [tests]],
    ['feeds', drop('feeds', 'fairs'), [tests, 'owner of feed "fairs": 1 of hal']],
    ['notWhile', drop('notWhile', 'alone'), [all, cards]],
    ['cab: the board', (c) => say({ cab: { ...c.cab, quorum: 1 } })(c), [board]],
    ['no board any more', say({ cab: undefined }), [board]],
    [
      'breakGlass: the rules of protected places, and the board it lifts',
      say({ breakGlass: { groups: ['testers'], lasts: 1, review: 1 } }),
      [all, cards, files, near, board],
    ],
    [
      'secondFactor: where it is asked for',
      say({ secondFactor: undefined }),
      [tests, all, cards, files, near],
    ],
    [
      'peopleImport: who says which account is whose',
      say({ peopleImport: { keys: ['k'] } }),
      [all, cards, files, near],
    ],
    ['risk: the rules that ask by it', say({ risk: { medium: 99, high: 100 } }), [near]],
    ['what stands in no line: nobody in particular', say({ tomorrow: true }), []],
  ])('%s', (_, change, expected) => {
    expect(asks(change)).toEqual(expected);
  });

  test('what is only tightened beside it asks nobody of its own', () => {
    const change: Change = (c) => members('sre', 'bo', 'eli')(members('cards', 'dana')(c));
    expect(asks(change)).toEqual([all]);
  });

  test('two approvers of staging do not put themselves among those of production', () => {
    const asked = askedBy(judgedBetween(now, members('sre', 'bo', 'eli', 'zoe')(now)), now);
    const [first] = asked;
    expect(first?.people.filter((one) => ['eli', 'zoe'].includes(one))).toEqual([]);
  });

  test('the same people for the same are asked once, and of many names some', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...rule, name, groups: ['sre'] }));
    const of = { ...now, approvals: five };
    expect(asks(members('sre', 'bo', 'eli'), of)).toEqual([
      'approvals "a", "b", "c", 2 more: 1 of bo',
    ]);
  });

  test('what is known of a key says whom a change of it would ask', () => {
    const rules = (...path: readonly string[]) => governedBy(path, now).asks.map((one) => one.rule);
    expect(rules('groups', 'sre', 'members')).toEqual(['approvals "all"', 'any loosening']);
    expect(rules('services', 'till', 'tags')).toContain('approvals "cards"');
    expect(rules('blackouts', 'sale', 'for')).toContain('owner of blackout "sale"');
  });
});
