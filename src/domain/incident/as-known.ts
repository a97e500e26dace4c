import { isSameTarget, type Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';
import type { Incident } from './incident.ts';

export interface KnownIncident {
  readonly id: string;
  /** Everything people called it, its id among them. */
  readonly names: readonly string[];
  readonly at: Instant;
  /** In the order in which they were named. */
  readonly causes: readonly { readonly deployment: string; readonly linkedAt: Instant }[];
}

/**
 * What was known of an incident at a moment that is over: what it was called and what was named as its cause then,
 * whatever was said since. Null where it was not open yet, or nobody had said that it touches this place.
 */
export function asKnown(i: Incident, target: Target, asOf: Instant): KnownIncident | null {
  const { id, openedAt, references, links, formerly = [], places } = i;
  const touched = places.find((place) => isSameTarget(place, target));
  if (openedAt > asOf || !touched || (touched.at ?? openedAt) > asOf) return null;
  const named = references.filter(({ at = openedAt }) => at <= asOf);
  const causes = [...links, ...formerly.filter(({ until }) => asOf < until)]
    .filter(({ role, at }) => role === 'cause' && at <= asOf)
    .toSorted((a, b) => a.at - b.at || (a.deployment < b.deployment ? -1 : 1))
    .map(({ deployment, at }) => ({ deployment, linkedAt: at }));
  return { id, names: [id, ...named.map(({ ref }) => ref)], at: openedAt, causes };
}
