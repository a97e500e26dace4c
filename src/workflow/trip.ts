import type { StopCause } from '../domain/breaker/breaker.ts';
import { decideBreaker } from '../domain/breaker/decide.ts';
import { nameLine, type Place } from '../domain/breaker/place.ts';
import type { Catalog } from '../domain/catalog/catalog.ts';
import { stopOf } from '../domain/deployment/stop-line.ts';
import { isSameTarget } from '../domain/kernel/target.ts';
import type { Log } from '../ports/log.ts';
import type { Records } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';

export interface Trip {
  readonly records: Pick<Records, 'breakers'>;
  readonly store: Pick<Store, 'change'>;
  readonly catalog: () => Catalog;
  readonly log: Log;
}

/**
 * Stops a line because of what was measured, told or counted. Safe to call again for the same: what is stopped
 * as strictly already stays as it is. What runs there is held by `tendBreakers`, within seconds.
 */
export async function trip(
  { records, store, catalog, log }: Trip,
  place: Place,
  said: {
    readonly cause: Exclude<StopCause, 'hand'>;
    readonly because: string;
    readonly parties?: readonly string[];
  },
): Promise<boolean> {
  const held = (await records.breakers()).find((one) => isSameTarget(one, place)) ?? null;
  const { service, environment } = place;
  const recorded = await store.change({ target: { service, environment } }, ({ now: at }) => {
    const { cause, because, parties = [] } = said;
    const stop = stopOf(place, { by: 'fairway', at, cause, because, parties }, catalog());
    return decideBreaker(held, place, { kind: 'stop', stop });
  });
  if (recorded.kind !== 'recorded') return false;
  log.warn(
    { line: nameLine(place), cause: said.cause, because: said.because },
    'a line was stopped',
  );
  return true;
}
