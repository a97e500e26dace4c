import type { PoolClient } from 'pg';
import type { Deployment } from '../domain/deployment/deployment.ts';
import type { DeploymentEvent } from '../domain/deployment/event.ts';
import type { Change } from '../domain/kernel/change.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { About, Decision, Held, Recorded, Row, Store } from '../ports/store.ts';
import type { Database } from './clock.ts';
import { open } from './held.ts';
import { append, lockHead } from './ledger/append.ts';
import { chain } from './ledger/entry.ts';
import { isSlotTaken, retried } from './weather.ts';
import { writesOf } from './writes.ts';

type Decide = (held: Held) => Decision;

/**
 * The only write path of what decisions read. Three round trips on a pool of createPool: begin, lock
 * and read; write and lock the ledger's head; append and commit. Locks are always taken in this order:
 * the target's fence, its rows, the ledger's head. When the connection breaks during the commit it
 * throws although the change may stand: the caller looks again, and the revisions tell.
 */
export function createStore(database: Database): Store {
  return {
    change: (about, decide) => retried(() => changeOnce(database, about, decide)),
    async nextId() {
      const { rows } = await database.pool.query<{ n: string }>(
        "SELECT nextval('deployment_number') AS n",
      );
      return `D-${Number(rows[0]?.n)}`;
    },
  };
}

async function changeOnce(database: Database, about: About, decide: Decide): Promise<Recorded> {
  const client = await database.pool.connect();
  let running: Deployment | null = null;
  try {
    const opened = await open(client, database.clock, about);
    running = opened.held.running;
    const fenced = about.epoch !== undefined && about.epoch !== opened.epoch;
    const recorded = fenced ? FENCED : await carryOut(client, about, opened.held, decide);
    if (recorded.kind !== 'recorded') await client.query('ROLLBACK');
    client.release();
    return recorded;
  } catch (error) {
    const clean = await rollBack(client);
    client.release(!clean); // a connection in an unknown state is closed, not reused
    if (isSlotTaken(error)) return { kind: 'refused', refusal: slotTaken(about, running) };
    throw error;
  }
}

const FENCED: Recorded = { kind: 'fenced' };
const UNCHANGED: Recorded = { kind: 'unchanged' };

async function carryOut(
  client: PoolClient,
  about: About,
  held: Held,
  decide: Decide,
): Promise<Recorded> {
  const decision = decide(held);
  if (decision === null) return UNCHANGED;
  if (isRefusal(decision)) return { kind: 'refused', refusal: decision };
  return write(client, about, decision, held.now);
}

async function write(
  client: PoolClient,
  about: About,
  change: Change<Row, DeploymentEvent>,
  now: Instant,
): Promise<Recorded> {
  const writes = writesOf(about, change, now);
  const [written, place] = await Promise.all([
    Promise.all(writes.map(({ text, values }) => client.query(text, [...values]))),
    change.ledger.length > 0 ? lockHead(client, change.ledger) : null,
  ]);
  const moved = writes.some((one, i) => one.mustWrite && written[i]?.rowCount !== 1);
  if (moved) return UNCHANGED; // somebody else wrote a row since the decision's caller read it
  // Made before anything is sent: what cannot be recorded throws here, with no COMMIT on its way.
  const numbered = place ? chain(place, change.ledger) : [];
  const [, committed] = await Promise.all([append(client, numbered), client.query('COMMIT')]);
  // The server answers COMMIT of a failed transaction with ROLLBACK and no error.
  if (committed.command !== 'COMMIT') throw new Error('the change was rolled back at its commit');
  return { kind: 'recorded', entries: numbered.map((entry) => entry.ref) };
}

/** False when even that failed: the connection is gone, and the server rolls back by itself. */
async function rollBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('ROLLBACK');
    return true;
  } catch {
    return false;
  }
}

function slotTaken({ target }: About, running: Deployment | null): Refusal {
  const { service, environment } = target;
  const other = running ? running.id : 'another deployment';
  return refuse('slot', `${other} is already running: ${service} in ${environment} is taken.`, {
    why: 'Only one deployment at a time may change what runs there.',
    fix: 'Wait until it is over, or ask again to replace it or to queue behind it.',
  });
}
