import { and, asc, desc, eq, isNotNull, lte } from 'drizzle-orm';
import type { HandOff } from '../../domain/governance/hand-off.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import { handOff } from '../schema/hand-off.ts';
import type { Tables } from './tables.ts';

export async function findHandOff(
  tables: Tables,
  service: string,
  version: string,
): Promise<HandOff | null> {
  const [row] = await tables
    .select({ body: handOff.body })
    .from(handOff)
    .where(and(eq(handOff.service, service), eq(handOff.version, version)));
  return row?.body ?? null;
}

/** Those under way, of one service or (null) of all; what was moved last first. */
export async function listHandOffs(
  tables: Tables,
  service: string | null,
  limit: number,
): Promise<readonly HandOff[]> {
  const open = isNotNull(handOff.wakeAt);
  const rows = await tables
    .select({ body: handOff.body })
    .from(handOff)
    .where(service === null ? open : and(open, eq(handOff.service, service)))
    .orderBy(desc(handOff.wakeAt))
    .limit(limit);
  return rows.map((row) => row.body);
}

/** Those whose time to be looked at has come, the longest due first. */
export async function listDueHandOffs(
  tables: Tables,
  now: Instant,
  limit: number,
): Promise<readonly HandOff[]> {
  const rows = await tables
    .select({ body: handOff.body })
    .from(handOff)
    .where(and(isNotNull(handOff.wakeAt), lte(handOff.wakeAt, now)))
    .orderBy(asc(handOff.wakeAt))
    .limit(limit);
  return rows.map((row) => row.body);
}
