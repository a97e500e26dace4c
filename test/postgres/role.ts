import { readFileSync } from 'node:fs';
import type { FreshDatabase } from './database.ts';

const FILE = new URL('../../src/store/least-privilege.sql', import.meta.url);

export interface Role {
  /** The database as this role reaches it. */
  readonly url: string;
  /** Executes src/store/least-privilege.sql for it, as the owner. */
  grant(): Promise<void>;
  drop(): Promise<void>;
}

/** A role that owns nothing, with no more rights than everybody until they are granted. */
export async function createRole({
  url,
  pool,
}: Pick<FreshDatabase, 'url' | 'pool'>): Promise<Role> {
  const name = `app_${Math.random().toString(36).slice(2)}`;
  await pool.query(`CREATE ROLE ${name} LOGIN PASSWORD 'app'`);
  const own = new URL(url);
  own.username = name;
  own.password = 'app';
  return {
    url: own.href,
    async grant() {
      await pool.query(readFileSync(FILE, 'utf8').replaceAll('fairway_app', name));
    },
    async drop() {
      await pool.query(`DROP OWNED BY ${name}`);
      await pool.query(`DROP ROLE ${name}`);
    },
  };
}
