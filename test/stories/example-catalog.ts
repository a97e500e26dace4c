import { createHash } from 'node:crypto';
import { loadCatalog } from '../../src/config/load.ts';
import type { Catalog, Service } from '../../src/domain/catalog/catalog.ts';
import { providerTargets } from '../../src/providers/index.ts';
import { exampleFolder } from './folder.ts';

/**
 * The organisation that the sandbox runs, but for what success is and for what search promises, since the world in
 * memory remembers no past, for what is looked at from outside of it, for billing and for the second factor.
 */
export async function exampleCatalog(): Promise<Catalog> {
  const folder = exampleFolder();
  return await catalogIn(folder.path).finally(folder.remove);
}

/** With billing, the service under every rule there is. */
export function wholeExample(): Promise<Catalog> {
  return catalogIn('examples/acme');
}

async function catalogIn(folder: string): Promise<Catalog> {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const loaded = await loadCatalog(folder, { providers: providerTargets, digest });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return { ...loaded.catalog, services: loaded.catalog.services.map(inMemory) };
}

function inMemory(service: Service): Service {
  const environments = Object.entries(service.environments).map(([name, place]) => {
    const { success: _, ...criteria } = place.criteria;
    const { validations: __, journeys: ___, objectives: ____, ...rest } = place;
    return [name, { ...rest, criteria }] as const;
  });
  return { ...service, environments: Object.fromEntries(environments) };
}
