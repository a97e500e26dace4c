import { beforeAll, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { askedBy } from '../../src/domain/configuration/asked.ts';
import { effectOfAll, judgedBetween } from '../../src/domain/configuration/effect.ts';
import { tellAll } from '../../src/domain/configuration/told.ts';
import { Delegation } from '../../src/domain/governance/delegation.ts';
import { Blackout, ReleaseWindow } from '../../src/domain/governance/window.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';
import { weekly } from './weekly-train.ts';

let acme: Catalog;
beforeAll(async () => {
  acme = await exampleCatalog();
});

type Named = 'environments' | 'services' | 'groups' | 'approvals' | 'people';
type Part = Readonly<Record<string, unknown>>;

/** The catalog with this part of one named thing said differently. */
const set =
  (section: Named, name: string, part: Part) =>
  (c: Catalog): Catalog => ({
    ...c,
    [section]: c[section].map((one) =>
      name === ('id' in one ? one.id : one.name) ? { ...one, ...part } : one,
    ),
  });
const add =
  (section: keyof Catalog, one: unknown) =>
  (c: Catalog): Catalog => ({ ...c, [section]: [...((c[section] ?? []) as unknown[]), one] });
const without =
  (section: Named | 'blackouts' | 'windows', name: string) =>
  (c: Catalog): Catalog => ({
    ...c,
    [section]: c[section].filter((one) => name !== ('id' in one ? one.id : one.name)),
  });

const when = { environments: ['production'], owner: 'platform', zone: 'UTC', for: '1h' };
const night = ReleaseWindow.parse({
  ...when,
  name: 'n',
  from: '2026-01-05T22:00',
  repeat: 'FREQ=DAILY',
});
const fair = Blackout.parse({ ...when, name: 'fair', from: '2026-12-01T00:00' });
const delegation = Delegation.parse({
  from: 'bo',
  to: 'eli',
  since: '2026-11-01',
  until: '2026-12-01',
  zone: 'UTC',
  because: 'away',
});
const whilePayments = {
  name: 'w',
  environments: ['production'],
  services: ['shop'],
  incident: ['checkout'],
};
const rule = { environments: ['production'], quorum: 1 };
const everything = (c: Catalog): Catalog => c;
const shopTarget = (c: Catalog): Catalog => ({
  ...c,
  services: c.services.map((one) => {
    const { production } = one.environments;
    if (one.name !== 'shop' || !production) return one;
    const moved = { ...production, target: { argv: ['true'] } };
    return { ...one, environments: { ...one.environments, production: moved } };
  }),
});

/** The shop in production with this part said differently. */
const inProduction =
  (part: Part) =>
  (c: Catalog): Catalog => ({
    ...c,
    services: c.services.map((one) => {
      const { production } = one.environments;
      if (one.name !== 'shop' || !production) return one;
      const said = { ...production, ...part };
      return { ...one, environments: { ...one.environments, production: said } };
    }),
  });

describe('what a change does to the rules', () => {
  test.each<[string, 'tightens' | 'neutral' | 'loosens', (c: Catalog) => Catalog]>([
    ['nothing', 'neutral', everything],
    ['another name of the organisation', 'neutral', (c) => ({ ...c, organisation: 'Acme Ltd' })],
    ['another mention of a group', 'neutral', set('groups', 'sre', { mention: 'S0OTHER001' })],
    ['a key nobody has heard of', 'loosens', (c) => ({ ...c, tomorrow: true })],
    ['and one within an environment', 'loosens', set('environments', 'production', { fast: true })],
    [
      'a rule more, of known approvers',
      'tightens',
      add('approvals', { ...rule, name: 'x', groups: ['sre'] }),
    ],
    [
      'a rule more, of new approvers',
      'loosens',
      add('approvals', { ...rule, name: 'x', groups: ['deployers'] }),
    ],
    ['where a rule came from', 'neutral', set('approvals', 'production', { because: 'A-3' })],
    [
      'a rule more that says where it came from',
      'tightens',
      add('approvals', { ...rule, name: 'x', groups: ['sre'], because: 'A-3' }),
    ],
    ['held while something else is in trouble', 'tightens', add('notWhile', whilePayments)],
    ['a rule less', 'loosens', without('approvals', 'production')],
    ['more people', 'tightens', set('approvals', 'production', { quorum: 2 })],
    ['fewer people', 'loosens', set('approvals', 'card data, two people', { quorum: 1 })],
    ['other approvers', 'loosens', set('approvals', 'production', { groups: ['sre'] })],
    ['for fewer services', 'loosens', set('approvals', 'production', { services: ['shop'] })],
    ['a member more', 'loosens', set('groups', 'sre', { members: ['bo', 'eli'] })],
    ['a member less', 'tightens', set('groups', 'platform', { members: ['bo'] })],
    ['another member', 'loosens', set('groups', 'sre', { members: ['eli'] })],
    ['a group more', 'loosens', add('groups', { name: 'new', members: ['eli'], mention: null })],
    ['a group less', 'loosens', without('groups', 'platform')],
    [
      'a person more',
      'loosens',
      add('people', { id: 'zoe', name: 'Zoe', accounts: ['U0ZOE00001'], zone: null }),
    ],
    ['a person less', 'tightens', without('people', 'eli')],
    [
      'an account more',
      'loosens',
      set('people', 'eli', { accounts: ['U0ELI00001', 'U0ELI00002'] }),
    ],
    ['an account less', 'tightens', set('people', 'eli', { accounts: [] })],
    ['nobody signs as bo any more', 'loosens', set('people', 'bo', { commits: [] })],
    [
      'fewer deployers',
      'tightens',
      set('environments', 'production', { deployers: ['deployers'] }),
    ],
    ['everybody deploys', 'loosens', set('environments', 'production', { deployers: [] })],
    [
      'from one channel only',
      'tightens',
      set('environments', 'production', { channels: ['C0DEPLOYS1'] }),
    ],
    ['no preview', 'loosens', set('environments', 'production', { protected: false })],
    ['a preview', 'tightens', set('environments', 'staging', { protected: true })],
    ['another order', 'loosens', set('environments', 'production', { order: 0 })],
    ['another provider', 'loosens', set('environments', 'production', { provider: 'command' })],
    ['more at once', 'loosens', set('environments', 'production', { slots: 9 })],
    ['fewer at once', 'tightens', set('environments', 'production', { slots: 1 })],
    ['another alias', 'loosens', set('environments', 'staging', { aliases: ['prod'] })],
    [
      'ranks that change places',
      'loosens',
      (c) => ({ ...c, environments: c.environments.toReversed() }),
    ],
    ['a blackout more', 'tightens', add('blackouts', fair)],
    ['a blackout less', 'loosens', without('blackouts', 'index rebuild')],
    ['the first release window', 'tightens', add('windows', night)],
    ['a board', 'tightens', (c) => ({ ...c, cab: { environments: ['production'] } as never })],
    [
      'others may break the glass',
      'loosens',
      (c) => ({ ...c, breakGlass: { ...c.breakGlass, groups: ['deployers'] } }),
    ],
    ['somebody decides for another', 'loosens', add('delegations', delegation)],
    ['others on call', 'loosens', (c) => ({ ...c, onCall: [] })],
    ['other tags', 'loosens', set('services', 'checkout', { tags: [] })],
    ['other owners', 'loosens', set('services', 'shop', { owners: ['deployers'] })],
    ['another tier', 'loosens', set('services', 'shop', { tier: 4 })],
    ['another target', 'loosens', shopTarget],
    [
      'other programs that deploy it',
      'loosens',
      inProduction({ target: { shift: ['deploy', '50'] } }),
    ],
    [
      'another repository of its images',
      'loosens',
      inProduction({ target: { image: 'elsewhere.example/shop' } }),
    ],
    [
      'more errors that pass',
      'loosens',
      inProduction({ criteria: { maxErrorRate: 0.5, maxP99Ratio: 2, minRequests: 1 } }),
    ],
    [
      'and even fewer, whose judge then has no say',
      'loosens',
      inProduction({ criteria: { maxErrorRate: 0, maxP99Ratio: 1, minRequests: 1e9 } }),
    ],
    ['nobody walks through it', 'loosens', inProduction({ journeys: [] })],
    ['nothing is looked at from outside', 'loosens', inProduction({ validations: [] })],
    [
      'nothing is promised',
      'loosens',
      inProduction({ objectives: [{ name: 'all', target: 0.1 }] }),
    ],
    [
      'another strategy',
      'loosens',
      inProduction({ strategy: { kind: 'rolling', batches: [100], bake: 0 } }),
    ],
    [
      'another query',
      'loosens',
      set('environments', 'production', {
        signals: { kind: 'prometheus', queries: { errors: 'vector(0)' } },
      }),
    ],
    ['a service less', 'loosens', without('services', 'search')],
    ['a service more', 'loosens', (c) => add('services', { ...c.services[0], name: 'copy' })(c)],
  ])('%s: %s', (_, effect, change) => {
    expect(effectOfAll(judgedBetween(acme, change(acme)))).toBe(effect);
  });

  test('what loosens is not hidden by what tightens', () => {
    const both = (c: Catalog): Catalog =>
      set('approvals', 'card data, two people', { quorum: 1 })(add('blackouts', fair)(c));
    expect(effectOfAll(judgedBetween(acme, both(acme)))).toBe('loosens');
  });

  test('whoever may only break the glass is made an approver by nobody but approvers', () => {
    const open: Catalog = { ...acme, breakGlass: { ...acme.breakGlass, groups: ['deployers'] } };
    const more = add('approvals', { ...rule, name: 'x', groups: ['deployers'] })(open);
    expect(effectOfAll(judgedBetween(open, more))).toBe('loosens');
  });

  test('approvers of some changes are not made approvers of all', () => {
    const some = { ...rule, name: 'some', groups: ['deployers'], risk: 'high' };
    const before = add('approvals', some)(acme);
    const more = add('approvals', { ...rule, name: 'all', groups: ['deployers'] })(before);
    expect(effectOfAll(judgedBetween(before, more))).toBe('loosens');
  });

  test('a second release window opens its own time', () => {
    const one = add('windows', night)(acme);
    const two = add('windows', { ...night, name: 'm' })(one);
    expect(effectOfAll(judgedBetween(one, two))).toBe('loosens');
  });

  test('whoever else may let a train depart, or what is held on it, is a change of who decides', () => {
    const driven: Catalog = { ...acme, trains: [{ ...weekly, driver: 'release-managers' }] };
    const others: Catalog = { ...acme, trains: [{ ...weekly, driver: 'deployers' }] };
    expect(effectOfAll(judgedBetween(driven, others))).toBe('loosens');
    expect(effectOfAll(judgedBetween(acme, driven))).toBe('neutral');
  });

  test('whoever leaves a board may have been against', () => {
    const cab = { environments: ['production'], groups: ['platform'], businessSeat: 'sre' };
    const seated: Catalog = { ...acme, cab: cab as never };
    const fewer = set('groups', 'platform', { members: ['bo'] })(seated);
    expect(effectOfAll(judgedBetween(seated, fewer))).toBe('loosens');
  });
});

describe('whom a change asks', () => {
  const asks = (change: (c: Catalog) => Catalog, of = acme) =>
    askedBy(judgedBetween(of, change(of)), of);

  test('an approval rule asks its own approvers, as many as it did, and two in all', () => {
    expect(asks(set('approvals', 'card data, two people', { quorum: 1 }))).toMatchObject([
      { rule: 'approvals "card data, two people"', quorum: 2 },
      { rule: 'any loosening', quorum: 2 },
    ]);
    expect(asks(set('approvals', 'production', { groups: ['deployers'] }))).toMatchObject([
      {
        rule: 'approvals "production"',
        quorum: 1,
        people: expect.not.arrayContaining(['ana', 'eli']),
      },
      { rule: 'any loosening', quorum: 2 },
    ]);
  });

  test('a service asks its owners', () => {
    expect(asks(set('services', 'shop', { tier: 4 }))).toMatchObject([
      { rule: 'owners of shop', people: ['chen'], quorum: 1 },
      { rule: 'any loosening', quorum: 2 },
    ]);
  });

  test('whoever was only just made an approver is not asked', () => {
    const ours = set('groups', 'sre', { members: ['bo', 'eli'] });
    expect(asks(ours).flatMap(({ people }) => people)).not.toContain('eli');
  });

  test('who has no account is not asked, and what tightens asks nobody of its rule', () => {
    const gone = set('people', 'bo', { accounts: [] })(acme);
    const change = (c: Catalog): Catalog =>
      set('approvals', 'production', { quorum: 2 })(set('services', 'shop', { tier: 4 })(c));
    expect(asks(change, gone).map(({ rule }) => rule)).toEqual(['owners of shop', 'any loosening']);
    expect(asks(change, gone).flatMap(({ people }) => people)).not.toContain('bo');
  });
});

describe('what is told of a change', () => {
  test('what loosens first, and of long values the part where they differ', () => {
    const argv = (last: string) => ({
      argv: [...Array.from({ length: 60 }, (_, i) => `part-${i}`), last],
    });
    const target = (last: string) => (c: Catalog) => ({
      ...shopTarget(c),
      organisation: last,
      extra: argv(last),
    });
    const told = tellAll(judgedBetween(target('one')(acme), target('two')(acme)));
    expect(told).toMatchObject([
      { what: 'extra "argv"', effect: 'loosens', from: expect.stringMatching(/^….*part-59, one$/) },
      { what: 'organisation', effect: 'neutral', from: '"one"', to: '"two"' },
    ]);
  });
});

test('where naming none means all of them, it is said so', () => {
  const open = set('environments', 'production', { deployers: [], lookEvery: null })(acme);
  const shut = set('environments', 'production', { channels: ['C024BE91L'] })(acme);
  const told = [open, shut].flatMap((after) => tellAll(judgedBetween(acme, after)));
  expect(told.map(({ what, from, to }) => `${what}: ${from} → ${to}`)).toEqual([
    'environments "production" deployers: deployers, release-managers → everybody',
    'environments "production" lookEvery: 5 minutes → null',
    'environments "production" channels: any channel → C024BE91L',
  ]);
});

describe('5.3 what a flag could become', () => {
  const placed = (target: object, more: object = {}) => ({
    provider: 'flags',
    environments: { production: { criteria: {}, strategy: { kind: 'rolling' }, target, ...more } },
  });
  const flag = (target: object, more?: object) => (c: Catalog) =>
    set('services', 'shop', placed(target, more))(c);
  const one = { variants: { on: true }, states: { on: { serve: 'on' } } };
  const two = { ...one, states: { ...one.states, all: { serve: 'on' } } };
  const effect = (before: Catalog, after: Catalog) => effectOfAll(judgedBetween(before, after));

  test('loosens nothing: somebody is given it by a deployment of its digest alone', () => {
    expect(effect(flag(one)(acme), flag(two)(acme))).toBe('neutral');
  });

  test('how it gets there does, and so does the target of anything that is no flag', () => {
    expect(effect(flag(one)(acme), flag(two, { strategy: { kind: 'x' } })(acme))).toBe('loosens');
    const other = (c: Catalog) => set('services', 'shop', { provider: 'command' })(c);
    expect(effect(other(flag(one)(acme)), other(flag(two)(acme)))).toBe('loosens');
    expect(effect(other(flag(one)(acme)), flag(two)(acme))).toBe('loosens');
  });
});
