import type { Actor } from '../kernel/actor.ts';
import type { Catalog } from './catalog.ts';
import { groupsOf, personOfAccount } from './find.ts';

/**
 * Whoever acts, by what this catalog says of their account. Between the press and its decision another version may
 * come into force: what decides by the groups of an actor, and writes down which version gave them, takes both from one
 * catalog. An account that is somebody else's by now, or nobody's, decides nothing.
 */
export function actingBy(catalog: Catalog, actor: Actor): Actor {
  const person = personOfAccount(catalog, actor.account);
  if (person === null || person.id !== actor.id) return { ...actor, id: null, groups: [] };
  return { ...actor, groups: groupsOf(catalog, person.id) };
}
