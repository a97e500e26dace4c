import type { Pool } from 'pg';
import type { Instant } from '../domain/kernel/time.ts';

/** Whose time counts: the database's in production, so that replicas agree; a fake one in stories. */
export type Clock = 'database' | { now(): Instant };

/** What every part of the store is made of. */
export interface Database {
  readonly pool: Pool;
  readonly clock: Clock;
}

/** The only SQL that asks what time it is. Milliseconds since the epoch, and not the transaction's start. */
const DATABASE_MS = 'floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint';

/**
 * An SQL expression for this moment; `$n` is given `nowParameter`. A subquery, so that it is asked once
 * a statement and an index can be searched by it.
 */
export function nowSql(parameter: `$${number}`): string {
  return `(SELECT coalesce(${parameter}::bigint, ${DATABASE_MS}))`;
}

/** Null lets the database answer. */
export function nowParameter(clock: Clock): number | null {
  return clock === 'database' ? null : clock.now();
}
