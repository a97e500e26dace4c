import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';

/** The query builder over a pool; it opens no connection of its own. */
export type Tables = NodePgDatabase;

export function openTables(pool: Pool): Tables {
  return drizzle({ client: pool });
}
