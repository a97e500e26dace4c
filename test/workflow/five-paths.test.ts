import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';
import { type Act, catalogOf, history, type Rules, rules } from './five-paths/draw.ts';
import { live } from './five-paths/live.ts';

/**
 * No path slips past a closed door: random blackouts, release windows, holidays and zones around the days on which
 * clocks change, and all that people do that starts or continues something. Whenever something starts, or is shown to
 * more people, an oracle that shares nothing with the rules is asked whether it was open. A failure prints its seed.
 */
let example: Catalog;
beforeAll(async () => {
  example = await exampleCatalog();
});

type Leak = (catalog: Catalog) => Catalog;
type Totals = Record<string, number>;

function property(totals: Totals = {}, leak: Leak = (catalog) => catalog) {
  return fc.asyncProperty(rules, history, async (drawn, acts) => {
    const { met, wrong } = await live(drawn, leak(catalogOf(drawn, example)), acts);
    for (const [what, n] of Object.entries(met)) totals[what] = (totals[what] ?? 0) + n;
    expect(wrong).toEqual([]);
  });
}

test('8.2 nothing starts, or is shown to more people, while it is closed, by whatever path', async () => {
  const totals: Totals = {};
  await fc.assert(property(totals), { numRuns: 20 });
  expect(totals['exposure'] ?? 0).toBeGreaterThan(0);
}, 60_000);

test.each<[string, Leak]>([
  ['blackouts are forgotten', (c) => ({ ...c, blackouts: [] })],
  ['windows are forgotten', (c) => ({ ...c, windows: [] })],
])(
  'and it would be found where %s',
  async (_, leak) => {
    const sure = { numRuns: 200, endOnFailure: true, seed: 8 };
    const { failed } = await fc.check(property({}, leak), sure);
    expect(failed).toBe(true);
  },
  60_000,
);

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
    approval: false,
  };
  const acts = ['/deploy shop@1.1.0 to production --wait', { minutes: 20 }];
  expect((await live(drawn, catalogOf(drawn, example), acts)).wrong).toEqual([]);
  expect((await live(drawn, leak(catalogOf(drawn, example)), acts)).wrong).not.toEqual([]);
});

const first = '/deploy shop@1.1.0 to production';
const open: Rules = { beginning: '2026-11-18T10:00Z', blackouts: [], windows: [], approval: false };
const closed: Rules = {
  ...open,
  blackouts: [
    { zone: 'UTC', clock: '11:00', minutes: 600, weekdays: ['WE'], days: [], inFlight: 'finish' },
  ],
};

test.each<[string, readonly Act[], number]>([
  ['manual', [first], 0],
  ['wait', [`${first} --wait`], 0],
  ['planned', [`${first} at +5m --wait`, { minutes: 10 }], 0],
  ['queue', [first, '/deploy shop@1.2.0 to production --wait --queue', { minutes: 30 }], 0],
  ['replace', [first, '/deploy shop@1.2.0 to production --wait --replace'], 0],
  ['rollback', [first, { minutes: 30 }, '/rollback shop in production'], 1],
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
