import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { RUNNING_SLOT, SCHEDULED_ONCE } from './schema/deployment.ts';

const MOST_ATTEMPTS = 5;
const PAUSE_MS = 20;
/** serialization_failure, deadlock_detected: the server undid the transaction and asks to repeat it. */
const REPEAT = new Set(['40001', '40P01']);

/** Repeats a transaction that the server undid for the sake of another, a few times, a little apart. */
export async function retried<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || !asksToRepeat(error)) throw error;
      await sleep(PAUSE_MS * attempt * (0.5 + Math.random()));
    }
  }
}

function asksToRepeat(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code !== undefined && REPEAT.has(error.code);
}

/** The database itself refused a second running deployment on a target. */
export function isSlotTaken(error: unknown): boolean {
  return isTwice(error, RUNNING_SLOT);
}

/** Another deployment answers that time of its schedule: somebody else looked at the same moment. */
export function isAskedAlready(error: unknown): boolean {
  return isTwice(error, SCHEDULED_ONCE);
}

function isTwice(error: unknown, index: string): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505' && error.constraint === index;
}

/** Of changes written together one cannot be, and nothing was: alone it will say so itself. */
export class OneOfThemError extends Error {}

/** Makes what is to be sent for all; what throws here is the fault of one of them. */
export function ofAll<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new OneOfThemError(error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}

/** Data exception, constraint violation, limit exceeded: the server refused a value, not the crowd. */
const OF_ONE = /^(22|23|54)/;

/** Whether nothing was written because of one of several, so that each should be tried alone. */
export function isOnesFault(error: unknown): boolean {
  if (error instanceof OneOfThemError) return true;
  return error instanceof pg.DatabaseError && OF_ONE.test(error.code ?? '');
}
