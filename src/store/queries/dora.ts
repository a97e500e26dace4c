import type { Pool } from 'pg';
import type { LinkedIncident, Period } from '../../domain/dora/delivery.ts';
import { type Ranks, ranksOf } from '../../domain/dora/interval.ts';
import { type Lengths, lengthsOf, pickLengths, type Summary } from '../../domain/dora/summary.ts';
import type { Target } from '../../domain/kernel/target.ts';

/** So many failures are read and described here; of more only their ranks are asked for. */
const MOST_LOADED = 100_000;

/**
 * `$1` service, `$2` environment, `$3` from, `$4` to, `$5` as of, `$6` links of incidents. The definitions
 * are those of domain/dora/dora-1.ts; test/store/dora.test.ts holds both against each other.
 */
const REMEDIES = `
  linked AS MATERIALIZED (SELECT one->>'incident' AS incident, one->>'deployment' AS deployment
    FROM jsonb_array_elements($6::jsonb) AS one WHERE (one->>'linkedAt')::bigint <= $5),
  asked AS MATERIALIZED (SELECT id, rollback_of, fixes, asked_at, at, succeeded FROM delivery
    WHERE service = $1 AND environment = $2 AND asked_at <= $5
      AND (rollback_of IS NOT NULL OR fixes IS NOT NULL)),
  remedy AS MATERIALIZED (
    SELECT rollback_of AS failed, id, asked_at, at, succeeded FROM asked
      WHERE rollback_of IS NOT NULL AND rollback_of <> id
    UNION ALL SELECT fixes, id, asked_at, at, succeeded FROM asked
      WHERE fixes IS NOT NULL AND fixes <> id
    UNION ALL SELECT l.deployment, id, asked_at, at, succeeded
      FROM asked JOIN linked l ON l.incident = asked.fixes WHERE l.deployment <> id),
  chain (failed, origin, id, at, over) AS (
    SELECT failed, failed, id, at, succeeded AND at <= $5 FROM remedy
      WHERE NOT coalesce(succeeded AND at <= $5, false)
    UNION SELECT r.failed, c.origin, r.id, r.at, r.succeeded AND r.at <= $5
      FROM chain c JOIN remedy r ON r.failed = c.id
      WHERE NOT coalesce(c.over, false) AND r.id <> c.origin),
  remedied AS MATERIALIZED (SELECT failed, min(asked_at) AS detected, min(closed_at) AS closed_at
    FROM (SELECT failed, asked_at, CASE WHEN succeeded AND at <= $5 THEN at END AS closed_at FROM remedy
      UNION ALL SELECT origin, NULL, at FROM chain WHERE over) AS each
    -- Rollbacks lie beside what they roll back: read in this order, each page is read once.
    GROUP BY failed ORDER BY min(asked_at))`;

export const INSIDE =
  'd.service = $1 AND d.environment = $2 AND d.at >= $3 AND d.at < $4 AND d.at <= $5';
const IS_REWORK = "(d.kind = 'rollback' OR d.fixes IS NOT NULL)";
const IS_ABORTED = "(d.kind = 'deploy' AND d.exposed AND NOT d.succeeded AND d.full_at IS NULL)";
const IS_UNTIMED = "(d.counts AND d.kind = 'deploy' AND d.succeeded AND d.commits IS NULL)";

/** Every deployment of the period, with what remedies it. */
export const DELIVERIES = `${REMEDIES},
  seen AS (SELECT d.*, r.detected, r.closed_at, NOT d.succeeded OR r.failed IS NOT NULL AS is_failed,
      ${IS_REWORK} AS is_rework, ${IS_ABORTED} AS is_aborted, ${IS_UNTIMED} AS is_untimed,
      CASE WHEN d.succeeded THEN d.at ELSE coalesce(d.full_at, d.at) END AS used_at
    FROM delivery d LEFT JOIN remedied r ON r.failed = d.id WHERE ${INSIDE})`;

/** Asks for no remedies, so that it may be read by several processes of the database at once. */
const COUNT = `
  SELECT count(*) FILTER (WHERE d.counts) AS deployments,
    count(*) FILTER (WHERE d.counts AND NOT d.succeeded) AS ended_failed,
    count(*) FILTER (WHERE d.counts AND ${IS_REWORK}) AS rework,
    count(*) FILTER (WHERE ${IS_ABORTED}) AS aborted,
    count(*) FILTER (WHERE ${IS_UNTIMED}) AS without_times
  FROM delivery d WHERE ${INSIDE}`;

const COUNT_UNLINKED = `
  SELECT count(*) AS n FROM delivery d
  WHERE ${INSIDE} AND d.asked_at <= $5 AND d.counts AND d.fixes IS NOT NULL
    AND d.fixes !~ '^D-[0-9]+$' AND NOT EXISTS (
      SELECT FROM jsonb_array_elements($6::jsonb) AS one
      WHERE one->>'incident' = d.fixes AND (one->>'linkedAt')::bigint <= $5)`;

const UNREMEDIED = `WITH RECURSIVE ${REMEDIES}
  SELECT d.id FROM delivery d
  WHERE ${INSIDE} AND d.counts AND d.succeeded AND d.id IN (SELECT deployment FROM linked)
    AND NOT EXISTS (SELECT FROM remedy WHERE remedy.failed = d.id)`;

/** Only those with a remedy: what ended as failed without one is counted by COUNT. */
const FAILED = `
  failed AS MATERIALIZED (SELECT d.succeeded, r.closed_at, r.closed_at - r.detected AS noticed,
      r.closed_at - CASE WHEN d.succeeded THEN d.at ELSE coalesce(d.full_at, d.at) END AS took
    FROM remedied r JOIN delivery d ON d.id = r.failed WHERE ${INSIDE} AND d.counts)`;

const COUNT_FAILED = `WITH RECURSIVE ${REMEDIES}, ${FAILED}
  SELECT count(*) FILTER (WHERE succeeded) AS returned, count(closed_at) AS closed,
    count(*) FILTER (WHERE took >= 0) AS recovered, count(noticed) AS detected,
    CASE WHEN count(*) <= ${MOST_LOADED} THEN array_agg(took) FILTER (WHERE took >= 0) END AS took,
    CASE WHEN count(*) <= ${MOST_LOADED} THEN array_agg(noticed) FILTER (WHERE noticed IS NOT NULL) END
      AS noticed
  FROM failed`;

const PICK_FAILED = `WITH RECURSIVE ${REMEDIES}, ${FAILED}
  SELECT percentile_disc($7::float8[]) WITHIN GROUP (ORDER BY took) FILTER (WHERE took >= 0) AS picked,
    percentile_disc($8::float8[]) WITHIN GROUP (ORDER BY noticed) AS from_detection
  FROM failed`;

const COMMITS = `FROM delivered_commit d WHERE ${INSIDE}`;
const COUNT_COMMITS = `
  SELECT count(*) FILTER (WHERE committed_at <= at) AS n, count(*) FILTER (WHERE committed_at > at) AS skewed
  ${COMMITS}`;
const PICK_LEADS = `
  SELECT percentile_disc($6::float8[]) WITHIN GROUP (ORDER BY at - committed_at) AS picked
  ${COMMITS} AND committed_at <= at`;

type Counted = Readonly<Record<string, string>>;

/** Counts a period by `dora-1`, in the database: nothing is loaded but what is counted and a few ranks. */
export async function summariseDora(
  pool: Pool,
  target: Target,
  period: Period,
  incidents: readonly LinkedIncident[],
): Promise<Summary> {
  const where = [target.service, target.environment, period.from, period.to, period.asOf];
  const links = JSON.stringify(linksOf(incidents));
  const [counts, unlinked, unremedied, failures, commits] = await Promise.all([
    pool.query<Counted>(COUNT, where),
    pool.query<Counted>(COUNT_UNLINKED, [...where, links]),
    pool.query<{ id: string }>(UNREMEDIED, [...where, links]),
    pool.query<Counted & Loaded>(COUNT_FAILED, [...where, links]),
    pool.query<Counted>(COUNT_COMMITS, where),
  ]);
  const all = { ...counts.rows[0], ...failures.rows[0], ...commits.rows[0] };
  const count = (name: string) => Number(all[name] ?? 0);
  const [leads, failed] = await Promise.all([
    pickLeads(pool, where, count('n')),
    pickFailed(pool, [...where, links], failures.rows[0]),
  ]);
  const failing = count('ended_failed') + count('returned');
  return {
    deployments: count('deployments'),
    failed: failing,
    open: failing - count('closed'),
    rework: count('rework'),
    aborted: count('aborted'),
    unlinkedFixes: Number(unlinked.rows[0]?.['n'] ?? 0),
    unremedied: unremedied.rows.map(({ id }) => id),
    withoutTimes: count('without_times'),
    skewed: count('skewed'),
    lead: leads,
    ...failed,
  };
}

interface Loaded {
  readonly took: string[] | null;
  readonly noticed: string[] | null;
}

async function pickLeads(
  pool: Pool,
  where: readonly unknown[],
  n: number,
): Promise<Lengths | null> {
  if (n === 0) return null;
  const { rows } = await pool.query<Picked>(PICK_LEADS, [...where, sharesOf(n)]);
  return lengths(n, rows[0]?.picked);
}

/** A few are described where they are; of many only the ranks are asked for. */
async function pickFailed(
  pool: Pool,
  where: readonly unknown[],
  counted: (Counted & Loaded) | undefined,
): Promise<Pick<Summary, 'recovery' | 'fromDetection'>> {
  const [recovered, detected] = [Number(counted?.['recovered']), Number(counted?.['detected'])];
  if (
    Math.max(recovered, detected) <= MOST_LOADED &&
    (counted?.took || counted?.noticed || recovered + detected === 0)
  ) {
    const [took, noticed] = [counted?.took ?? [], counted?.noticed ?? []];
    return { recovery: lengthsOf(took.map(Number)), fromDetection: lengthsOf(noticed.map(Number)) };
  }
  const shares = [sharesOf(recovered), sharesOf(detected)];
  const { rows } = await pool.query<Picked>(PICK_FAILED, [...where, ...shares]);
  const [picked] = rows;
  return {
    recovery: lengths(recovered, picked?.picked),
    fromDetection: lengths(detected, picked?.from_detection),
  };
}

interface Picked {
  readonly picked: readonly string[] | null;
  readonly from_detection?: readonly string[] | null;
}

export function linksOf(incidents: readonly LinkedIncident[]) {
  return incidents.flatMap(({ names, causes }) =>
    causes.flatMap((cause) => names.map((incident) => ({ incident, ...cause }))),
  );
}

/** The ranks that describe so many values, in a fixed order. */
function listed({ p50, p90, interval }: Ranks): readonly number[] {
  return [p50, p90, ...(interval ? [interval.low, interval.high] : [])];
}

/** Shares for which `percentile_disc` answers exactly the value of each rank. */
function sharesOf(n: number): readonly number[] {
  const ranks = ranksOf(n);
  return ranks === null ? [0.5] : listed(ranks).map((rank) => (rank - 0.5) / n);
}

function lengths(n: number, picked: readonly string[] | null | undefined): Lengths | null {
  const ranks = ranksOf(n);
  if (ranks === null || !picked) return null;
  const order = listed(ranks);
  return pickLengths(n, (rank) => Number(picked[order.indexOf(rank)] ?? 0));
}
