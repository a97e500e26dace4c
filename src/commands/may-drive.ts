import type { Catalog } from '../domain/catalog/catalog.ts';
import { findEnvironment, findService, hasAccount, membersOf } from '../domain/catalog/find.ts';
import { driversOf } from '../domain/deployment/drivers.ts';
import { forbids } from '../domain/deployment/rights.ts';
import { drives, type Train } from '../domain/governance/train.ts';
import type { Actor } from '../domain/kernel/actor.ts';
import type { Refusal } from '../domain/kernel/refusal.ts';
import { readerOf } from './reader.ts';

/** The train's drivers; and whoever may steer some of its services there, to hold it, or every, to let it go. */
export function mayDrive(
  catalog: Catalog,
  actor: Actor,
  on: Train,
  how: 'some' | 'every',
): Refusal | null {
  if (drives(on, actor)) return null;
  const { environment, services } = placesOf(catalog, on);
  const all = services.map((service) =>
    environment ? forbids(actor, 'steer', { service, environment }, catalog) : null,
  );
  const refused = all.filter((one) => one !== null);
  const may = how === 'some' ? refused.length < all.length : refused.length === 0;
  return may ? null : (refused[0] ?? null);
}

/** Who may let it go by the rules as they are now; null where no rule names anybody, so that every member may. */
export function whoLetsGo(catalog: Catalog, on: Train): readonly string[] | null {
  const { environment, services } = placesOf(catalog, on);
  const named = environment?.deployers ?? [];
  const isForAll = named.length === 0;
  if (isForAll && services.every(({ readers = [] }) => readers.length === 0)) return null;
  const steering = [...named, ...services.flatMap(({ owners }) => owners)];
  const perhaps = [...driversOf(catalog, on), ...membersOf(catalog, steering)];
  return catalog.people
    .filter(({ id }) => (isForAll || perhaps.includes(id)) && hasAccount(catalog, id))
    .filter((one) => mayDrive(catalog, readerOf(catalog, one), on, 'every') === null)
    .map(({ id }) => id);
}

function placesOf(catalog: Catalog, { to, waves }: Train) {
  const services = waves.flat().flatMap((name) => findService(catalog, name) ?? []);
  return { environment: findEnvironment(catalog, to), services };
}
