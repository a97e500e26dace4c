import type { Instant } from '../kernel/time.ts';
import type { Catalog, Person } from './catalog.ts';
import { isHere, type KnownPeople, type Listed } from './people-list.ts';

/**
 * The catalog as it counts at this moment: who has left by the last list of people has no account, is in no
 * group, and delegates nothing; who is listed has the account the list links, where the configuration
 * names none. Whom no list ever named counts as the configuration says.
 */
export function presentIn(catalog: Catalog, known: KnownPeople | null, now: Instant): Catalog {
  if (!known) return catalog;
  const listed = new Map(known.principals.map((one) => [one.id, one]));
  const gone = new Set(goneBy(known, now));
  const linked = new Map(
    known.principals.flatMap(({ id, slack }) => (slack ? [[slack.user, id] as const] : [])),
  );
  const stays = (id: string): boolean => !gone.has(id);
  return {
    ...catalog,
    people: catalog.people.map((person) => ({
      ...person,
      accounts: stays(person.id) ? accountsOf(person, listed.get(person.id), linked) : [],
    })),
    groups: catalog.groups.map((group) => ({ ...group, members: group.members.filter(stays) })),
    ...(catalog.delegations && {
      delegations: catalog.delegations.filter(({ from, to }) => stays(from) && stays(to)),
    }),
  };
}

/** Who has left by this list at this moment. */
export function goneBy({ principals }: KnownPeople, now: Instant): readonly string[] {
  return principals.filter((one) => !isHere(one, now)).map(({ id }) => id);
}

function accountsOf(
  { id, accounts }: Person,
  listed: Listed | undefined,
  linked: ReadonlyMap<string, string>,
): readonly string[] {
  const own = accounts.filter((account) => (linked.get(account) ?? id) === id);
  if (!listed?.slack) return own;
  const { user } = listed.slack;
  return accounts.length === 0 ? [user] : own.filter((account) => account === user);
}
