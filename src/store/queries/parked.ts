import { desc, isNotNull } from 'drizzle-orm';
import type { ParkedMessage } from '../../ports/records.ts';
import { message } from '../schema/message.ts';
import type { Tables } from './tables.ts';

/** What was given up on, newest first. */
export async function listParked(tables: Tables, limit: number): Promise<readonly ParkedMessage[]> {
  const rows = await tables
    .select({ channel: message.channel, content: message.content, why: message.parked })
    .from(message)
    .where(isNotNull(message.parked))
    .orderBy(desc(message.wantedAt))
    .limit(limit);
  return rows.map(({ channel, content, why }) => ({ channel, text: content.text, why: why ?? '' }));
}
