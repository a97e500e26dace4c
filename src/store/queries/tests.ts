import { and, asc, eq, gt, inArray, isNotNull, lte } from 'drizzle-orm';
import type { Pool } from 'pg';
import type { OnCommit, TestHistory } from '../../domain/flaky/flaky-1.ts';
import type { Quarantine } from '../../domain/flaky/quarantine.ts';
import { type Instant, instant } from '../../domain/kernel/time.ts';
import type { QuarantineFilter, TestFilter } from '../../ports/records.ts';
import { quarantine } from '../schema/quarantine.ts';
import type { Tables } from './tables.ts';

const HISTORIES = `
  SELECT test, commit_id, passed_at, failed_at FROM test_outcome
  WHERE service = $1 AND at >= $2 AND test = ANY($3::text[])`;

/** Which tests passed and failed on one commit since then, those most often so first. */
const FLAKY = `
  SELECT test FROM test_outcome
  WHERE service = $1 AND passed_at IS NOT NULL AND failed_at IS NOT NULL AND at >= $2
  GROUP BY test ORDER BY count(*) DESC, max(at) DESC, test LIMIT $3`;

interface OutcomeRow {
  readonly test: string;
  readonly commit_id: string;
  readonly passed_at: string | null;
  readonly failed_at: string | null;
}

/** What is known of tests of a service, in the order in which they are asked for, or those most often flaky first. */
export async function testHistories(
  pool: Pool,
  service: string,
  { since, tests, limit }: TestFilter,
): Promise<readonly TestHistory[]> {
  const wanted = tests ?? (await flakyOnes(pool, service, since, limit));
  const { rows } = await pool.query<OutcomeRow>(HISTORIES, [service, since, wanted]);
  const found = new Map<string, OnCommit[]>();
  for (const row of rows) {
    const known = {
      commit: row.commit_id,
      passedAt: at(row.passed_at),
      failedAt: at(row.failed_at),
    };
    const before = found.get(row.test);
    if (before) before.push(known);
    else found.set(row.test, [known]);
  }
  return wanted.slice(0, limit).flatMap((test) => {
    const commits = found.get(test);
    return commits ? [{ test, commits }] : [];
  });
}

async function flakyOnes(
  pool: Pool,
  service: string,
  since: Instant,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ test: string }>(FLAKY, [service, since, limit]);
  return rows.map(({ test }) => test);
}

function at(ms: string | null): Instant | null {
  return ms === null ? null : instant(Number(ms));
}

export async function findQuarantine(
  tables: Tables,
  service: string,
  test: string,
): Promise<Quarantine | null> {
  const [row] = await tables
    .select({ body: quarantine.body })
    .from(quarantine)
    .where(and(eq(quarantine.service, service), eq(quarantine.test, test)));
  return row?.body ?? null;
}

export async function listQuarantines(
  tables: Tables,
  { service, tests, heldAt, limit }: QuarantineFilter,
): Promise<readonly Quarantine[]> {
  const rows = await tables
    .select({ body: quarantine.body })
    .from(quarantine)
    .where(
      and(
        eq(quarantine.service, service),
        ...(tests === undefined ? [] : [inArray(quarantine.test, [...tests])]),
        ...(heldAt === undefined ? [] : [gt(quarantine.until, heldAt)]),
      ),
    )
    .orderBy(asc(quarantine.test))
    .limit(limit);
  return rows.map((row) => row.body);
}

/** Those whose time is over and whose owner was not told, the longest due first. */
export async function listDueQuarantines(
  tables: Tables,
  now: Instant,
  limit: number,
): Promise<readonly Quarantine[]> {
  const rows = await tables
    .select({ body: quarantine.body })
    .from(quarantine)
    .where(and(isNotNull(quarantine.tellAt), lte(quarantine.tellAt, now)))
    .orderBy(asc(quarantine.tellAt))
    .limit(limit);
  return rows.map((row) => row.body);
}
