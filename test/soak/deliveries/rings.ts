import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { BellName } from '../../../src/ports/bell.ts';
import { connectQueue, type QueueAddress } from '../../../src/queue/connect.ts';
import type { Random } from '../random.ts';

const EACH_TURN = 5;
const TURN_MS = 250;

const IDS: readonly { readonly bell: BellName; readonly sql: string }[] = [
  { bell: 'inbox', sql: 'SELECT id FROM inbox ORDER BY random() LIMIT 20' },
  { bell: 'advance', sql: 'SELECT id FROM deployment LIMIT 20' },
  { bell: 'back', sql: 'SELECT id FROM deployment LIMIT 20' },
  { bell: 'deliver', sql: 'SELECT key AS id FROM message ORDER BY random() LIMIT 20' },
];

/**
 * Adds jobs by hand while `over` is not aborted, as a queue that repeats itself might: ids that are done,
 * under way and to come, each many times, in any order and late. Answers how many.
 */
export async function ringByHand(
  address: QueueAddress,
  pool: Pool,
  random: Random,
  over: AbortSignal,
): Promise<number> {
  const queue = await connectQueue(address, () => {});
  let rings = 0;
  try {
    while (!over.aborted) {
      for (const { bell, sql } of IDS) {
        const { rows } = await pool.query<{ id: string }>(sql);
        const ids = rows.map(({ id }) => id);
        for (let n = 0; ids.length > 0 && n < EACH_TURN; n += 1) {
          // One after the other: of those rung together the queue's own gathering would make one.
          await queue.add(bell, random.pick(ids));
          rings += 1;
        }
      }
      await sleep(TURN_MS);
    }
  } finally {
    await queue.close();
  }
  return rings;
}
