import { createHash } from 'node:crypto';
import { loadCatalog } from '../../src/config/load.ts';
import type { Catalog, Service } from '../../src/domain/catalog/catalog.ts';
import { providerTargets } from '../../src/providers/index.ts';

/**
 * The organisation that the sandbox runs, but for what success is, since the world in memory remembers no
 * past, and for what is looked at from outside of it.
 */
export async function exampleCatalog(): Promise<Catalog> {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const loaded = await loadCatalog('examples/acme', { providers: providerTargets, digest });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return { ...loaded.catalog, services: loaded.catalog.services.map(inMemory) };
}

function inMemory(service: Service): Service {
  const environments = Object.entries(service.environments).map(([name, place]) => {
    const { success: _, ...criteria } = place.criteria;
    const { validations: __, ...rest } = place;
    return [name, { ...rest, criteria }] as const;
  });
  return { ...service, environments: Object.fromEntries(environments) };
}
