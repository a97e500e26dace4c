import type { Catalog, Environment } from '../catalog/catalog.ts';

/** The groups with a seat on the board that votes on what goes there; none where there is no board. */
export function seatsFor(
  { environment }: { readonly environment: Environment },
  { cab }: Catalog,
): readonly string[] {
  if (!cab?.environments.includes(environment.name)) return [];
  return [...new Set([...cab.groups, cab.businessSeat])];
}
