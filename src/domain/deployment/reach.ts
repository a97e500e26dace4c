import type { Catalog } from '../catalog/catalog.ts';
import { placementOf } from '../catalog/find.ts';
import type { Actor } from '../kernel/actor.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import { mayRead } from './readers.ts';
import { type Deed, forbids, type Where } from './rights.ts';

/** How far somebody's right goes in one environment: for which of the services that run there. */
export interface Reach {
  readonly environment: string;
  readonly services: readonly string[];
  /** Why not for all of them: the first refusal there, null when there is none. */
  readonly no: Refusal | null;
}

/**
 * Where this person may do any of these deeds now, environment by environment, in promotion order.
 * @param from where they would ask; without a channel it is not asked about
 */
export function reachOf(
  actor: Actor,
  deeds: readonly Deed[],
  catalog: Catalog,
  from: Pick<Where, 'channel'> = {},
): readonly Reach[] {
  return catalog.environments.flatMap((environment): Reach[] => {
    const there = catalog.services.filter(
      (one) => placementOf(one, environment.name) && mayRead(actor, one, catalog),
    );
    const asked = there.map((service) => ({
      service,
      no: deeds
        .map((deed) => forbids(actor, deed, { ...from, service, environment }, catalog))
        .reduce((before, next) => (before === null ? null : next), NO_DEED),
    }));
    const services = asked.flatMap(({ service, no }) => (no === null ? [service.name] : []));
    const [first = null] = asked.flatMap(({ no }) => (no === null ? [] : [no]));
    return there.length === 0 ? [] : [{ environment: environment.name, services, no: first }];
  });
}

const NO_DEED = refuse('no-right', 'Nobody can do this.');
