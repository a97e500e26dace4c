import type { Relation } from './topology.ts';
import { relationWeight } from './weights.ts';

/** The nearest of its relations to what is hurt, in words. */
export function nameRelation(relations: readonly Relation[]): string {
  const [nearest] = relations.toSorted((a, b) => relationWeight(b) - relationWeight(a));
  if (!nearest) return 'same environment';
  switch (nearest.kind) {
    case 'same':
      return 'same service';
    case 'needed':
      return nearest.hops === 1 ? 'it is needed there' : `needed there, ${nearest.hops} steps away`;
    case 'needs':
      return nearest.hops === 1 ? 'it calls what is hurt' : `calls it, ${nearest.hops} steps away`;
    case 'shares':
      return 'both need the same service';
    case 'unsaid':
      return 'not said of which service';
    case 'none':
      return 'no known relation';
  }
}
