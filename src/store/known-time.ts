import { type Instant, instant } from '../domain/kernel/time.ts';
import type { Database } from './clock.ts';
import { askNow } from './queries/now.ts';

/** The store's time as this process knows it, for what cannot wait for an answer. */
export interface KnownTime {
  /** Asks nobody: the time last learnt, counted on since. */
  now(): Instant;
  /** Asks the database again. @throws when it cannot be reached; what was known then counts on. */
  learn(): Promise<void>;
}

/**
 * A machine whose clock is wrong, or is set while we run, must not put off a message, refuse what Slack
 * signed, or find an act too old: none of that goes by its clock once the database has been asked. A
 * steady clock counts on in between, which no setting of the other one moves.
 */
export function createKnownTime(
  database: Database,
  machine: { readonly wallMs: () => number; readonly steadyMs: () => number } = {
    wallMs: Date.now,
    steadyMs: () => performance.now(),
  },
): KnownTime {
  const { clock } = database;
  if (clock !== 'database') return { now: () => clock.now(), learn: async () => {} };
  let aheadMs = machine.wallMs() - machine.steadyMs();
  return {
    now: () => instant(Math.floor(machine.steadyMs() + aheadMs)),
    async learn() {
      const asked = machine.steadyMs();
      const told = await askNow(database);
      aheadMs = told - (asked + machine.steadyMs()) / 2; // on average told half-way
    },
  };
}
