import type { Catalog } from '../catalog/catalog.ts';
import { findService } from '../catalog/find.ts';
import { atWork, onCallFor } from '../catalog/stand-in.ts';
import type { ApprovalSlot } from '../governance/approval.ts';
import { dutyOf } from '../governance/dependants.ts';
import type { Instant } from '../kernel/time.ts';
import { barredFrom, slotsOf } from './consent.ts';
import type { Deployment } from './deployment.ts';

/** Of the people of a rule who is called when it is asked for, and who later, when they are at work. */
export interface FirstCall {
  readonly told: readonly string[];
  readonly untold: readonly string[];
}

/**
 * Who is called by name at once: whoever is at work, and who is on call for the groups of the rule. Where that is
 * nobody the ladder of the rule goes on at once; a rule without one calls everybody, whatever the hour.
 */
export function firstCall(
  d: Pick<Deployment, 'service' | 'gates' | 'requestedBy'>,
  asked: readonly string[],
  catalog: Catalog,
  now: Instant,
): FirstCall {
  const not = barredFrom(d);
  const owners = findService(catalog, d.service)?.owners ?? [];
  const told = slotsOf(d).flatMap((slot) => {
    const people = slot.people.filter((person) => asked.includes(person) && !not.includes(person));
    const there = people.filter((person) => isThere(person, slot, owners, catalog, now));
    const handsOn = (slot.escalate ?? []).length > 0;
    return there.length === 0 && !handsOn ? people : there;
  });
  return {
    told: asked.filter((person) => told.includes(person)),
    untold: asked.filter((person) => !told.includes(person)),
  };
}

function isThere(
  person: string,
  slot: ApprovalSlot,
  owners: readonly string[],
  catalog: Catalog,
  now: Instant,
): boolean {
  if (atWork(catalog, person, now)) return true;
  const duty = onCallFor(catalog, [...slot.groups, ...dutyOf(slot, owners)], now);
  return duty.some((turn) => turn.person === person);
}
