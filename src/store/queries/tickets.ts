import { and, asc, eq, gte, lt } from 'drizzle-orm';
import type { Pool } from 'pg';
import type { Ticket } from '../../domain/feedback/ticket.ts';
import type { Target } from '../../domain/kernel/target.ts';
import { type Instant, instant } from '../../domain/kernel/time.ts';
import { ticket } from '../schema/ticket.ts';
import type { Tables } from './tables.ts';

/** The tickets of a place written at `since` or after and before `until`, oldest first. */
export async function listTickets(
  tables: Tables,
  { service, environment }: Target,
  {
    since,
    until,
    limit,
  }: { readonly since: Instant; readonly until: Instant; readonly limit: number },
): Promise<readonly Ticket[]> {
  const rows = await tables
    .select()
    .from(ticket)
    .where(
      and(
        eq(ticket.service, service),
        eq(ticket.environment, environment),
        gte(ticket.at, since),
        lt(ticket.at, until),
      ),
    )
    .orderBy(asc(ticket.at))
    .limit(limit);
  return rows.map((row) => ({ ...row, at: instant(row.at) }));
}

const FIRSTS = `
  SELECT asked.source, (SELECT min(at) FROM ticket WHERE service = $2 AND environment = $3
    AND ticket.source = asked.source) AS at
  FROM unnest($1::text[]) AS asked(source)`;

/** When the first ticket of a place was written, by who told of it. */
export async function firstTickets(
  pool: Pool,
  { service, environment }: Target,
  sources: readonly string[],
): Promise<ReadonlyMap<string, Instant>> {
  const values = [sources, service, environment];
  const { rows } = await pool.query<{ source: string; at: string | null }>(FIRSTS, values);
  return new Map(
    rows.flatMap(({ source, at }) => (at === null ? [] : [[source, instant(Number(at))] as const])),
  );
}
