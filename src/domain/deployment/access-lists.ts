import { Temporal } from 'temporal-polyfill';
import type { KnownPeople } from '../catalog/people-list.ts';
import { presentIn } from '../catalog/present.ts';
import { type Instant, instant } from '../kernel/time.ts';
import type { Ruled } from './access-history.ts';

/**
 * What counted when: each version of the rules as the list of people of that time left it. A list that was taken, and
 * the end of somebody's time, is a moment of its own, given by that list.
 * @param versions oldest first, and so are the lists
 */
export function underLists<Version>(
  versions: readonly Ruled<Version>[],
  lists: readonly KnownPeople[],
): readonly Ruled<Version | KnownPeople>[] {
  const moments = [
    ...versions.map(({ since }) => since),
    ...lists.flatMap((list, i) => [list.takenAt, ...endsOf(list, lists[i + 1]?.takenAt ?? null)]),
  ];
  return [...new Set(moments)]
    .toSorted((a, b) => a - b)
    .flatMap((since): Ruled<Version | KnownPeople>[] => {
      const rules = versions.findLast((one) => one.since <= since);
      const list = lists.findLast((one) => one.takenAt <= since) ?? null;
      if (!rules) return [];
      const version = list && rules.since < since ? list : rules.version;
      return [{ since, version, catalog: rules.catalog && presentIn(rules.catalog, list, since) }];
    });
}

/** When somebody's time was over while this list counted. */
function endsOf({ takenAt, principals }: KnownPeople, next: Instant | null): readonly Instant[] {
  return principals
    .flatMap(({ validUntil }) => (validUntil === undefined ? [] : [validUntil]))
    .map((text) => instant(Temporal.Instant.from(text).epochMilliseconds))
    .filter((at) => at > takenAt && (next === null || at < next));
}
