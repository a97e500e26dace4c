import type { Runtime } from './runtime.ts';
import type { Slot } from './slots.ts';

/** What haproxy says of a table that is not there, or that binds nobody to a server. */
const BINDS_NOBODY = /No such table|not stored in this table/;

/**
 * How many clients the stick table of a backend binds to the servers of a slot; null where no table of its binds
 * anybody. haproxy lists them one by one, so this is asked seldom.
 * @throws when haproxy says what is not understood
 */
export async function countBound(
  runtime: Runtime,
  backend: string,
  { servers }: Slot,
): Promise<number | null> {
  const answers = await runtime.ask(
    ...servers.map(({ id }) => `show table ${backend} data.server_id eq ${id}`),
  );
  let bound: number | null = null;
  for (const answer of answers) {
    const [head = '', ...entries] = answer.split('\n');
    if (BINDS_NOBODY.test(head)) continue;
    if (!head.startsWith('# table: '))
      throw new Error(`the stick table of ${backend} cannot be read: ${head}`);
    bound = (bound ?? 0) + entries.filter((entry) => entry.startsWith('0x')).length;
  }
  return bound;
}

/** Commands that make the table forget whoever it binds to the servers of a slot. */
export function forget(backend: string, { servers }: Slot): readonly string[] {
  return servers.map(({ id }) => `clear table ${backend} data.server_id eq ${id}`);
}
