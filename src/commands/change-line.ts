import type { Happening } from '../domain/breaker/breaker.ts';
import { decideBreaker } from '../domain/breaker/decide.ts';
import type { Place } from '../domain/breaker/place.ts';
import { isSameTarget } from '../domain/kernel/target.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import type { Recorded } from '../ports/store.ts';

/** Stopping must not fail because a clockwork moved the row in the same moment. */
const TRIES = 4;

/** Records what a person does to a line, on the row as it stands then. */
export async function changeLine(
  ctx: Pick<Context, 'store' | 'records'>,
  place: Place,
  what: (at: Instant) => Happening,
): Promise<Recorded> {
  const { service, environment } = place;
  for (let n = 1; ; n += 1) {
    const held = (await ctx.records.breakers()).find((one) => isSameTarget(one, place)) ?? null;
    const recorded = await ctx.store.change({ target: { service, environment } }, ({ now }) =>
      decideBreaker(held, place, what(now)),
    );
    if (recorded.kind !== 'unchanged' || n === TRIES) return recorded;
  }
}
