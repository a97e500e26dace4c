import { createHash, randomBytes } from 'node:crypto';
import type { CalendarLinks } from '../../ports/calendar-links.ts';
import type { Database } from '../clock.ts';
import { entryOf, inOne, note, nowOf } from './noted.ts';

const TOKEN_BYTES = 32;

const MAKE = `
  INSERT INTO calendar_link (person, hash, made_at) VALUES ($1, $2, $3)
  ON CONFLICT (person) DO UPDATE SET hash = $2, made_at = $3`;
const REVOKE = 'DELETE FROM calendar_link WHERE person = $1';
const FIND = 'SELECT person FROM calendar_link WHERE hash = $1';

export function createCalendarLinks(database: Database): CalendarLinks {
  return {
    async make(person) {
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      await inOne(database, async (client) => {
        const at = await nowOf(client, database);
        await client.query(MAKE, [person, hashOf(token), at]);
        await note(client, entryOf(person, { what: 'calendar-link-made', by: person, at }));
      });
      return token;
    },
    revoke: (person) =>
      inOne(database, async (client) => {
        const { rowCount } = await client.query(REVOKE, [person]);
        if (rowCount !== 1) return false;
        const at = await nowOf(client, database);
        await note(client, entryOf(person, { what: 'calendar-link-revoked', by: person, at }));
        return true;
      }),
    async personOf(token) {
      // Looked up by its hash: how long that takes tells nothing of any token.
      const { rows } = await database.pool.query<{ person: string }>(FIND, [hashOf(token)]);
      return rows[0]?.person ?? null;
    },
  };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
