import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { move } from '../../src/domain/deployment/moves.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { isWait, STAGES, type StageRun } from '../../src/domain/stages/stage.ts';
import { countStages } from '../../src/domain/stages/stages-1.ts';
import type { StageSummary } from '../../src/domain/stages/summary.ts';
import { createStore } from '../../src/store/change.ts';
import { createRecords } from '../../src/store/records.ts';
import { fakeClock, useDatabase } from './fixture.ts';
import { asked, noon, sample, started } from './sample.ts';

const database = useDatabase();
const shop = { service: 'shop', environment: 'production' };
const MINUTE = 60_000;

beforeEach(async () => {
  await database.pool.query('TRUNCATE stage_run');
});

async function write(runs: readonly StageRun[]): Promise<void> {
  const rows = runs.map((run, revision) => ({ ...run, revision }));
  await database.pool.query(
    `INSERT INTO stage_run (deployment, revision, stage, service, environment, strategy, began_at, at,
       outcome, attempts)
     SELECT one->>'deployment', (one->>'revision')::int, one->>'stage', 'shop', 'production',
       one->>'strategy', (one->>'beganAt')::bigint, (one->>'at')::bigint, one->>'outcome',
       (one->>'attempts')::int
     FROM jsonb_array_elements($1::jsonb) AS one`,
    [JSON.stringify(rows)],
  );
}

const runs: fc.Arbitrary<readonly StageRun[]> = fc.array(
  fc
    .record({
      n: fc.nat(9),
      stage: fc.constantFrom(...STAGES.slice(3, 11)),
      strategy: fc.constantFrom('rolling', 'canary'),
      at: fc.integer({ min: 0, max: 60 }),
      took: fc.integer({ min: 0, max: 40 }),
      outcome: fc.constantFrom('done', 'failed', 'left'),
      attempts: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ n, at, took, outcome, ...run }) => ({
      ...run,
      deployment: `D-${n}`,
      beganAt: instant(noon + (at - took) * MINUTE),
      at: instant(noon + at * MINUTE),
      outcome: outcome as StageRun['outcome'],
    })),
  { maxLength: 60 },
);

/** The smallest that so many of them do not exceed. */
function within(lengths: readonly number[], share: number): number {
  const reaches = (ms: number) =>
    lengths.filter((one) => one <= ms).length >= share * lengths.length;
  return Math.min(...lengths.filter(reaches));
}

/** Counted one by one, by somebody who knows nothing of the definitions but their words. */
function naivelyOf(stage: StageRun['stage'], strategy: string | null, own: readonly StageRun[]) {
  const ended = (how: StageRun['outcome']) => own.filter(({ outcome }) => outcome === how);
  const retried = ended('done').filter(({ attempts }) => attempts !== 1).length;
  const lengths = (isWait(stage) ? own : ended('done')).map((run) => run.at - run.beganAt);
  const [done, failed, left] = (['done', 'failed', 'left'] as const).map((o) => ended(o).length);
  const took = {
    ...{ n: lengths.length, p50Ms: within(lengths, 0.5), p95Ms: within(lengths, 0.95) },
    ...{ longestMs: Math.max(...lengths), togetherMs: lengths.reduce((a, b) => a + b, 0) },
  };
  const counts = {
    ...{ runs: own.length, done: done ?? 0, failed: failed ?? 0, left: left ?? 0, retried },
  };
  return { stage, strategy, ...counts, took: lengths.length === 0 ? null : took };
}

function naively(all: readonly StageRun[], from: number, to: number): readonly StageSummary[] {
  const inside = all.filter((run) => !(run.at < from) && run.at < to);
  const kinds = STAGES.flatMap((stage) =>
    (isWait(stage) ? [null] : ['rolling', 'canary']).map((strategy) => ({ stage, strategy })),
  );
  return kinds.flatMap(({ stage, strategy }) => {
    const own = inside.filter(
      (run) => run.stage === stage && (strategy === null || run.strategy === strategy),
    );
    return own.length === 0 ? [] : [naivelyOf(stage, strategy, own)];
  });
}

const byName = (all: readonly StageSummary[]) =>
  all.toSorted((a, b) =>
    `${STAGES.indexOf(a.stage)} ${a.strategy}` < `${STAGES.indexOf(b.stage)} ${b.strategy}`
      ? -1
      : 1,
  );

describe('3.7 stages counted in the database', () => {
  test('says of any history what the definitions say, and what counting one by one says', async () => {
    const records = createRecords({ pool: database.pool, clock: fakeClock(noon) });
    await fc.assert(
      fc.asyncProperty(runs, fc.nat(40), fc.nat(40), async (all, from, long) => {
        await database.pool.query('TRUNCATE stage_run');
        await write(all);
        const period = {
          from: instant(noon + from * MINUTE),
          to: instant(noon + (from + long) * MINUTE),
        };
        const counted = byName(await records.stages(shop, period));
        expect(counted).toEqual(byName(countStages(all, period)));
        expect(counted).toEqual(byName(naively(all, period.from, period.to)));
      }),
      { numRuns: 60 },
    );
  });

  test('a change writes what it ended, in its own transaction, and nothing rewrites it', async () => {
    const clock = fakeClock(noon);
    const made = { pool: database.pool, clock };
    const [store, records] = [createStore(made), createRecords(made)];
    const d = sample(await store.nextId(), {
      waiting: [{ gate: 'lock', code: 'lock', why: 'dana', until: null, who: ['dana'] }],
    });
    await store.change({ target: d }, () => asked(d));
    clock.set(instant(noon + 4 * MINUTE));
    await store.change({ target: d, deployment: d.id }, ({ deployment: row }) => {
      const one = started({ ...(row ?? d), waiting: row?.waiting ?? [] });
      return { ...one, rows: one.rows.map((r) => ({ ...r, row: { ...r.row, waiting: [] } })) };
    });
    const intent = {
      phase: 'intent',
      attempt: 2,
      since: clock.now(),
      heardAt: clock.now(),
    } as const;
    await store.change(
      { target: d, deployment: d.id },
      ({ deployment: row, now }) =>
        row &&
        move(row, { progress: { ...row.progress, ...intent } }, 'stepped', {
          by: 'fairway',
          at: now,
        }),
    );
    clock.set(instant(noon + 7 * MINUTE));
    await store.change(
      { target: d, deployment: d.id },
      ({ deployment: row, now }) =>
        row && move(row, { cursor: 1 }, 'stepped', { by: 'fairway', at: now }),
    );
    const period = { from: noon, to: instant(noon + 60 * MINUTE) };
    const which = { strategy: null, only: null, limit: 9 };
    expect(await records.stageRuns(shop, period, { ...which, stage: 'lock' })).toEqual([
      expect.objectContaining({ deployment: d.id, outcome: 'done', beganAt: noon }),
    ]);
    const [step] = await records.stageRuns(shop, period, { ...which, stage: 'prestage' });
    expect(step).toMatchObject({ outcome: 'done', attempts: 2, at: noon + 7 * MINUTE });
    expect((await records.stagesOf(d.id)).map(({ stage }) => stage)).toEqual(['lock', 'prestage']);
    expect(await records.stagesOf('D-999')).toEqual([]);
    const before = await records.stages(shop, period);
    await write([]);
    expect(await records.stages(shop, period)).toEqual(before);
  });

  test('behind a number stand its runs: newest first, or the longest', async () => {
    const records = createRecords({ pool: database.pool, clock: fakeClock(noon) });
    const run = (n: number, took: number, outcome: StageRun['outcome']): StageRun => ({
      ...{ deployment: `D-${n}`, stage: 'judge', strategy: n > 3 ? 'canary' : 'rolling', outcome },
      ...{
        beganAt: instant(noon + n * MINUTE - took),
        at: instant(noon + n * MINUTE),
        attempts: 1,
      },
    });
    await write([
      run(1, 50, 'failed'),
      run(2, 9, 'done'),
      run(3, 30, 'failed'),
      run(4, 20, 'failed'),
    ]);
    const period = { from: noon, to: instant(noon + 60 * MINUTE) };
    const ids = async (only: 'failed' | 'slowest' | null, strategy: string | null, limit = 9) => {
      const which = { stage: 'judge', strategy, only, limit } as const;
      return (await records.stageRuns(shop, period, which)).map((one) => one.deployment);
    };
    expect(await ids(null, null)).toEqual(['D-4', 'D-3', 'D-2', 'D-1']);
    expect(await ids('failed', 'rolling')).toEqual(['D-3', 'D-1']);
    expect(await ids('slowest', null, 2)).toEqual(['D-1', 'D-3']);
    expect(
      await records.stageRuns({ ...shop, environment: 'staging' }, period, {
        ...{ stage: 'judge', strategy: null, only: null, limit: 9 },
      }),
    ).toEqual([]);
  });
});
