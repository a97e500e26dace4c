import { expect, test } from 'vitest';
import { verbs } from '../../src/commands/verbs.ts';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { groupsOf } from '../../src/domain/catalog/find.ts';
import { reachOf } from '../../src/domain/deployment/reach.ts';
import { forbids } from '../../src/domain/deployment/rights.ts';
import { standingOf } from '../../src/domain/deployment/standing.ts';
import { BoardRule } from '../../src/domain/governance/board.ts';
import { LOCK_RULES } from '../../src/domain/governance/lock-rules.ts';
import type { Actor } from '../../src/domain/kernel/actor.ts';
import { NOON } from '../domain/sample.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';

const example = await exampleCatalog();
/** `fay` is in nothing but the group that may let others break the glass. */
const catalog: Catalog = {
  ...example,
  people: [
    ...example.people,
    { id: 'fay', name: 'Fay', accounts: ['U0FAY00001'], zone: null },
    { id: 'gone', name: 'Gone', accounts: [], zone: null },
  ],
  groups: [
    ...example.groups.map((g) =>
      g.name === 'deployers' ? { ...g, members: [...g.members, 'gone'] } : g,
    ),
    { name: 'audit', members: [], mention: null },
    { name: 'incident-leads', members: ['fay'], mention: null },
  ],
  auditors: ['audit'],
  cab: BoardRule.parse({
    environments: ['production'],
    groups: ['incident-leads'],
    businessSeat: 'incident-leads',
  }),
  breakGlass: { ...example.breakGlass, groups: ['incident-leads'] },
  locks: { ...LOCK_RULES, arbiters: ['incident-leads'] },
};

function person(id: string, patch: Partial<Actor> = {}): Actor {
  return {
    id,
    account: `U0${id.toUpperCase()}`,
    name: id,
    kind: 'member',
    groups: groupsOf(catalog, id),
    ...patch,
  };
}

/** Who asks, as the chat and the configuration know them. */
const ROLES = {
  guest: person('ana', { kind: 'guest' }),
  outsider: person('ana', { kind: 'outsider' }),
  bot: person('ana', { kind: 'bot' }),
  deactivated: person('ana', { kind: 'deactivated' }),
  unlinked: { ...person('ana'), id: null, groups: [] },
  'in no group': person('nobody'),
  deployer: person('ana'),
  owner: { ...person('owner'), groups: ['shop-owners'] },
  approver: person('chen'),
  'on the ladder': person('eli'),
  'incident lead': person('fay'),
  auditor: { ...person('audrey'), groups: ['audit'] },
} as const satisfies Record<string, Actor>;
type Role = keyof typeof ROLES;

/** What each verb takes. A verb that is not here fails the test below. */
const TAKES: Readonly<Record<string, string>> = {
  ...all(
    'look',
    'help status matrix list show why dora reviews history retro actions changed suspects diff oncall hand-offs handover home dismiss can cab calendar dashboard approvals risk configuration explain confirm triggers stages flaky digest',
  ),
  ...all('deploy', 'deploy'),
  ...all(
    'steer',
    'stop rollback incident not-cause note action mitigated drill pause resume skip warm followup abort lock unlock mark review explain-change quarantine',
  ),
  ...all('steer or decide', 'blackout'),
  ...all('decide', 'approve reject withdraw line'),
  ...all('vote', 'vote'),
  ...all('adopt', 'adopt'),
  ...all('export', 'access-review'),
  ...all('deploy or vouch', 'break-glass'),
  ...all('look', 'locks'),
  ...all('steer', 'extend ask takeover object'),
  settle: 'settle',
  schedule: 'deploy',
  schedules: 'look',
  unschedule: 'steer',
  train: 'deploy',
};

function all(what: string, names: string): Readonly<Record<string, string>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, what]));
}

const STRANGERS: readonly Role[] = ['guest', 'outsider', 'bot', 'deactivated', 'unlinked'];
const MEMBERS: readonly Role[] = [
  'in no group',
  'deployer',
  'owner',
  'approver',
  'on the ladder',
  'incident lead',
  'auditor',
];

/** Who may, of the members; strangers may nothing but look. For the service shop. */
const MAY: Readonly<Record<string, Readonly<Record<string, readonly Role[]>>>> = {
  look: {
    staging: [...STRANGERS, ...MEMBERS],
    production: [...STRANGERS, ...MEMBERS],
  },
  deploy: { staging: MEMBERS, production: ['deployer', 'approver'] },
  steer: { staging: MEMBERS, production: ['deployer', 'owner', 'approver'] },
  decide: { staging: [], production: ['approver', 'on the ladder'] },
  export: {
    staging: ['owner', 'approver', 'auditor'],
    production: ['owner', 'approver', 'auditor'],
  },
  'steer or decide': {
    staging: MEMBERS,
    production: ['deployer', 'owner', 'approver', 'on the ladder'],
  },
  vote: { staging: [], production: ['incident lead'] },
  settle: { staging: ['incident lead'], production: ['incident lead'] },
  adopt: { staging: MEMBERS, production: ['approver'] },
  'deploy or vouch': {
    staging: MEMBERS,
    production: ['deployer', 'approver', 'on the ladder', 'incident lead'],
  },
};

test('every verb is in the table, and takes what the table says', () => {
  const found = Object.fromEntries(verbs.map((v) => [v.name, v.needs.join(' or ')]));
  expect(found).toEqual(TAKES);
});

const anyOf = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name).join('|');
/** A group that may, or that no rule there lets anybody; somebody to ask, or that nothing is left waiting. */
const NAMES_RULE = new RegExp(
  `\\b(${anyOf(catalog.groups)})\\b|^No (approval rule|change advisory board) speaks about `,
);
const NAMES_HELP = new RegExp(
  `^Ask one of them: (.*, )?(${catalog.people.map(({ id }) => id).join('|')})\\b|^Nothing there waits for `,
);

const cells = verbs.flatMap((verb) =>
  catalog.environments.flatMap(({ name }) =>
    (Object.keys(ROLES) as Role[]).map((role) => [verb.name, role, name] as const),
  ),
);

test.each(cells)('%s by %s in %s', (name, role, environment) => {
  const verb = verbs.find((v) => v.name === name);
  const reach = reachOf(ROLES[role], verb?.needs ?? [], catalog);
  const here = reach.find((one) => one.environment === environment);
  const may = MAY[TAKES[name] ?? '']?.[environment]?.includes(role) ?? false;
  expect(here?.services.includes('shop')).toBe(may);
  if (!may) {
    expect(here?.no?.why).toMatch(MEMBERS.includes(role) ? NAMES_RULE : /\S/);
    expect(here?.no?.fix).toMatch(MEMBERS.includes(role) ? NAMES_HELP : /\S/);
  }
});

test.each(verbs.map((verb) => [verb.name, verb.needs] as const))(
  'auditing gives the right to look and to export, in every environment, and no other: %s',
  (_, needs) => {
    const named = { ...catalog, environments: catalog.environments.map(withDeployers) };
    const reach = reachOf(ROLES.auditor, needs, named);
    const may = needs.includes('look') || needs.includes('export');
    expect(reach.map((one) => [one.environment, one.services.length])).toEqual(
      catalog.environments.map(({ name }) => [name, may ? catalog.services.length : 0]),
    );
  },
);

function withDeployers<E extends { readonly deployers: readonly string[] }>(environment: E): E {
  return { ...environment, deployers: ['deployers'] };
}

const shop = catalog.services.find((s) => s.name === 'shop');
const production = catalog.environments.find((e) => e.name === 'production');
if (!shop || !production) throw new Error('the example has changed');
const where = { service: shop, environment: production };

test.each([
  ['from its channel', 'C024BE91L', null],
  ['from another one', 'C0OTHER001', 'wrong-channel'],
  ['from outside of any', null, 'wrong-channel'],
  ['where nobody asks for the channel', undefined, null],
])('an environment with channels of its own, %s', (_, channel, code) => {
  const bound = {
    ...where,
    environment: { ...production, channels: ['C024BE91L'] },
    ...(channel === undefined ? {} : { channel }),
  };
  expect(forbids(ROLES.deployer, 'deploy', bound, catalog)?.code ?? null).toBe(code);
  expect(forbids(ROLES.deployer, 'steer', bound, catalog)).toBeNull();
});

test.each([
  ['ana', 'deploy', true, 'environments.production.deployers', /ana is in deployers/],
  ['eli', 'deploy', false, 'environments.production.deployers', /deployers and release-managers/],
  ['gone', 'deploy', false, 'people.gone.slack', /no chat account/],
  ['bo', 'decide', true, 'approvals "production"', /bo is in sre/],
  ['eli', 'decide', false, 'approvals', /Where "production" is handed on to eli/],
  ['ana', 'decide', false, 'approvals', /"production" asks sre or .*; ana is in none of them/],
  ['fay', 'vouch', true, 'breakGlass.groups', /incident-leads/],
  ['fay', 'vote', true, 'cab.groups', /incident-leads/],
  ['bo', 'adopt', true, 'approvals "production"', /bo is in sre/],
  ['ana', 'vote', false, 'cab.groups', /seats are those of incident-leads/],
  ['ana', 'look', true, 'looking', /Anybody/],
] as const)('%s, to %s: %s by the rule %s', (id, deed, may, rule, why) => {
  const found = catalog.people.find((p) => p.id === id);
  if (!found) throw new Error(id);
  const standing = standingOf(found, deed, where, catalog, NOON);
  expect(standing).toMatchObject({ may, rule, why: expect.stringMatching(why) });
  expect(standing.who).not.toContain(id);
});

test('who stands in for somebody may decide for them while that lasts', () => {
  const lasts = {
    from: 'bo',
    to: 'ana',
    since: '2026-11-20T00:00',
    until: '2026-11-21T00:00',
    zone: 'UTC',
    because: 'away',
  };
  const ana = catalog.people.find((p) => p.id === 'ana');
  if (!ana) throw new Error('ana');
  const during = { ...catalog, delegations: [lasts] };
  const over = { ...catalog, delegations: [{ ...lasts, until: '2026-11-20T01:00' }] };
  expect(standingOf(ana, 'decide', where, during, NOON)).toMatchObject({
    may: true,
    why: 'ana decides for bo at that time.',
  });
  expect(standingOf(ana, 'decide', where, over, NOON).may).toBe(false);
});
