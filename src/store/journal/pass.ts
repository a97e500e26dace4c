import { createHash, randomBytes } from 'node:crypto';
import type { Bearer, Passes } from '../../ports/passes.ts';
import type { Database } from '../clock.ts';
import { nowParameter, nowSql } from '../clock.ts';
import { entryOf, inOne, note, nowOf } from './noted.ts';

const TOKEN_BYTES = 32;

const FORGET = 'DELETE FROM dashboard_pass WHERE until <= $1';
const MAKE = `INSERT INTO dashboard_pass (hash, kind, account, person, until) VALUES ($1, $2, $3, $4, $5)`;
const USE = `DELETE FROM dashboard_pass WHERE hash = $1 AND kind = 'link' AND until > $2 RETURNING account, person`;
const FIND = `SELECT account, person FROM dashboard_pass
  WHERE hash = $1 AND kind = 'session' AND until > ${nowSql('$2')}`;
const LEAVE = `DELETE FROM dashboard_pass WHERE hash = $1 AND kind = 'session'`;

export function createPasses(database: Database): Passes {
  const { pool } = database;
  return {
    async link({ account, person }, forMs) {
      const token = newToken();
      await inOne(database, async (client) => {
        const at = await nowOf(client, database);
        await client.query(FORGET, [at]);
        await client.query(MAKE, [hashOf(token), 'link', account, person, at + forMs]);
        await note(client, entryOf(person, { what: 'dashboard-link-made', by: person, at }));
      });
      return token;
    },
    async enter(link, forMs) {
      const session = newToken();
      const entered = await inOne(database, async (client) => {
        const at = await nowOf(client, database);
        const { rows } = await client.query<Bearer>(USE, [hashOf(link), at]);
        const [bearer] = rows;
        if (!bearer) return false;
        const { account, person } = bearer;
        await client.query(MAKE, [hashOf(session), 'session', account, person, at + forMs]);
        await note(client, entryOf(person, { what: 'dashboard-opened', by: person, at }));
        return true;
      });
      return entered ? session : null;
    },
    async bearerOf(session) {
      // Looked up by its hash: how long that takes tells nothing of any token.
      const { rows } = await pool.query<Bearer>(FIND, [
        hashOf(session),
        nowParameter(database.clock),
      ]);
      return rows[0] ?? null;
    },
    async leave(session) {
      await pool.query(LEAVE, [hashOf(session)]);
    },
  };
}

function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
