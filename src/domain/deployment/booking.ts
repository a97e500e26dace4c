import type { Catalog, Environment, Service } from '../catalog/catalog.ts';
import { findPerson, hasAccount, membersOf } from '../catalog/find.ts';
import type { Booking, Need } from '../governance/overload.ts';
import { fewest } from '../governance/seats.ts';
import type { WorkingHours } from '../governance/working-hours.ts';
import { requirementsThere } from './slots.ts';

interface Place {
  readonly service: Service;
  readonly environment: Environment;
}

/**
 * Whom a deployment there keeps busy: one of the owners of the service, where the environment is protected, and of
 * its approvers as few as can fill all rules. Without an account nobody counts.
 */
export function needsOf(place: Place, catalog: Catalog): readonly Need[] {
  const able = (people: readonly string[]): readonly string[] =>
    people.filter((id) => hasAccount(catalog, id));
  const owners = able(membersOf(catalog, place.service.owners));
  const rules = rulesOf(place, catalog).map((rule) => ({ ...rule, people: able(rule.people) }));
  const approvers = [...new Set(rules.flatMap(({ people }) => people))];
  const quorum = fewest(rules, []);
  return [
    ...(place.environment.protected && owners.length > 0
      ? [{ of: 'owner' as const, people: owners, quorum: 1 }]
      : []),
    ...(quorum > 0 ? [{ of: 'approver' as const, people: approvers, quorum }] : []),
  ];
}

/** Who has to be at work for each rule, by their own hours and zones. */
export function staffOf(place: Place, catalog: Catalog) {
  return rulesOf(place, catalog).map(({ people, quorum }) => ({
    quorum,
    workers: people.map((id): { hours: WorkingHours | null; zone: string } => {
      const person = findPerson(catalog, id);
      return { hours: person?.workingHours ?? null, zone: person?.zone ?? place.environment.zone };
    }),
  }));
}

function rulesOf(place: Place, catalog: Catalog) {
  return requirementsThere(place, catalog).map(({ rule, people }) => {
    return { people, quorum: rule.quorum, distinct: rule.distinct };
  });
}

/** What is booked there from a moment on. */
export function bookingFor(
  place: Place,
  when: Pick<Booking, 'id' | 'from' | 'forMs'>,
  catalog: Catalog,
): Booking {
  return { ...when, needs: needsOf(place, catalog) };
}
