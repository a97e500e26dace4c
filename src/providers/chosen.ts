import type { Catalog } from '../domain/catalog/catalog.ts';
import { findEnvironment } from '../domain/catalog/find.ts';
import type { Provider } from '../ports/provider.ts';
import { bounded } from './bounded.ts';

/** The provider an environment names, each call bounded. @throws when there is none of that name. */
export function chosen(
  catalog: Catalog,
  providers: ReadonlyMap<string, Provider>,
  environment: string,
): Provider {
  const named = findEnvironment(catalog, environment)?.provider ?? '';
  const provider = providers.get(named);
  if (!provider) throw new Error(`no provider "${named}" for ${environment}`);
  return bounded(provider);
}
