import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';
import { type Act, catalogOf, history, type Rules, rules } from './five-paths/draw.ts';
import { heldBy, startedBy } from './five-paths/law.ts';
import { live, type Name, type Tamper } from './five-paths/live.ts';
import { cells, times as drawnTimes, openCells, storyOf } from './five-paths/ways.ts';

/**
 * No path slips past a closed door: random blackouts, release windows, holidays and zones around the days on which
 * clocks change, boards, approvals and a staging before, and all that people do that starts or continues something:
 * locks, broken glasses, approvals ahead of the evidence, flags, trains and standing orders as well. Whenever something starts, or is shown to more
 * people, an oracle that shares nothing with the rules is asked whether it may. A failure prints its seed.
 */
let example: Catalog;
beforeAll(async () => {
  example = await exampleCatalog();
});

type Leak = (catalog: Catalog) => Catalog;
type Totals = Record<string, number>;

function property(totals: Totals = {}, leak: Leak = (catalog) => catalog, tamper?: Tamper) {
  return fc.asyncProperty(rules, history, async (drawn, acts) => {
    const { met, wrong } = await live(drawn, leak(catalogOf(drawn, example)), acts, tamper);
    for (const [what, n] of Object.entries(met)) totals[what] = (totals[what] ?? 0) + n;
    expect(wrong).toEqual([]);
  });
}

test('8.2 nothing starts, or is shown to more people, while it is closed, by whatever path', async () => {
  const totals: Totals = {};
  await fc.assert(property(totals), { numRuns: 20 });
  expect(totals['exposure'] ?? 0).toBeGreaterThan(0);
});

test('8.2 each way is held by each kind of rule alone, whatever its times, and starts while it does not', async () => {
  type Cells = typeof cells;
  const missing = async (all: Cells, isShut: boolean, drawn: Parameters<typeof storyOf>[2]) => {
    const found: string[] = [];
    for (const { way, kind } of all) {
      const { rules: own, acts } = storyOf(way, kind, drawn, isShut);
      const { met, wrong } = await live(own, catalogOf(own, example), acts, undefined, 0);
      const expected = isShut ? heldBy(way, kind) : startedBy(way);
      if (wrong.length === 0 && met[expected] === 1) continue;
      found.push(`${kind}: not ${expected}, but ${JSON.stringify(met)} ${wrong.join()}`);
    }
    return found;
  };
  const each = fc.asyncProperty(drawnTimes, async (drawn) => {
    expect(await missing(cells, true, drawn)).toEqual([]);
    expect(await missing(openCells(drawn.turn), false, drawn)).toEqual([]);
  });
  await fc.assert(each, { numRuns: 3, endOnFailure: true });
});

const blind: Tamper = (ctx) => ({
  ...ctx,
  facts: async (needs, about, at) => ({ ...(await ctx.facts(needs, about, at)), locks: [] }),
});
const unproven: Leak = (c) => ({
  ...c,
  environments: c.environments.map((one) => ({ ...one, order: one.name === 'staging' ? 9 : 1 })),
});

// Seeds by which each is found within three histories.
test.each<[string, number, Leak, Tamper?]>([
  ['blackouts are forgotten', 11, (c) => ({ ...c, blackouts: [] })],
  ['windows are forgotten', 11, (c) => ({ ...c, windows: [] })],
  ['approvals are forgotten', 1, (c) => ({ ...c, approvals: [] })],
  ['the board is forgotten', 5, (c) => ({ ...c, cab: undefined })],
  ['staging does not come first', 3, unproven],
  ['locks are not seen', 5, (c) => c, blind],
])(
  'and it would be found where %s',
  async (_, seed, leak, tamper) => {
    const sure = { numRuns: 200, endOnFailure: true, seed };
    const { failed } = await fc.check(property({}, leak, tamper), sure);
    expect(failed).toBe(true);
  },
  60_000,
);

const plain = { approval: false, board: false, staged: false };
const ana = (says: string): Act => ({ by: 'ana', says });
const does = (by: Name, what: string): Act => ({ by, does: what });

const away: Leak = (c) => ({ ...c, blackouts: c.blackouts.map((b) => ({ ...b, zone: 'UTC' })) });
const lax: Leak = (c) => ({
  ...c,
  blackouts: c.blackouts.map((b) => ({ ...b, inFlight: 'finish' })),
});

test.each<[string, string, string, Leak]>([
  ['one that pauses begins before the exposure', '10:56', 'UTC', lax],
  ['one is of another zone', '16:10', 'America/New_York', away],
])('a blackout is kept, and found where it would not be: %s', async (_, at, zone, leak) => {
  const drawn: Rules = {
    beginning: `2026-11-18T${at}Z`,
    blackouts: [
      { zone, clock: '11:00', minutes: 60, weekdays: ['WE'], days: [], inFlight: 'pause' },
    ],
    windows: [],
    ...plain,
  };
  const acts = [ana('/deploy shop@1.1.0 to production --wait'), { minutes: 20 }];
  expect((await live(drawn, catalogOf(drawn, example), acts)).wrong).toEqual([]);
  expect((await live(drawn, leak(catalogOf(drawn, example)), acts)).wrong).not.toEqual([]);
});

const first = '/deploy shop@1.1.0 to production';
const second = '/deploy shop@1.2.0 to production';
const open: Rules = { beginning: '2026-11-18T10:00Z', blackouts: [], windows: [], ...plain };
const closed: Rules = {
  ...open,
  blackouts: [
    { zone: 'UTC', clock: '11:00', minutes: 600, weekdays: ['WE'], days: [], inFlight: 'finish' },
  ],
};

test.each<[string, readonly Act[], number]>([
  ['manual', [ana(first)], 0],
  ['wait', [ana(`${first} --wait`)], 0],
  ['flag', [ana('/deploy basket@on to production --wait')], 0],
  ['planned', [ana(`${first} at +5m --wait`), { minutes: 10 }], 0],
  ['queue', [ana(first), ana(`${second} --wait --queue`), { minutes: 30 }], 0],
  ['replace', [ana(first), ana(`${second} --wait --replace`)], 0],
  ['rollback', [ana(first), { minutes: 30 }, ana('/rollback shop in production')], 1],
])(
  'each path is one: %s starts where all is open, and while it is closed only a rollback does',
  async (path, acts, inside) => {
    expect((await live(open, catalogOf(open, example), acts)).met[path]).toBe(1);
    const before = path === 'rollback' ? acts.slice(0, 2) : [];
    const within = acts.slice(before.length);
    const late = [...before, { away: 70 }, ...within];
    const { met, wrong } = await live(closed, catalogOf(closed, example), late);
    expect([met[path] ?? 0, wrong]).toEqual([inside, []]);
  },
);

test.each<[string, Rules, Leak]>([
  ['a blackout', closed, (c) => ({ ...c, blackouts: [] })],
  ['an approval', { ...open, approval: true }, (c) => ({ ...c, approvals: [] })],
  ['staging', { ...open, staged: true }, unproven],
])(
  '8.2 a flag is held by %s as a version is, and it would be found if it were not',
  async (_, drawn, leak) => {
    const acts = [{ away: 70 }, ana('/deploy basket@on to production --wait'), { minutes: 20 }];
    const kept = await live(drawn, catalogOf(drawn, example), acts);
    expect([kept.met['flag'] ?? 0, kept.wrong]).toEqual([0, []]);
    const leaky = await live(drawn, leak(catalogOf(drawn, example)), acts);
    expect(leaky.met['flag']).toBe(1);
    expect(leaky.wrong).not.toEqual([]);
  },
);

const onTrain: readonly Act[] = [
  ana('/release train join daily shop@1.1.0'),
  { by: 'eli', says: '/release train ready daily shop' },
  { minutes: 200 },
];
const orders = (line: string): readonly Act[] => [
  ana('/deploy shop@1.1.0 to staging'),
  { minutes: 5 },
  ana(`/release schedule shop ${line} --yes`),
  { minutes: 200 },
];
const times = { zone: 'UTC', clock: '11:00', minutes: 600, days: [], inFlight: 'finish' as const };

test.each<[string, string, Partial<Rules>, readonly Act[]]>([
  ['a train', 'train', {}, onTrain],
  [
    'standing orders at a time',
    'schedule',
    { staged: true },
    orders('from staging to production every day at 13:00 UTC'),
  ],
  [
    'standing orders by an event',
    'schedule',
    { staged: true },
    orders('to production when staging green for 70m'),
  ],
])(
  '8.2 %s is held by a blackout as people are, and it would be found if it were not',
  async (_, path, more, acts) => {
    const free = { ...open, ...more };
    const drawn: Rules = { ...free, blackouts: [{ ...times, weekdays: ['WE'] }] };
    expect((await live(free, catalogOf(free, example), acts)).met[path]).toBe(1);
    const kept = await live(drawn, catalogOf(drawn, example), acts);
    expect([kept.met[path] ?? 0, kept.wrong]).toEqual([0, []]);
    const leaky = await live(drawn, { ...catalogOf(drawn, example), blackouts: [] }, acts);
    expect(leaky.wrong).not.toEqual([]);
  },
);

const ask = ana(`${first} --wait`);
const glass = [
  does('ana', 'break-glass because x'),
  does('bo', 'break-glass --approve'),
  does('dana', 'break-glass --approve'),
];
const held = { ...closed, beginning: '2026-11-18T11:10Z' };
const lock: Act = { by: 'bo', says: '/release lock shop in production for 45m because x' };
const long: Act = { by: 'bo', says: '/release lock shop in production for 90m because x' };

test.each<[string, Rules, readonly Act[], number]>([
  ['a blackout', held, [ask, ...glass], 1],
  ['and a board', { ...held, board: true }, [ask, ...glass], 1],
  ['not with one yes alone', held, [ask, ...glass.slice(0, 2)], 0],
  [
    'not with two of one person',
    held,
    [ask, ...glass.slice(0, 2), does('bo', 'break-glass --approve')],
    0,
  ],
  [
    'not with a yes of who asked',
    held,
    [ask, ...glass.slice(0, 2), does('ana', 'break-glass --approve')],
    0,
  ],
  ['no lock', held, [lock, ask, ...glass], 0],
  ['no approval', { ...held, approval: true }, [ask, ...glass], 0],
  ['but with one it goes', { ...held, approval: true }, [ask, ...glass, does('bo', 'approve')], 1],
  ['nothing once it is whole again', held, [long, ask, ...glass, { minutes: 59 }, { away: 2 }], 0],
])('through a broken glass: %s', async (_, drawn, acts, through) => {
  const { met, wrong } = await live(drawn, catalogOf(drawn, example), acts);
  expect([met['wait'] ?? 0, wrong]).toEqual([through, []]);
});

const staged: Rules = { ...open, approval: true, staged: true };
const ahead = does('bo', 'approve --when-green');

test.each<[string, readonly Act[], number]>([
  ['counts once staging has proven it', [ana('/deploy shop@1.1.0 to staging'), ask, ahead], 1],
  ['counts for nothing while it has not', [ana('/deploy shop@1.2.0 to staging'), ask, ahead], 0],
  [
    'counts for nothing of who wrote it',
    [
      ana('/deploy shop@1.3.0 to staging'),
      ana('/deploy shop@1.3.0 to production --wait'),
      does('chen', 'approve --when-green'),
    ],
    0,
  ],
])('an approval when green %s', async (_, acts, starts) => {
  const { met, wrong } = await live(staged, catalogOf(staged, example), acts);
  expect([met['when green'] ?? 0, wrong]).toEqual([starts, []]);
});
