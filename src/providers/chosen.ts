import type { Catalog, Environment } from '../domain/catalog/catalog.ts';
import { findEnvironment, providerAt } from '../domain/catalog/find.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { SignalSource } from '../domain/verdict/signal-source.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Provider } from '../ports/provider.ts';
import { bounded } from './bounded.ts';
import { prometheusMetrics } from './prometheus/index.ts';

/**
 * The provider that a service or else its environment names, each call bounded; its traffic is measured by the
 * source the environment names, where it names one. @throws when there is no provider of that name.
 */
export function chosen(
  catalog: Catalog,
  providers: ReadonlyMap<string, Provider>,
  target: Target,
): Provider {
  const place = findEnvironment(catalog, target.environment);
  const name = providerAt(catalog, target);
  const provider = providers.get(name);
  if (!provider)
    throw new Error(`no provider "${name}" for ${target.service} in ${target.environment}`);
  return bounded({ ...provider, metrics: measuredBy(place) ?? provider.metrics });
}

/** One for each source as it stands in a catalog, so that its connections are used again. */
const sources = new WeakMap<SignalSource, Metrics>();

/** The source an environment names; null where it names none. */
export function measuredBy(place: Environment | null): Metrics | null {
  const source = place?.signals;
  if (!source) return null;
  const known = sources.get(source) ?? prometheusMetrics(source, process.env);
  sources.set(source, known);
  return known;
}
