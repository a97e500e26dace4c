import { and, eq } from 'drizzle-orm';
import type { Lock } from '../../domain/governance/lock.ts';
import type { Target } from '../../domain/kernel/target.ts';
import { lock } from '../schema/lock.ts';
import type { Tables } from './tables.ts';

/** The lock on this target. */
export async function findLock(tables: Tables, target: Target): Promise<Lock | null> {
  const rows = await tables
    .select({ body: lock.body })
    .from(lock)
    .where(and(eq(lock.service, target.service), eq(lock.environment, target.environment)));
  return rows[0]?.body ?? null;
}

/** Every lock, newest first. */
export async function listLocks(tables: Tables): Promise<readonly Lock[]> {
  const rows = await tables.select({ body: lock.body }).from(lock);
  return rows.map((row) => row.body).toSorted((a, b) => b.at - a.at);
}
