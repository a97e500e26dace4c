import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Approver } from '../projections/their-time.ts';

/** These people, each with the zone they live in, or else `zone` (IANA), in the order of the configuration. */
export function zonesOf(
  { people }: Pick<Catalog, 'people'>,
  ids: readonly string[],
  zone: string,
): readonly Approver[] {
  return people
    .filter(({ id }) => ids.includes(id))
    .map((person) => ({ id: person.id, zone: person.zone ?? zone }));
}
