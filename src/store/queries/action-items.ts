import { and, asc, desc, eq, inArray, isNotNull, lte, type SQL, sql } from 'drizzle-orm';
import type { ActionItem } from '../../domain/governance/action-item.ts';
import type { ActionId } from '../../domain/kernel/action-id.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { ActionFilter } from '../../ports/records.ts';
import { actionItem } from '../schema/action-item.ts';
import type { Tables } from './tables.ts';

export async function findActionItem(tables: Tables, id: ActionId): Promise<ActionItem | null> {
  const [row] = await tables
    .select({ body: actionItem.body })
    .from(actionItem)
    .where(eq(actionItem.number, Number(id.slice(2))));
  return row?.body ?? null;
}

/** Those that fit the filter, newest first. */
export async function listActionItems(
  tables: Tables,
  { open, about, owner, service, limit }: ActionFilter,
): Promise<readonly ActionItem[]> {
  const where: readonly SQL[] = [
    ...(open === true ? [isNotNull(actionItem.chaseAt)] : []),
    ...(about === undefined ? [] : [inArray(actionItem.about, [...about])]),
    ...(owner === undefined ? [] : [eq(actionItem.owner, owner)]),
    ...(service === undefined ? [] : [sql`${actionItem.body} ->> 'service' = ${service}`]),
  ];
  const rows = await tables
    .select({ body: actionItem.body })
    .from(actionItem)
    .where(and(...where))
    .orderBy(desc(actionItem.number))
    .limit(limit);
  return rows.map((row) => row.body);
}

/** Open ones whose owner is to be asked, the longest due first. */
export async function listDueActionItems(
  tables: Tables,
  now: Instant,
  limit: number,
): Promise<readonly ActionItem[]> {
  const rows = await tables
    .select({ body: actionItem.body })
    .from(actionItem)
    .where(and(isNotNull(actionItem.chaseAt), lte(actionItem.chaseAt, now)))
    .orderBy(asc(actionItem.chaseAt))
    .limit(limit);
  return rows.map((row) => row.body);
}
