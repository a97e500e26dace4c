import type { Departure, TrainChange } from '../domain/governance/departure.ts';
import type { Train } from '../domain/governance/train.ts';
import type { Refusal } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import type { Recorded } from '../ports/store.ts';

const MOST = 50;
/** Many press Ready in the same minute, and each writes the same row. */
const MOST_TRIES = 8;

/** The departures of a train that are not over, the next to leave first. */
export async function openOf(
  ctx: Pick<Context, 'records'>,
  { name }: Train,
): Promise<readonly Departure[]> {
  return (await ctx.records.departures(MOST)).filter((d) => d.train === name);
}

/** Decides anew on what others wrote meanwhile. */
export async function insist(
  ctx: Pick<Context, 'store'>,
  on: Train,
  look: () => Promise<(now: Instant) => TrainChange | Refusal>,
): Promise<Recorded> {
  for (let left = MOST_TRIES; ; left -= 1) {
    const decide = await look();
    const target = { service: on.name, environment: on.to };
    const recorded = await ctx.store.change({ target }, ({ now }) => decide(now));
    if (recorded.kind !== 'unchanged' || left <= 1) return recorded;
  }
}

/** Several departures in one change, all of them or none. */
export function together(changes: readonly TrainChange[]): TrainChange {
  return {
    rows: changes.flatMap(({ rows }) => rows),
    ledger: changes.flatMap(({ ledger }) => ledger),
    events: changes.flatMap(({ events }) => events),
  };
}
