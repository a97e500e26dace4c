import { createHash } from 'node:crypto';
import { loadCatalog } from '../../src/config/load.ts';
import type { Catalog, Service } from '../../src/domain/catalog/catalog.ts';
import { providerTargets } from '../../src/providers/index.ts';

/** The organisation that the sandbox runs, but for what success is: the world in memory remembers no past. */
export async function exampleCatalog(): Promise<Catalog> {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const loaded = await loadCatalog('examples/acme', { providers: providerTargets, digest });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return { ...loaded.catalog, services: loaded.catalog.services.map(withoutPast) };
}

function withoutPast(service: Service): Service {
  const environments = Object.entries(service.environments).map(([name, place]) => {
    const { success: _, ...criteria } = place.criteria;
    return [name, { ...place, criteria }] as const;
  });
  return { ...service, environments: Object.fromEntries(environments) };
}
