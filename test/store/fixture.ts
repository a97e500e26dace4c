import type { Pool } from 'pg';
import { afterAll, beforeAll } from 'vitest';
import type { Instant } from '../../src/domain/kernel/time.ts';
import type { Log } from '../../src/ports/log.ts';
import { createPool } from '../../src/store/pool.ts';
import { freshDatabase } from '../postgres/database.ts';
import { PATIENT } from '../postgres/patience.ts';

export interface Fixture {
  readonly url: string;
  /** As production has it, but patient. */
  readonly pool: Pool;
  /** Every connection error that reached the pool's owner. */
  readonly errors: Error[];
}

/** A database of this file's own, with a pool as production makes it. */
export function useDatabase(max = 10): Fixture {
  let made: (Fixture & { readonly drop: () => Promise<void> }) | null = null;
  beforeAll(async () => {
    const fresh = await freshDatabase();
    const errors: Error[] = [];
    const onError = (error: Error) => void errors.push(error);
    const asked = { max, applicationName: 'store test', onError, within: PATIENT };
    const pool = createPool(fresh.url, asked);
    made = { url: fresh.url, pool, errors, drop: fresh.drop };
  });
  afterAll(async () => {
    await made?.pool.end();
    await made?.drop();
  });
  const get = (): Fixture => {
    if (!made) throw new Error('the database is made in beforeAll');
    return made;
  };
  return {
    get url() {
      return get().url;
    },
    get pool() {
      return get().pool;
    },
    get errors() {
      return get().errors;
    },
  };
}

/** A clock that stands still until it is set. */
export function fakeClock(at: Instant): { now(): Instant; set(to: Instant): void } {
  let now = at;
  return {
    now: () => now,
    set(to) {
      now = to;
    },
  };
}

/** Keeps what was logged, by its static message. */
export function listeningLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const note = (_fields: unknown, message: string) => void lines.push(message);
  return { lines, info: note, warn: note, error: note };
}
