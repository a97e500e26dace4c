import { and, desc, eq, gte, inArray, lte } from 'drizzle-orm';
import { EVERYWHERE, type Move, type MoveId } from '../../domain/elsewhere/move.ts';
import { instant } from '../../domain/kernel/time.ts';
import type { ElsewhereFilter } from '../../ports/records.ts';
import { movedElsewhere } from '../schema/moved-elsewhere.ts';
import type { Tables } from './tables.ts';

export async function findMoveElsewhere(tables: Tables, id: MoveId): Promise<Move | null> {
  const [row] = await tables.select().from(movedElsewhere).where(eq(movedElsewhere.id, id));
  return row ? { ...row, at: instant(row.at) } : null;
}

/** What was changed elsewhere in a time, the newest first. */
export async function listMovesElsewhere(
  tables: Tables,
  { since, until, environments, services, limit }: ElsewhereFilter,
): Promise<readonly Move[]> {
  const { at, environment, service, id } = movedElsewhere;
  const rows = await tables
    .select()
    .from(movedElsewhere)
    .where(
      and(
        gte(at, since),
        ...(until === undefined ? [] : [lte(at, until)]),
        ...(environments === undefined
          ? []
          : [inArray(environment, [...environments, EVERYWHERE])]),
        ...(services === undefined ? [] : [inArray(service, [...services, EVERYWHERE])]),
      ),
    )
    .orderBy(desc(at), desc(id))
    .limit(limit);
  return rows.map((row) => ({ ...row, at: instant(row.at) }));
}
