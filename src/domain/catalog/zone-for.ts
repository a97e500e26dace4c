import type { Catalog } from './catalog.ts';
import { findEnvironment, findPerson } from './find.ts';

/** By whose clock somebody's mornings are: their own, else that of an environment, else UTC. */
export function zoneFor(catalog: Catalog, person: string, environment: string): string {
  const own = findPerson(catalog, person)?.zone;
  return own ?? findEnvironment(catalog, environment)?.zone ?? 'UTC';
}
