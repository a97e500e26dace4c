import { createHash } from 'node:crypto';
import { loadCatalog } from '../../src/config/load.ts';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { providerTargets } from '../../src/providers/index.ts';

/** The organisation that the sandbox runs. */
export async function exampleCatalog(): Promise<Catalog> {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const loaded = await loadCatalog('examples/acme', { providers: providerTargets, digest });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.catalog;
}
