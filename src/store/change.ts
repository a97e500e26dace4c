import type { PoolClient } from 'pg';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { About, Decision, Held, Recorded, Store } from '../ports/store.ts';
import type { Database } from './clock.ts';
import { crowding, type Waiting } from './crowd.ts';
import type { Decided } from './decided.ts';
import { epochAfter } from './fences.ts';
import { type Opened, open } from './held.ts';
import { append, lockHead } from './ledger/append.ts';
import { chain } from './ledger/entry.ts';
import {
  isAskedAlready,
  isOnesFault,
  isSlotTaken,
  OneOfThemError,
  ofAll,
  retried,
} from './weather.ts';
import { writesOf } from './writes.ts';

interface Ask {
  readonly target: About['target'];
  readonly about: About;
  readonly decide: (held: Held) => Decision;
}
type Asking = Waiting<Ask, Recorded>;

/** While so many crowds are on their way, one reads and decides as another waits for the disk. */
const CROWD = { lanes: 3, most: 32 } as const;

/**
 * The only write path of what decisions read. Three round trips on a pool of createPool: begin, lock
 * and read; write and lock the ledger's head; append and commit. Changes that come while others are on
 * their way share a transaction (ADR 9): when it fails each is tried alone, so that nobody's fault is
 * another's. Locks are always taken in this order: the targets' fences by name, their rows, the
 * ledger's head. When the connection breaks during the commit it throws although the change may
 * stand: the caller looks again, and the revisions tell.
 */
export function createStore(database: Database): Store {
  const put = crowding<Ask, Recorded>((crowd) => changeAll(database, crowd), CROWD);
  return {
    change: (about, decide) => put({ target: about.target, about, decide }),
    async nextId() {
      const { rows } = await database.pool.query<{ n: string }>({
        name: 'next-id',
        text: "SELECT nextval('deployment_number') AS n",
      });
      return `D-${Number(rows[0]?.n)}`;
    },
    async nextScheduleId() {
      const { rows } = await database.pool.query<{ n: string }>({
        name: 'next-schedule-id',
        text: "SELECT nextval('schedule_number') AS n",
      });
      return `S-${Number(rows[0]?.n)}`;
    },
    async nextIncidentId() {
      const { rows } = await database.pool.query<{ n: string }>({
        name: 'next-incident-id',
        text: "SELECT nextval('incident_number') AS n",
      });
      return `INC-${Number(rows[0]?.n)}`;
    },
    async nextActionId() {
      const { rows } = await database.pool.query<{ n: string }>({
        name: 'next-action-id',
        text: "SELECT nextval('action_number') AS n",
      });
      return `A-${Number(rows[0]?.n)}`;
    },
    async nextMoveId() {
      const { rows } = await database.pool.query<{ n: string }>({
        name: 'next-move-id',
        text: "SELECT nextval('move_number') AS n",
      });
      return `E-${Number(rows[0]?.n)}`;
    },
  };
}

/** Settles everybody; never throws. */
async function changeAll(database: Database, crowd: readonly Asking[]): Promise<void> {
  // By name, as their locks are taken: two crowds must not wait for each other in a circle.
  const sorted = crowd.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  try {
    await retried(() => changeTogether(database, sorted));
  } catch (error) {
    if (sorted.length > 1 && isOnesFault(error)) {
      for (const one of sorted) await changeAll(database, [one]);
    } else for (const { reject } of sorted) reject(error);
  }
}

function nameOf({ ask: { target } }: Asking): string {
  return `${target.service}\n${target.environment}`;
}

async function changeTogether(database: Database, crowd: readonly Asking[]): Promise<void> {
  const client = await database.pool.connect();
  let running: Deployment | null = null;
  try {
    const opened = await open(
      client,
      database.clock,
      crowd.map(({ ask }) => ask.about),
    );
    running = opened[0]?.held.running ?? null;
    const answers = crowd.map((one, i) => answerOf(one.ask, opened[i]));
    const recorded = await write(client, answers.flatMap(decidedOnes));
    client.release();
    for (const [i, one] of crowd.entries()) tell(one, answers[i] ?? UNCHANGED, recorded);
  } catch (error) {
    const clean = await rollBack(client);
    client.release(!clean); // a connection in an unknown state is closed, not reused
    const [only, ...others] = crowd;
    if (!only || others.length > 0) throw error;
    if (isAskedAlready(error)) only.resolve(UNCHANGED);
    else if (isSlotTaken(error)) {
      only.resolve({ kind: 'refused', refusal: slotTaken(only.ask.about, running) });
    } else throw error;
  }
}

/** What became of one of the crowd before anything is written. */
type Answer = Recorded | { readonly kind: 'threw'; readonly error: unknown } | Deciding;
type Deciding = { readonly kind: 'decided'; readonly decided: Decided };

const UNCHANGED: Recorded = { kind: 'unchanged' };

function answerOf({ about, decide }: Ask, seen: Opened | undefined): Answer {
  if (!seen) throw new Error('less was read than asked for');
  if (about.epoch !== undefined && about.epoch !== seen.epoch) return { kind: 'fenced' };
  try {
    const decision = decide(seen.held);
    if (decision === null) return UNCHANGED;
    if (isRefusal(decision)) return { kind: 'refused', refusal: decision };
    return { kind: 'decided', decided: { about, change: decision, ...seen } };
  } catch (error) {
    return { kind: 'threw', error };
  }
}

function decidedOnes(answer: Answer): readonly Decided[] {
  return answer.kind === 'decided' ? [answer.decided] : [];
}

function tell(one: Asking, answer: Answer, recorded: ReadonlyMap<Decided, Recorded>): void {
  if (answer.kind === 'threw') one.reject(answer.error);
  else if (answer.kind !== 'decided') one.resolve(answer);
  else one.resolve(recorded.get(answer.decided) ?? UNCHANGED);
}

/** Writes all or nothing, and ends the transaction. What is missing in the answer is unchanged. */
async function write(
  client: PoolClient,
  all: readonly Decided[],
): Promise<ReadonlyMap<Decided, Recorded>> {
  if (all.length === 0) {
    await client.query('ROLLBACK');
    return new Map();
  }
  const writes = ofAll(() => writesOf(all));
  const entries = all.flatMap(({ change }) => change.ledger);
  const [written, place] = await Promise.all([
    Promise.all(
      writes.map(({ name, text, values }) => client.query({ name, text, values: [...values] })),
    ),
    entries.length > 0 ? lockHead(client, entries) : null,
  ]);
  if (writes.some(({ mustWrite }, i) => mustWrite !== null && written[i]?.rowCount !== mustWrite)) {
    if (all.length > 1) throw new OneOfThemError('a row had moved');
    await client.query('ROLLBACK');
    return new Map(); // somebody else wrote a row since the decision's caller read it
  }
  // Made before anything is sent: what cannot be recorded throws here, with no COMMIT on its way.
  const numbered = place ? ofAll(() => chain(place, entries)) : [];
  const [, committed] = await Promise.all([append(client, numbered), client.query('COMMIT')]);
  // The server answers COMMIT of a failed transaction with ROLLBACK and no error.
  if (committed.command !== 'COMMIT') throw new Error('the change was rolled back at its commit');
  const refs = numbered.map(({ ref }) => ref);
  return new Map(
    all.map((one) => [one, recordedOf(one, refs.splice(0, one.change.ledger.length))]),
  );
}

function recordedOf(one: Decided, entries: readonly string[]): Recorded {
  const { rows } = one.change;
  return { kind: 'recorded', entries, rows, now: one.held.now, epoch: epochAfter(one) };
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
