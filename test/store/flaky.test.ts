import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { flakinessOf, type TestHistory, WITHIN_MS } from '../../src/domain/flaky/flaky-1.ts';
import { begin, end, tellOver } from '../../src/domain/flaky/quarantine.ts';
import { type Outcome, outcomesOf, recordRun } from '../../src/domain/flaky/report.ts';
import { type Instant, instant, plus } from '../../src/domain/kernel/time.ts';
import { createStore } from '../../src/store/change.ts';
import { createRecords } from '../../src/store/records.ts';
import { fakeClock, useDatabase } from './fixture.ts';
import { noon } from './sample.ts';

const database = useDatabase();
const clock = fakeClock(noon);
const DAY = 86_400_000;
const shop = { service: 'shop', environment: '*' };
const open = () => {
  const made = { pool: database.pool, clock };
  return { store: createStore(made), records: createRecords(made) };
};
const did = (one: string, what: string): Outcome => ({
  test: one,
  passed: what.includes('P'),
  failed: what.includes('F'),
});

let runs = 0;
async function tell(commit: string, tests: readonly Outcome[], at: Instant = noon, key?: string) {
  runs += 1;
  const run = { ...shop, key: key ?? `run ${runs}`, commit, at, tests };
  return open().store.change({ target: shop }, () => recordRun(run));
}

const since = plus(noon, -WITHIN_MS);
const known = (tests?: readonly string[]) =>
  open().records.testHistories('shop', { since, limit: 99, ...(tests ? { tests } : {}) });
const commitsOf = (all: readonly TestHistory[], one: string) =>
  (all.find(({ test: name }) => name === one)?.commits ?? [])
    .map(
      ({ commit, passedAt, failedAt }) => `${commit}${passedAt ? 'P' : ''}${failedAt ? 'F' : ''}`,
    )
    .toSorted();

/** On which commits it is known to have done both. */
function bothOf({ test: name, commits }: TestHistory): readonly string[] {
  const both = commits.filter((one) => one.passedAt !== null && one.failedAt !== null);
  return both.map(({ commit }) => `${name} ${commit}`);
}

interface Told {
  readonly commit: string;
  readonly tests: readonly (readonly [name: string, what: string])[];
}

/** The same, of everything that was told, by somebody who knows nothing of tables. */
function togetherOf(all: readonly Told[]): readonly string[] {
  const did = new Map<string, string>();
  for (const { commit, tests } of all)
    for (const [name, what] of tests) {
      const key = `${name} ${commit}`;
      did.set(key, `${did.get(key) ?? ''}${what}`);
    }
  const both = [...did].filter(([, what]) => what.includes('P') && what.includes('F'));
  return both.map(([key]) => key).toSorted();
}

beforeEach(async () => {
  await database.pool.query('TRUNCATE test_run, test_outcome, quarantine');
});

describe('3.7 what tests did is written down', () => {
  test('from the first commit on which a test failed; what never fails is not', async () => {
    await tell('c1', [did('a', 'P'), did('b', 'P')]);
    expect(await known(['a', 'b'])).toEqual([]);
    await tell('c2', [did('a', 'F'), did('b', 'P')]);
    await tell('c3', [did('a', 'P'), did('b', 'P')]);
    const all = await known(['a', 'b']);
    expect(commitsOf(all, 'a')).toEqual(['c2F', 'c3P']);
    expect(commitsOf(all, 'b')).toEqual([]);
  });

  test('that it passed before on the commit on which it fails is known from the run that said so', async () => {
    const before = plus(noon, -3_600_000);
    await tell('c1', [did('a', 'P')], before);
    await tell('c1', [did('b', 'P')], before);
    await tell('c1', [did('a', 'F'), did('c', 'F')]);
    expect(await known()).toEqual([
      { test: 'a', commits: [{ commit: 'c1', passedAt: before, failedAt: noon }] },
    ]);
    await tell('c1', [did('c', 'P')]);
    expect((await known()).map((one) => one.test).toSorted()).toEqual(['a', 'c']);
  });

  test('told of twice, and by many at once, it is the same', async () => {
    const all = Array.from({ length: 8 }, () => tell('c1', [did('a', 'PF')], noon, 'one'));
    const kinds = (await Promise.all(all)).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['recorded']));
    expect(commitsOf(await known(), 'a')).toEqual(['c1PF']);
    const kept = await database.pool.query('SELECT count(*)::int AS n FROM test_run');
    expect(kept.rows).toEqual([{ n: 1 }]);
  });

  test('another service has tests of its own', async () => {
    await tell('c1', [did('a', 'PF')]);
    expect(await open().records.testHistories('search', { since, limit: 9 })).toEqual([]);
  });

  test('those most often flaky come first, and no more than are asked for', async () => {
    for (const commit of ['c1', 'c2']) await tell(commit, [did('often', 'PF')]);
    await tell('c1', [did('once', 'PF'), did('broken', 'F')]);
    expect((await known()).map((one) => one.test)).toEqual(['often', 'once']);
    const few = await open().records.testHistories('shop', { since, limit: 1 });
    expect(few.map((one) => one.test)).toEqual(['often']);
  });

  test('after 30 days it is forgotten, by the next report', async () => {
    await tell('c1', [did('a', 'PF')]);
    await tell('c2', [did('b', 'P')], plus(noon, WITHIN_MS + 1));
    const left = await database.pool.query('SELECT commit_id FROM test_run');
    expect(left.rows).toEqual([{ commit_id: 'c2' }]);
    expect(await known(['a'])).toEqual([]);
  });

  test('whatever is told, in whatever order, the record is as flaky as all of it together', async () => {
    const outcome = fc.constantFrom('P', 'F', 'PF');
    const run = fc.record({
      commit: fc.constantFrom('c1', 'c2', 'c3'),
      tests: fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b'), outcome), {
        ...{ minLength: 1, selector: ([name]) => name },
      }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(run, { maxLength: 8 }), async (all) => {
        await database.pool.query('TRUNCATE test_run, test_outcome');
        for (const [i, { commit, tests }] of all.entries()) {
          const told = outcomesOf(tests.map(([name, what]) => did(name, what)));
          await tell(commit, told, instant(noon + i));
        }
        const found = await known();
        expect(found.flatMap(bothOf).toSorted()).toEqual(togetherOf(all));
        const later = plus(noon, DAY);
        expect(found.every(({ commits }) => flakinessOf(commits, later)?.isFlaky)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('an outcome that is none cannot be written', async () => {
    await expect(
      database.pool.query(
        `INSERT INTO test_outcome (service, test, commit_id, at) VALUES ('shop', 'a', 'c', 1)`,
      ),
    ).rejects.toThrow(/test_outcome_ran/);
  });
});

describe('3.7 quarantines are kept', () => {
  const flaky = flakinessOf([{ commit: 'c1', passedAt: noon, failedAt: noon }], noon);
  const of = { service: 'shop', test: 'a' };
  const wanted = {
    ...{ owner: { person: 'bo' }, by: 'bo', because: 'slow clock' },
    ...{ lastsMs: 7 * DAY, people: ['bo'] },
  };
  const held = () => open().records.quarantine('shop', 'a');

  test('one of each test, with its owner, until it is ended or over; the ledger has all of it', async () => {
    const { store, records } = open();
    await store.change({ target: shop }, ({ now }) => begin(null, of, wanted, flaky, now));
    const row = await held();
    expect(row).toMatchObject({ owner: { person: 'bo' }, until: plus(noon, 7 * DAY), revision: 0 });
    const at = (heldAt: Instant) => records.quarantines({ service: 'shop', heldAt, limit: 9 });
    expect(await at(noon)).toEqual([row]);
    expect(await at(plus(noon, 7 * DAY))).toEqual([]);
    expect(await records.dueQuarantines(plus(noon, 7 * DAY), 9)).toEqual([row]);
    expect(await records.dueQuarantines(plus(noon, 7 * DAY - 1), 9)).toEqual([]);
    const ended = await store.change({ target: shop }, ({ now }) =>
      end(row, of, { by: 'bo', because: null }, now),
    );
    expect(ended.kind).toBe('recorded');
    expect(await at(noon)).toEqual([]);
    expect(await records.dueQuarantines(plus(noon, 7 * DAY), 9)).toEqual([]);
    const lines = await records.ledger('tests:shop');
    expect(lines.map(({ body }) => body['what']).toSorted()).toEqual([
      'quarantine-ended',
      'quarantined',
    ]);
  });

  test('of several who put it there, and who tell that it is over, one is heard', async () => {
    const { store } = open();
    const begun = Array.from({ length: 6 }, () =>
      store.change({ target: shop }, ({ now }) => begin(null, of, wanted, flaky, now)),
    );
    const kinds = (await Promise.all(begun)).map(({ kind }) => kind).toSorted();
    expect(kinds).toEqual(['recorded', ...Array.from({ length: 5 }, () => 'unchanged')]);
    const row = await held();
    const over = plus(noon, 8 * DAY);
    const told = Array.from({ length: 6 }, () =>
      store.change({ target: shop }, () => row && tellOver(row, ['bo'], over)),
    );
    const heard = (await Promise.all(told)).filter(({ kind }) => kind === 'recorded');
    expect(heard).toHaveLength(1);
  });
});
