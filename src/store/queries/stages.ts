import type { Pool } from 'pg';
import type { Target } from '../../domain/kernel/target.ts';
import { instant } from '../../domain/kernel/time.ts';
import { type Stage, type StageRun, WAIT_STAGES } from '../../domain/stages/stage.ts';
import type { RunDrill, StagePeriod, WhichRuns } from '../../domain/stages/stages-1.ts';
import type { StageSummary } from '../../domain/stages/summary.ts';

const WAITS = WAIT_STAGES.map((one) => `'${one}'`).join(', ');
const INSIDE = 'service = $1 AND environment = $2 AND at >= $3 AND at < $4';

/** The definitions are those of domain/stages/stages-1.ts; test/store/stages.test.ts holds both against each other. */
const COUNT = {
  name: 'count-stages',
  text: `
  SELECT stage, CASE WHEN stage NOT IN (${WAITS}) THEN strategy END AS strategy,
    count(*)::int AS runs,
    count(*) FILTER (WHERE outcome = 'done')::int AS done,
    count(*) FILTER (WHERE outcome = 'failed')::int AS failed,
    count(*) FILTER (WHERE outcome = 'left')::int AS gone,
    count(*) FILTER (WHERE outcome = 'done' AND attempts > 1)::int AS retried,
    count(took)::int AS n, sum(took)::float8 AS together, max(took)::float8 AS longest,
    percentile_disc(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY took)::float8[] AS picked
  FROM (SELECT *, CASE WHEN stage IN (${WAITS}) OR outcome = 'done' THEN at - began_at END AS took
    FROM stage_run WHERE ${INSIDE}) AS run
  GROUP BY 1, 2`,
};

interface Counted {
  readonly stage: Stage;
  readonly strategy: string | null;
  readonly runs: number;
  readonly done: number;
  readonly failed: number;
  readonly gone: number;
  readonly retried: number;
  readonly n: number;
  readonly together: number | null;
  readonly longest: number | null;
  readonly picked: readonly (number | null)[] | null;
}

/** Counts a period by `stages-1`, in the database. */
export async function countStageRuns(
  pool: Pool,
  { service, environment }: Target,
  { from, to }: StagePeriod,
): Promise<readonly StageSummary[]> {
  const values = [service, environment, from, to];
  const { rows } = await pool.query<Counted>({ ...COUNT, values });
  return rows.map(({ gone, n, together, longest, picked, ...counts }) => ({
    ...counts,
    left: gone,
    took:
      n === 0
        ? null
        : {
            n,
            p50Ms: picked?.[0] ?? 0,
            p95Ms: picked?.[1] ?? 0,
            longestMs: longest ?? 0,
            togetherMs: together ?? 0,
          },
  }));
}

/** Which runs are meant, and in which order. */
const WHICH: { readonly [K in RunDrill | 'all']: readonly [where: string, order: string] } = {
  all: ['true', 'at DESC'],
  failed: ["outcome = 'failed'", 'at DESC'],
  retried: ["outcome = 'done' AND attempts > 1", 'at DESC'],
  left: ["outcome = 'left'", 'at DESC'],
  slowest: ['true', 'at - began_at DESC'],
};

interface RunRow extends Omit<StageRun, 'beganAt' | 'at'> {
  readonly began_at: string;
  readonly at: string;
}

/** The runs behind a number: newest first, or the longest first. */
export async function drillStageRuns(
  pool: Pool,
  { service, environment }: Target,
  { from, to }: StagePeriod,
  { stage, strategy, only, limit }: WhichRuns,
): Promise<readonly StageRun[]> {
  const [where, order] = WHICH[only ?? 'all'];
  const { rows } = await pool.query<RunRow>(
    `SELECT deployment, stage, strategy, began_at, at, outcome, attempts FROM stage_run
     WHERE ${INSIDE} AND stage = $5 AND ($6::text IS NULL OR strategy = $6) AND ${where}
     ORDER BY ${order}, deployment DESC, revision DESC LIMIT $7`,
    [service, environment, from, to, stage, strategy, limit],
  );
  return rows.map(runOf);
}

/** What one deployment did and waited for, as far as it is over, in the order in which it ended. */
export async function listStageRuns(pool: Pool, deployment: string): Promise<readonly StageRun[]> {
  const { rows } = await pool.query<RunRow>(
    `SELECT deployment, stage, strategy, began_at, at, outcome, attempts FROM stage_run
     WHERE deployment = $1 ORDER BY revision, stage`,
    [deployment],
  );
  return rows.map(runOf);
}

function runOf({ began_at, at, ...run }: RunRow): StageRun {
  return { ...run, beganAt: instant(Number(began_at)), at: instant(Number(at)) };
}
