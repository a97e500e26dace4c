import { and, asc, eq, gte, lt, min } from 'drizzle-orm';
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

/** When the first ticket of a place was written; null where there is none. */
export async function firstTicket(
  tables: Tables,
  { service, environment }: Target,
): Promise<Instant | null> {
  const [row] = await tables
    .select({ at: min(ticket.at) })
    .from(ticket)
    .where(and(eq(ticket.service, service), eq(ticket.environment, environment)));
  return row?.at === null || row?.at === undefined ? null : instant(Number(row.at));
}
