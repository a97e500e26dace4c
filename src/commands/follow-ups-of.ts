import { groupsOf } from '../domain/catalog/find.ts';
import { owedFollowUps } from '../domain/deployment/follow-up.ts';
import type { Actor } from '../domain/kernel/actor.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Context } from '../ports/context.ts';
import type { Owed } from '../projections/follow-up.ts';

/** So many places are looked at; nobody answers for validations of more. */
const MOST_PLACES = 40;

/** What this person is to follow up, by name or by a group of theirs, of what serves everybody now. */
export async function followUpsOf(
  { catalog, records }: Pick<Context, 'catalog' | 'records'>,
  { id }: Pick<Actor, 'id'>,
): Promise<readonly Owed[]> {
  if (id === null) return [];
  const mine = new Set([id, ...groupsOf(catalog(), id)]);
  const places = catalog().services.flatMap(({ name: service, environments }) =>
    Object.entries(environments).flatMap(([environment, { validations = [] }]): Target[] =>
      validations.some(({ owner }) => mine.has(owner)) ? [{ service, environment }] : [],
    ),
  );
  const serving = await Promise.all(
    places.slice(0, MOST_PLACES).map((place) => records.verified(place, 1)),
  );
  return serving.flat().flatMap((d) =>
    owedFollowUps(d)
      .filter(({ owner = '' }) => mine.has(owner))
      .map((finding) => ({ d, finding })),
  );
}
