import type { ProviderTarget } from '../domain/catalog/catalog.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Counters } from '../domain/verdict/counters.ts';

/** What each version has served at a target, as totals since its counters began. Reads only. */
export interface Metrics {
  /** By version name; a version nobody has called is absent. Throws when the source is silent. */
  read(target: Target, placement: ProviderTarget): Promise<ReadonlyMap<string, Counters>>;
}
