import type { PoolClient } from 'pg';
import { type Event, isOfDeployment } from '../../ports/event.ts';
import type { Log } from '../../ports/log.ts';
import type { Outbox } from '../../ports/outbox.ts';
import { type Database, nowParameter, nowSql } from '../clock.ts';

/** `FWYO`. Held by a session, not a transaction: it lives exactly as long as the drainer's connection. */
const LOCK_KEY = 0x46_57_59_4f;
/** Told events are kept this long for people who ask what happened, then forgotten. */
const KEEP_MS = 7 * 24 * 3_600_000;

/** Asked first, and in one go: there is nothing to tell most of the time, and then nobody takes the lock. */
const LOCK = `
  SELECT pg_try_advisory_lock($1) AS mine WHERE EXISTS (SELECT FROM outbox WHERE told_at IS NULL)`;
const UNLOCK = 'SELECT pg_advisory_unlock($1)';

/** Within a target ids rise in the order of commits, because its changes hold the fence row. */
const UNTOLD = `
  SELECT id, event FROM outbox
  WHERE told_at IS NULL AND id > $1
    AND (service, environment) NOT IN (SELECT * FROM unnest($2::text[], $3::text[]))
  ORDER BY id LIMIT $4`;

/** Its commit waits for no disk: a mark that a crash of the server loses is an event told once more. */
const TOLD = `
  UPDATE outbox SET told_at = ${nowSql('$2')}
  FROM (SELECT set_config('synchronous_commit', 'off', true)) AS quick
  WHERE id = $1`;

/** An array, so that it is looked up by id: joined with a subquery the whole table was read each time. */
const FORGET = `
  DELETE FROM outbox WHERE id = ANY (ARRAY(
    SELECT id FROM outbox WHERE told_at < ${nowSql('$2')} - $1::bigint
    ORDER BY told_at LIMIT 1000))`;

interface OutboxRow {
  readonly id: string;
  readonly event: Event;
}

/**
 * An event whose `tell` throws stays untold, and the later events of *its target* wait behind it until
 * the next drain, so that a target's events are heard in order; other targets go on. Events are told
 * again after a crash between telling and marking. Marks go over the connection that holds the lock:
 * a drainer that lost it cannot mark, and stops.
 */
export function createOutbox({ pool, clock, log }: Database & { readonly log: Log }): Outbox {
  return {
    async drain(limit, tell) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        const { rows } = await client.query<{ mine: boolean }>(LOCK, [LOCK_KEY]);
        if (!rows[0]?.mine) return 0;
        const told = await tellAll(client, clock, limit, quarantine(tell, log));
        if (told > 0) await client.query(FORGET, [KEEP_MS, nowParameter(clock)]);
        await client.query(UNLOCK, [LOCK_KEY]);
        return told;
      } catch (error) {
        broken = error instanceof Error ? error : new Error(String(error));
        throw error;
      } finally {
        client.release(broken); // a connection that may still hold the lock is closed, not reused
      }
    },
  };
}

/** True when the event was told. */
type Teller = (event: Event) => Promise<boolean>;

function quarantine(tell: (event: Event) => Promise<void>, log: Log): Teller {
  return async (event) => {
    try {
      await tell(event);
      return true;
    } catch (error) {
      log.warn({ ...nameEvent(event), error: String(error) }, 'event not told, kept');
      return false;
    }
  };
}

function nameEvent(event: Event) {
  if (isOfDeployment(event))
    return {
      ...{ deployment: event.id, type: event.type, revision: event.revision },
      ...(event.trace === undefined ? {} : { trace: event.trace }),
    };
  const { type, service, environment } = event;
  return { type, service, environment };
}

async function tellAll(
  client: PoolClient,
  clock: Database['clock'],
  limit: number,
  teller: Teller,
): Promise<number> {
  const waiting = new Map<string, readonly [service: string, environment: string]>();
  let told = 0;
  let last = '0';
  while (told < limit) {
    const held = [...waiting.values()];
    const columns = [held.map(([service]) => service), held.map(([, environment]) => environment)];
    const { rows } = await client.query<OutboxRow>(UNTOLD, [last, ...columns, limit - told]);
    if (rows.length === 0) return told;
    for (const { id, event } of rows) {
      last = id;
      const target = [event.service, event.environment] as const;
      const key = JSON.stringify(target);
      if (waiting.has(key)) continue;
      if (await teller(event)) {
        await client.query(TOLD, [id, nowParameter(clock)]);
        told += 1;
      } else waiting.set(key, target);
    }
  }
  return told;
}
