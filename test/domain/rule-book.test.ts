import { expect, test } from 'vitest';
import type { Catalog, Person } from '../../src/domain/catalog/catalog.ts';
import type { ApprovalRule } from '../../src/domain/governance/approval.ts';
import { BreakGlassRule } from '../../src/domain/governance/break-glass.ts';
import { Blackout, ReleaseWindow } from '../../src/domain/governance/window.ts';
import { guarded } from '../../src/domain/rulebook/guarded.ts';
import { proveRules } from '../../src/domain/rulebook/index.ts';
import { defaultStrategy } from '../../src/domain/strategies/index.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';

const there = {
  strategy: defaultStrategy('rolling'),
  criteria: Criteria.parse({}),
  target: {},
};

function catalogOf(patch: Partial<Catalog> = {}): Catalog {
  return {
    version: 'v',
    organisation: 'Acme',
    channel: '#deploys',
    environments: ['staging', 'production'].map((name, i) => ({
      name,
      aliases: [],
      order: i + 1,
      protected: i > 0,
      region: 'eu',
      provider: 'fleet',
      slots: 1,
      zone: 'UTC',
      deployers: [],
    })),
    services: ['shop', 'search'].map((name) => ({
      name,
      aliases: [],
      owners: ['sre'],
      tier: 2,
      tags: [],
      capability: null,
      environments: { staging: there, production: there },
    })),
    people: [person('ana'), person('bo'), person('chen')],
    groups: [{ name: 'sre', members: ['ana', 'bo', 'chen'], mention: null }],
    approvals: [],
    blackouts: [],
    windows: [],
    breakGlass: BreakGlassRule.parse({}),
    ...patch,
  };
}

function person(id: string, hours?: readonly [string, string], zone = 'UTC'): Person {
  const [from = '', until = ''] = hours ?? [];
  const days = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const;
  const workingHours = hours && { from, until, days: [...days] };
  return { id, name: id, accounts: [`U${id}`], zone, ...(workingHours && { workingHours }) };
}

function closed(name: string, patch: Partial<Record<keyof Blackout, unknown>>): Blackout {
  return Blackout.parse({
    name,
    environments: ['production'],
    owner: 'sre',
    zone: 'Europe/Berlin',
    from: '2026-01-05T08:00',
    for: '12h',
    repeat: 'FREQ=DAILY',
    ...patch,
  });
}

const asks = (patch: Partial<ApprovalRule> = {}): ApprovalRule => ({
  name: 'two of them',
  environments: ['production'],
  groups: ['sre'],
  quorum: 1,
  ...patch,
});

const found = (catalog: Catalog) =>
  proveRules(catalog).map(({ about, what }) => `${about}: ${what}`);

test('a rule book with nothing odd in it', () => {
  const blackouts = [closed('day', {}), closed('holidays', { for: '14d', repeat: 'FREQ=YEARLY' })];
  expect(proveRules(catalogOf({ approvals: [asks()], blackouts }))).toEqual([]);
});

test.each([
  ['one that lasts until it comes back', [closed('day', { for: '24h' })], '"day" never reopens'],
  [
    'two that fill the day between them',
    [closed('day', {}), closed('night', { from: '2026-01-05T20:00' })],
    '"day" and "night" together never reopen',
  ],
  [
    'one that begins later',
    [closed('day', {}), closed('ever', { from: '2026-06-01T00:00', for: '30d' })],
    '"day" and "ever" together never reopen',
  ],
  [
    'one single time longer than anybody means',
    [closed('x', { for: '900d', repeat: undefined })],
    'never reopens',
  ],
])('%s', (_, blackouts, what) => {
  const [first, ...more] = proveRules(catalogOf({ blackouts }));
  expect(first?.what).toContain(what);
  expect(first?.about).toBe(`blackout ${blackouts.at(-1)?.name}`);
  expect(first?.example).toMatch(/^shop to production could not start at any moment from 2026-/);
  expect(more).toEqual([]);
});

test.each([
  ['a minute stays open', [closed('day', { for: '23h59m' })]],
  [
    'each for another service',
    [
      closed('day', { services: ['shop'] }),
      closed('night', { from: '2026-01-05T20:00', services: ['search'] }),
    ],
  ],
  ['it comes back only so often', [closed('day', { for: '24h', repeat: 'FREQ=DAILY;COUNT=90' })]],
])('%s: it reopens', (_, blackouts) => {
  expect(proveRules(catalogOf({ blackouts }))).toEqual([]);
});

test.each([
  ['the only hour it opens is closed each day', '12:00', 1],
  ['an hour that nothing closes', '21:00', 0],
])('release windows under a blackout by day: %s', (_, clock, findings) => {
  const window = ReleaseWindow.parse({
    ...closed('lunch', {}),
    from: `2026-01-05T${clock}`,
    for: '1h',
  });
  const proved = proveRules(catalogOf({ blackouts: [closed('day', {})], windows: [window] }));
  expect(proved).toHaveLength(findings);
  const what = '"day" never reopens within the release windows "lunch"';
  expect(proved.every((one) => one.what === what)).toBe(true);
});

test('hours in which nobody whom a rule asks is at work, with such an hour', () => {
  const people = [
    person('ana', ['09:00', '17:00']),
    person('bo', ['16:00', '23:00']),
    person('chen', ['23:00', '08:00']),
  ];
  expect(proveRules(catalogOf({ people, approvals: [asks()] }))).toEqual([
    {
      about: 'approval rule two of them',
      what: 'for 7 hours of the week nobody it asks could approve',
      example:
        'shop to production asked for on Mon 08:00 UTC needs 1 of ana, bo, chen, and too few are at work until Mon 09:00 UTC',
    },
  ]);
});

test('nobody is missing where somebody has no hours, the ladder fills them, or they are close enough', () => {
  const day = [person('ana', ['09:00', '17:00']), person('bo', ['09:00', '17:00'])];
  const night = person('chen', ['17:00', '09:00']);
  const sre = [{ name: 'sre', members: ['ana', 'bo'], mention: null }];
  const on = (people: readonly Person[], rule = asks()) =>
    found(catalogOf({ people, groups: sre, approvals: [rule] }));
  expect(on(day)).toEqual([
    'approval rule two of them: for 112 hours of the week nobody it asks could approve',
  ]);
  expect(on([...day, night])).toHaveLength(1);
  const groups = [...sre, { name: 'night', members: ['chen'], mention: null }];
  const escalate = [{ after: 60_000, to: ['night'] }];
  const laddered = { people: [...day, night], groups, approvals: [asks({ escalate })] };
  expect(found(catalogOf(laddered))).toEqual([]);
  expect(on([person('ana'), person('bo', ['09:00', '17:00'])])).toEqual([]);
  expect(on([person('ana'), person('bo', ['09:00', '17:00'])], asks({ quorum: 2 }))).toHaveLength(
    1,
  );
});

test('the change of clocks opens a gap on one side only, and it is found', () => {
  const people = [
    person('ana', ['08:00', '20:00'], 'Europe/Berlin'),
    person('bo', ['19:00', '07:00']),
  ];
  const sre = [{ name: 'sre', members: ['ana', 'bo'], mention: null }];
  const [gap] = proveRules(catalogOf({ people, groups: sre, approvals: [asks()] }));
  expect(gap?.example).toMatch(/on Mon 18:00 UTC .* until Mon 19:00 UTC/);
});

test('an environment to which nobody may deploy', () => {
  const groups = [{ name: 'sre', members: ['ana'], mention: null }];
  const people = [{ ...person('ana'), accounts: [] }, person('bo')];
  const [staging, production] = catalogOf().environments;
  if (!staging || !production) throw new Error('two environments');
  const environments = [staging, { ...production, deployers: ['sre'] }];
  expect(found(catalogOf({ groups, people, environments }))).toEqual([
    'environment production: nobody may deploy to production',
  ]);
});

test('a path that would leave the blackout out is found, service by service', () => {
  const catalog = catalogOf({ blackouts: [closed('day', {})] });
  expect(guarded()(catalog)).toEqual([]);
  const around = guarded(({ service }) =>
    service.name === 'shop' ? [{ kind: 'lock' }] : [{ kind: 'blackout' }],
  );
  expect(around(catalog)).toEqual([
    {
      about: 'blackout day',
      what: 'there is a path around it',
      example: 'a deployment of shop to production would start in the middle of it',
    },
  ]);
});
