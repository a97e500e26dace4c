import { expect, test } from 'vitest';
import type { Catalog, Person } from '../../src/domain/catalog/catalog.ts';
import { BoardRule } from '../../src/domain/governance/board.ts';
import { BreakGlassRule } from '../../src/domain/governance/break-glass.ts';
import { readCodeOwners } from '../../src/domain/governance/code-owners.ts';
import { type Blackout, ReleaseWindow } from '../../src/domain/governance/window.ts';
import { guarded } from '../../src/domain/rulebook/guarded.ts';
import { proveRules } from '../../src/domain/rulebook/index.ts';
import type { StrategyConfig } from '../../src/domain/strategies/index.ts';
import { askedByDev, asks, catalogOf, closed, found, group, person, there } from './rules.ts';

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
  expect(proveRules(askedByDev(catalogOf({ people, approvals: [asks()] })))).toEqual([
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
    found(askedByDev(catalogOf({ people, groups: sre, approvals: [rule] })));
  expect(on(day)).toEqual([
    'approval rule two of them: for 112 hours of the week nobody it asks could approve',
  ]);
  expect(on([...day, night])).toHaveLength(1);
  const groups = [...sre, { name: 'night', members: ['chen'], mention: null }];
  const escalate = [{ after: 60_000, to: ['night'] }];
  const laddered = { people: [...day, night], groups, approvals: [asks({ escalate })] };
  expect(found(askedByDev(catalogOf(laddered)))).toEqual([]);
  expect(on([person('ana'), person('bo', ['09:00', '17:00'])])).toEqual([]);
  expect(on([person('ana'), person('bo', ['09:00', '17:00'])], asks({ quorum: 2 }))).toContain(
    'approval rule two of them: for 112 hours of the week nobody it asks could approve',
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
      example: 'a deployment of shop to production (manual) would start in the middle of it',
    },
  ]);
  const onTrains = guarded((_, way) => [{ kind: way === 'train' ? 'lock' : 'blackout' }]);
  expect(onTrains(catalog).map(({ example }) => example)).toEqual(
    ['shop', 'search'].map(
      (name) => `a deployment of ${name} to production (train) would start in the middle of it`,
    ),
  );
});

const swap = (catalog: Catalog, strategy: StrategyConfig): Catalog => ({
  ...catalog,
  services: catalog.services.map((one) => ({
    ...one,
    environments: { ...one.environments, production: { ...there, strategy } },
  })),
});
const slow: StrategyConfig = { kind: 'blue-green', rehearse: 3 * 3_600_000, bake: 60_000 };

test('a path around a blackout: a rollout that takes longer than it and may finish', () => {
  const lunch = closed('lunch', { from: '2026-01-05T12:00', for: '2h' });
  expect(proveRules(swap(catalogOf({ blackouts: [lunch] }), slow))).toEqual([
    {
      about: 'blackout lunch',
      what: 'a rollout of shop takes longer than it and goes through it',
      example:
        'shop to production started at 2026-01-05 10:59 UTC meets more people at 2026-01-05 13:59 UTC, and the blackout of 2 hours was over then; "inFlight: pause" would hold it',
    },
  ]);
  for (const inFlight of ['pause', 'roll-back'])
    expect(
      found(swap(catalogOf({ blackouts: [{ ...lunch, inFlight } as Blackout] }), slow)),
    ).toEqual([]);
  const longer = closed('lunch', { from: '2026-01-05T12:00', for: '4h' });
  expect(found(swap(catalogOf({ blackouts: [longer] }), slow))).toEqual([]);
});

test('a path around a blackout: a glass that was broken for another and outlasts it', () => {
  const blackouts = [
    closed('day', {}),
    closed('backup', { from: '2026-01-05T22:00', for: '1h', services: ['search'] }),
  ];
  const lasting = (lasts: string) =>
    catalogOf({ blackouts, breakGlass: BreakGlassRule.parse({ groups: ['sre'], lasts }) });
  expect(proveRules(lasting('4h'))).toEqual([
    {
      about: 'blackout backup',
      what: 'a glass broken for "day" opens all of it as well',
      example:
        'broken at 2026-01-05 18:00 UTC for search in production it lasts until 2026-01-05 22:00 UTC, past the end of "backup" at 2026-01-05 22:00 UTC; shorten "lasts" of breakGlass',
    },
  ]);
  expect(found(lasting('3h'))).toEqual([]);
  expect(found(catalogOf({ blackouts: blackouts.slice(1) }))).toEqual([]);
});

test('a path around a blackout: the same place by the name of another environment', () => {
  const placed = (production: object, twin: object) =>
    catalogOf({
      blackouts: [closed('day', {})],
      services: catalogOf()
        .services.slice(0, 1)
        .map((one) => ({
          ...one,
          environments: {
            staging: { ...there, target: { ...twin } },
            production: { ...there, target: { ...production } },
          },
        })),
    });
  const hosts = { backend: 'shop', slots: { blue: ['a'] } };
  expect(proveRules(placed(hosts, hosts))).toEqual([
    {
      about: 'blackout day',
      what: 'there is a path around it',
      example:
        'shop has the same target in staging as in production, so /deploy shop to staging changes it in the middle of "day", which does not speak of staging',
    },
  ]);
  expect(found(placed(hosts, { ...hosts, backend: 'shop-staging' }))).toEqual([]);
  const filledIn = { start: ['./deploy', '{environment}'] };
  expect(found(placed(filledIn, filledIn))).toEqual([]);
  expect(found(placed({}, {}))).toEqual([]);
});

test.each<[string, Partial<Record<keyof Blackout, unknown>>, boolean]>([
  [
    'each of its days is left out',
    { repeat: 'FREQ=DAILY;COUNT=2', except: ['2026-01-05', '2026-01-06'] },
    true,
  ],
  ['all of its days but one are', { repeat: 'FREQ=DAILY;COUNT=2', except: ['2026-01-05'] }, false],
  [
    'its rule ends before it begins',
    { from: '2027-01-05T08:00', repeat: 'FREQ=DAILY;UNTIL=20261231T000000Z' },
    true,
  ],
  ['it was once, long ago', { from: '2001-01-05T08:00', repeat: undefined }, false],
])('a blackout that is never in force is a path around it: %s', (_, patch, isNever) => {
  const blackouts = [closed('day', patch)];
  const example = expect.stringMatching(
    /^shop to production could start at 202[67]-01-05 07:00 UTC/,
  );
  expect(proveRules(catalogOf({ blackouts }))).toEqual(
    isNever ? [{ about: 'blackout day', what: 'it is never in force', example }] : [],
  );
});

test.each([
  [
    { services: [] },
    'where none of the services it names (there are none) runs, while shop to production goes past it',
  ],
  [{ services: ['basket'] }, 'where none of basket runs, while shop to production goes past it'],
  [{ environments: ['nowhere'] }, 'it speaks of nowhere, where no service runs'],
])('a blackout that holds nothing: %j', (patch, example) => {
  const [first, ...more] = proveRules(catalogOf({ blackouts: [closed('day', patch)] }));
  expect(first).toMatchObject({ about: 'blackout day', what: 'it holds nothing' });
  expect(first?.example).toContain(example);
  expect(more).toEqual([]);
});

test('a deadlock: whoever asks, the only approver wrote the change', () => {
  const [staging, production] = catalogOf().environments;
  if (!staging || !production) throw new Error('two environments');
  const environments = [staging, { ...production, deployers: ['devs'] }];
  const groups = [group('sre', 'bo'), group('devs', 'ana', 'chen')];
  const alone = catalogOf({ environments, groups, approvals: [asks()] });
  expect(proveRules(alone)).toEqual([
    {
      about: 'approval rule two of them',
      what: 'nobody could ever approve a change of bo, whoever asks',
      example:
        'shop to production asked for by ana with a change of bo needs "two of them" of bo, less the two of them',
    },
  ]);
  expect(found({ ...alone, groups: [group('sre', 'bo', 'chen'), group('devs', 'ana')] })).toEqual(
    [],
  );
});

const owned = (text: string, patch: Partial<Catalog>): Catalog => {
  const catalog = catalogOf(patch);
  const codeOwners = readCodeOwners(text).entries;
  return { ...catalog, services: catalog.services.map((one) => ({ ...one, codeOwners })) };
};

test('a deadlock: a file whose only owner wrote the change, where everybody else has more than one', () => {
  const groups = [group('sre', 'ana', 'bo', 'chen'), group('dba', 'bo')];
  const approvals = [asks({ name: 'files', groups: ['code-owners'] })];
  const lone = owned('*  @sre\n/db/**/*.sql  @dba\n', { groups, approvals });
  expect(proveRules(lone)).toEqual([
    {
      about: 'approval rule files',
      what: 'nobody could ever approve a change of bo, whoever asks',
      example:
        'shop to production asked for by ana with a change of bo in db/x.sql needs "files" of bo, less the two of them',
    },
  ]);
  const two = [group('sre', 'ana', 'bo', 'chen'), group('dba', 'bo', 'chen')];
  const bigger = owned('*  @sre\n/db/**/*.sql  @dba\n', { groups: two, approvals });
  expect(found(bigger)).toEqual([]);
  // Of a change that a rule speaks of it asks the owners of every file.
  const only = [asks({ name: 'files', groups: ['code-owners'], paths: ['src/'] })];
  const [first] = proveRules(owned('*  @sre\n/db/**/*.sql  @dba\n', { groups, approvals: only }));
  expect(first?.example).toContain('with a change of bo in x and db/x.sql and src/x needs');
});

test('a deadlock: each file has an owner more than it needs, and two of them together have not', () => {
  const [staging, production] = catalogOf().environments;
  if (!staging || !production) throw new Error('two environments');
  const people = ['ana', 'bo', 'chen', 'dana'].map((id) => person(id));
  const environments = [staging, { ...production, deployers: ['devs'] }];
  const groups = [
    group('sre', 'bo', 'chen', 'dana'),
    group('web', 'bo', 'chen'),
    group('dba', 'bo', 'chen'),
    group('devs', 'ana'),
  ];
  const approvals = [asks({ name: 'files', groups: ['code-owners'], distinct: true })];
  const both = { people, environments, groups, approvals };
  const [first, ...more] = proveRules(owned('db/  @dba\nweb/  @web\n', both));
  expect(first?.example).toBe(
    'shop to production asked for by ana with a change of bo in db/x and web/x needs "files: dba" and "files: web" of bo, chen, less the two of them',
  );
  expect(more).toEqual([]);
  expect(found(owned('db/  @dba\nweb/  @sre\n', both))).toEqual([]);
});

test('a deadlock: rules that share nobody and have one too few without the author', () => {
  const [staging, production] = catalogOf().environments;
  if (!staging || !production) throw new Error('two environments');
  const people = ['ana', 'bo', 'chen', 'dana'].map((id) => person(id));
  const environments = [staging, { ...production, deployers: ['devs'] }];
  const groups = [group('sre', 'bo', 'chen'), group('devs', 'ana')];
  const approvals = [
    asks({ name: 'one', distinct: true }),
    asks({ name: 'other', distinct: true }),
  ];
  const [first] = proveRules(catalogOf({ people, environments, groups, approvals }));
  expect(first?.example).toContain('with a change of bo needs "one" and "other" of bo, chen');
  const more = [group('sre', 'bo', 'chen', 'dana'), group('devs', 'ana')];
  expect(found(catalogOf({ people, environments, groups: more, approvals }))).toEqual([]);
});

test('a deadlock: the board has no vote of the business without the author', () => {
  const groups = [group('sre', 'ana', 'bo', 'chen'), group('product', 'chen')];
  const cab = BoardRule.parse({
    environments: ['production'],
    groups: ['sre'],
    businessSeat: 'product',
    impact: { tiers: [2] },
  });
  const [first] = proveRules(catalogOf({ groups, cab }));
  expect(first).toMatchObject({
    about: 'cab',
    what: 'the board could never vote on a change of chen, whoever asks',
  });
  expect(first?.example).toContain('asked for by ana with a change of chen needs 2 votes');
});

test('a glass that nobody could break, whoever asks', () => {
  const breakGlass = BreakGlassRule.parse({ groups: ['sre'] });
  const blackouts = [closed('day', {})];
  const groups = [group('sre', 'bo')];
  expect(proveRules(catalogOf({ blackouts, groups, breakGlass }))).toEqual([
    {
      about: 'breakGlass',
      what: 'nobody could break the glass for shop in production, whoever asks',
      example: 'it takes 2 others of sre with an account; when ana asks there is only bo',
    },
  ]);
  expect(found(catalogOf({ groups, breakGlass }))).toEqual([]);
  expect(found(catalogOf({ blackouts, breakGlass }))).toEqual([]);
  expect(found(catalogOf({ blackouts, groups }))).toEqual([]);
});
