import type { Catalog } from '../domain/catalog/catalog.ts';
import { findEnvironment, findService, placementOf } from '../domain/catalog/find.ts';
import type { Known } from '../domain/kernel/known.ts';

/** Our own names for what a sender names. */
export function knownNames(catalog: Catalog): Known {
  return {
    service: (word) => findService(catalog, word)?.name ?? null,
    environment: (word) => findEnvironment(catalog, word)?.name ?? null,
    runs({ service, environment }) {
      const found = findService(catalog, service);
      return found !== null && placementOf(found, environment) !== null;
    },
  };
}
