import { expect, test } from 'vitest';
import type { Catalog, Person } from '../../src/domain/catalog/catalog.ts';
import type { ApprovalRule } from '../../src/domain/governance/approval.ts';
import { BoardRule } from '../../src/domain/governance/board.ts';
import { ReleaseWindow } from '../../src/domain/governance/window.ts';
import { quorate } from '../../src/domain/rulebook/quorate.ts';
import { staffed } from '../../src/domain/rulebook/staffed.ts';
import { askedByDev, asks, catalogOf, closed, group, person } from './rules.ts';

/** Production takes deployments from these, and the people beside `dev` approve, or sit on the board. */
function asked(by: readonly string[], people: readonly Person[], more: Partial<Catalog>): Catalog {
  const sre = group('sre', ...people.map(({ id }) => id));
  const catalog = askedByDev(catalogOf({ people, groups: [sre], ...more }));
  return { ...catalog, groups: [sre, group('devs', ...by)] };
}

const said = (catalog: Catalog) => staffed(catalog).map(({ about, what }) => `${about}: ${what}`);

const day = ['09:00', '17:00'] as const;
const late = ['13:00', '21:00'] as const;
const weekdays = (one: Person): Person => ({
  ...one,
  ...(one.workingHours && {
    workingHours: { ...one.workingHours, days: ['mo', 'tu', 'we', 'th', 'fr'] },
  }),
});

test('whoever asks never approves: the hours in which only they are there, with such an hour', () => {
  const people = [person('ana'), person('bo', day), person('chen', late)];
  expect(staffed(asked(['ana', 'bo'], people, { approvals: [asks()] }))).toEqual([
    {
      about: 'approval rule two of them',
      what: 'nobody it asks could approve what is asked for by ana (84 hours of the week)',
      example:
        'shop to production asked for by ana on Mon 00:00 UTC needs 1 of bo, chen, and too few are at work until Mon 09:00 UTC',
    },
  ]);
});

test('of several who ask each has hours of their own', () => {
  const people = [person('ana', day), person('bo', late)];
  const night = person('night', ['17:00', '13:00']);
  const rules = { approvals: [asks({ quorum: 1 })] };
  expect(said(asked(['ana', 'bo', 'dev'], [...people, night], rules))).toEqual([]);
  const gone = asked(['ana', 'bo'], people, rules);
  expect(said(gone)).toEqual([
    'approval rule two of them: for 84 hours of the week nobody it asks could approve',
    'approval rule two of them: nobody it asks could approve what is asked for by ana (28 hours of the week) or bo (28)',
  ]);
});

const windows = (from: string, repeat = 'FREQ=DAILY'): readonly ReleaseWindow[] => [
  ReleaseWindow.parse({ ...closed('open', {}), zone: 'UTC', from, for: '8h', repeat }),
];
const two = asks({ quorum: 2 });

test.each<[string, readonly string[], readonly Person[], Partial<Catalog>, RegExp | null]>([
  ['somebody else is always there', ['ana'], [person('ana'), person('bo')], {}, null],
  ['who asks is asked by no rule', ['dev'], [person('ana'), person('bo', day)], {}, null],
  [
    'who asks is away when the others are',
    ['ana'],
    [person('ana', day), person('bo', day), person('n', ['17:00', '09:00'])],
    {},
    null,
  ],
  [
    'who asks comes earlier',
    ['ana'],
    [person('ana', day), person('bo', late), person('n', ['17:00', '09:00'])],
    {},
    /by ana \(28 hours/,
  ],
  [
    'two are needed and three are there',
    ['ana'],
    ['ana', 'bo', 'chen'].map((id) => person(id)),
    { approvals: [two] },
    null,
  ],
  [
    'two are needed, and one of three sleeps',
    ['ana'],
    [person('ana'), person('bo'), person('chen', day)],
    { approvals: [two] },
    /by ana \(112 hours/,
  ],
  [
    'two are needed, and who sleeps asks',
    ['chen'],
    [person('ana'), person('bo'), person('chen', day)],
    { approvals: [two] },
    null,
  ],
  [
    'the rule could never do without who asks: a fault, and none of the clock',
    ['ana'],
    [person('ana')],
    {},
    null,
  ],
  [
    'a release window while the other is there',
    ['ana'],
    [person('ana'), person('bo', day)],
    { windows: windows('2026-01-05T09:00') },
    null,
  ],
  [
    'a release window that begins next year',
    ['ana'],
    [person('ana'), person('bo', day)],
    { windows: windows('2027-03-01T09:00') },
    null,
  ],
  [
    'a release window an hour before',
    ['ana'],
    [person('ana'), person('bo', day)],
    { windows: windows('2026-01-05T08:00') },
    /by ana \(7 hours.*Mon 08:00 UTC needs 1 of bo.*until Mon 09:00/,
  ],
  [
    'a release window once a month, in another week',
    ['ana'],
    [person('ana'), person('bo', day)],
    { windows: windows('2026-01-31T09:00', 'FREQ=MONTHLY;BYMONTHDAY=31') },
    /by ana \(112 hours/,
  ],
  [
    'a release window in which nobody is there at all',
    ['dev'],
    [person('bo', day), person('chen', day)],
    { windows: windows('2026-01-05T12:00') },
    /for 21 hours of the week.*on Mon 17:00 UTC.*until Tue 09:00/,
  ],
])('%s', (_, by, people, more, expected) => {
  const all = staffed(asked(by, people, { approvals: [asks()], ...more }));
  if (expected === null) expect(all).toEqual([]);
  else {
    expect(all).toHaveLength(1);
    expect(`${all[0]?.what}: ${all[0]?.example}`).toMatch(expected);
  }
});

test('a ladder that ends with whoever asks is no ladder for them', () => {
  const people = [person('bo', day), person('chen', day), person('night', ['17:00', '09:00'])];
  const escalate = [{ after: 60_000, to: ['nights'] }];
  const laddered = (by: string): Catalog => ({
    ...asked([by], people, { approvals: [asks({ escalate })] }),
    groups: [group('sre', 'bo', 'chen'), group('nights', 'night'), group('devs', by)],
  });
  expect(said(laddered('dev'))).toEqual([]);
  expect(said(laddered('night'))).toEqual([expect.stringContaining('by night (112 hours')]);
});

const cab = (patch: Record<string, unknown> = {}): { readonly cab: BoardRule } => ({
  cab: BoardRule.parse({
    environments: ['production'],
    groups: ['sre'],
    businessSeat: 'product',
    impact: { tiers: [2] },
    ...patch,
  }),
});

/** Of these the last two are the business. */
const board = (
  by: readonly string[],
  people: readonly Person[],
  patch: Record<string, unknown> = {},
) => {
  const catalog = asked(by, people, cab(patch));
  const business = people.slice(-2).map(({ id }) => id);
  return { ...catalog, groups: [...catalog.groups, group('product', ...business)] };
};

test('hours from which on the board cannot decide before its deadline, with such an hour', () => {
  const people = [person('ana'), weekdays(person('bo', day)), weekdays(person('fay', day))];
  expect(quorate(board(['dev'], people))).toEqual([
    {
      about: 'cab',
      what: 'the board could for 40 hours of the week not decide before its deadline',
      example:
        'shop to production asked for on Fri 17:00 UTC needs 2 votes, one of bo, fay, and of the board ana could vote within 1 day',
    },
  ]);
});

test.each<[string, readonly string[], readonly Person[], Record<string, unknown>, RegExp | null]>([
  [
    'a deadline that outlasts the weekend',
    ['dev'],
    [person('ana'), weekdays(person('bo', day)), weekdays(person('fay', day))],
    { deadline: '3d' },
    null,
  ],
  [
    'nobody of it has working hours',
    ['ana'],
    ['ana', 'bo', 'fay'].map((id) => person(id)),
    {},
    null,
  ],
  [
    'they come one after the other, in time',
    ['dev'],
    [person('bo', day), person('fay', late)],
    { deadline: '23h' },
    null,
  ],
  [
    'they come one after the other, and too late',
    ['dev'],
    [person('bo', day), person('fay', late)],
    { deadline: '12h' },
    /for \d+ hours of the week not decide/,
  ],
  [
    'its deadline is over before anybody comes',
    ['dev'],
    [person('ana'), person('bo', day), person('fay', day)],
    { deadline: '1h' },
    /not decide.*Mon 00:00 UTC.*of the board ana could vote within 1 hour/,
  ],
  [
    'who asks is its only member of the business by day',
    ['fay'],
    [person('ana'), person('bo', ['00:00', '01:00']), person('fay')],
    { deadline: '2h' },
    /on what is asked for by fay \(\d+ hours.*of the board ana could vote within 2 hours/,
  ],
  [
    'who asks is one of three, and one is needed',
    ['fay'],
    [person('ana'), person('bo'), person('fay')],
    { quorum: 1, deadline: '1h' },
    null,
  ],
  [
    'who asks is there when the others are as well',
    ['ana'],
    [person('ana', day), person('bo', day), person('chen', day), person('fay', day)],
    {},
    null,
  ],
  [
    'it needs more than there are',
    ['dev'],
    ['ana', 'bo', 'fay'].map((id) => person(id)),
    { quorum: 4 },
    /at no hour of the week decide.*needs 4 votes.*ana, bo, fay could/,
  ],
  [
    'it sees nothing there',
    ['dev'],
    [person('bo', day), person('fay', day)],
    { deadline: '1h', impact: { tiers: [1], firstDeployment: false } },
    null,
  ],
])('the board: %s', (_, by, people, patch, expected) => {
  const all = quorate(board(by, people, patch));
  if (expected === null) expect(all).toEqual([]);
  else {
    expect(all).toHaveLength(1);
    expect(`${all[0]?.what}: ${all[0]?.example}`).toMatch(expected);
  }
});

test('a seat of the business in which nobody sits: at no hour', () => {
  const catalog = asked(['dev'], [person('ana'), person('bo')], cab());
  expect(quorate(catalog).map(({ what }) => what)).toContain(
    'the board could at no hour of the week decide before its deadline',
  );
});

test('rules that many places share are looked at once', () => {
  const many = (rule: Partial<ApprovalRule>) =>
    said(asked(['dev'], [person('bo', day), person('chen', day)], { approvals: [asks(rule)] }));
  expect(many({ environments: ['staging', 'production'] })).toHaveLength(1);
  expect(many({})).toHaveLength(1);
});
