import { isDelegated, termOf } from '../governance/delegation.ts';
import { type Turn, turnAt } from '../governance/rotation.ts';
import { isAtWork } from '../governance/working-hours.ts';
import type { Instant } from '../kernel/time.ts';
import type { Catalog } from './catalog.ts';
import { findPerson, groupsOf } from './find.ts';

/** Somebody for whom another one may decide, with the groups they are in now. */
export interface Principal {
  readonly id: string;
  readonly groups: readonly string[];
}

/** For whom this person may decide at this moment. */
export function delegatorsOf(catalog: Catalog, person: string, now: Instant): readonly Principal[] {
  return (catalog.delegations ?? [])
    .filter((one) => one.to === person && isDelegated(one, now) && findPerson(catalog, one.from))
    .map((one) => ({ id: one.from, groups: groupsOf(catalog, one.from) }));
}

/** Somebody who may decide in the place of a person, or on the turn of a group, and until when. */
export interface StandIn {
  readonly to: string;
  readonly for: string;
  readonly until: Instant;
}

/** Who may decide for this person at this moment. */
export function standInsFor(catalog: Catalog, person: string, now: Instant): readonly StandIn[] {
  return (catalog.delegations ?? [])
    .filter((one) => one.from === person && isDelegated(one, now))
    .map((one) => ({ to: one.to, for: person, until: termOf(one).until }));
}

export interface Duty extends Turn {
  readonly group: string;
}

/** Who is on call for these groups at this moment, group by group. */
export function onCallFor(
  catalog: Catalog,
  groups: readonly string[],
  now: Instant,
): readonly Duty[] {
  return (catalog.onCall ?? []).flatMap((rotation): Duty[] => {
    const turn = groups.includes(rotation.group) ? turnAt(rotation, now) : null;
    return turn ? [{ ...turn, group: rotation.group }] : [];
  });
}

/** Whether one may expect this person to answer now. */
export function atWork(catalog: Catalog, person: string, now: Instant): boolean {
  const found = findPerson(catalog, person);
  return found !== null && isAtWork(found.workingHours ?? null, found.zone ?? 'UTC', now);
}
