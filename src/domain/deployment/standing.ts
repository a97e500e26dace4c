import type { Catalog, Person } from '../catalog/catalog.ts';
import { groupsOf } from '../catalog/find.ts';
import { delegatorsOf } from '../catalog/stand-in.ts';
import type { Actor } from '../kernel/actor.ts';
import type { Instant } from '../kernel/time.ts';
import { glassGroups } from './glass-for.ts';
import { type Deed, deedOfAdopting, forbids, type Where } from './rights.ts';
import { seatsFor } from './seats-for.ts';
import { type AskedByRule, askedThere } from './slots.ts';

/** Whether somebody may do something, by which rule, and who else may. */
export interface Standing {
  readonly may: boolean;
  /** The rule that decides, by its key in the configuration, and what it comes to for this person. */
  readonly rule: string;
  readonly why: string;
  readonly who: readonly string[];
}

/**
 * What the configuration says of this person at this moment. What the chat says of their account, a guest's
 * say, is known only when they act.
 */
export function standingOf(
  person: Person,
  deed: Deed,
  where: Where,
  catalog: Catalog,
  now: Instant,
): Standing {
  const others = catalog.people.filter((one) => one.id !== person.id && isAble(one));
  const who = others.filter((one) => mayBy(one, deed, where, catalog, now).may).map((p) => p.id);
  return { ...mayBy(person, deed, where, catalog, now), who };
}

type Ground = Omit<Standing, 'who'>;

function mayBy(person: Person, deed: Deed, where: Where, catalog: Catalog, now: Instant): Ground {
  if (deed === 'look') return { may: true, rule: 'looking', why: 'Anybody may look.' };
  if (!isAble(person)) {
    const why = `${person.id} has no chat account, so nothing they press or type counts.`;
    return { may: false, rule: `people.${person.id}.slack`, why };
  }
  if (deed === 'adopt') return mayBy(person, deedOfAdopting(where, catalog), where, catalog, now);
  const groups = groupsOf(catalog, person.id);
  if (deed === 'decide') return mayDecideThere(person, where, catalog, now);
  if (deed === 'vote') return mayVoteThere(person, groups, where, catalog);
  if (deed === 'vouch') return mayVouchThere(person, groups, where, catalog, now);
  return mayByGroups(person, deed, where, catalog);
}

function mayByGroups(person: Person, deed: Deed, where: Where, catalog: Catalog): Ground {
  const groups = groupsOf(catalog, person.id);
  const no = forbids(actorOf(person, groups), deed, where, catalog);
  if (deed === 'settle') {
    const why = no?.why ?? `${person.id} is an arbiter.`;
    return { may: no === null, rule: 'locks.arbiters', why };
  }
  if (deed === 'export') {
    const groups = [...(catalog.auditors ?? []), ...where.service.owners].join(' and ');
    return { may: no === null, rule: 'auditors', why: `It is for ${groups}.` };
  }
  const { name, deployers } = where.environment;
  const rule = `environments.${name}.deployers`;
  if (no) return { may: false, rule, why: no.why ?? no.what };
  if (deployers.length === 0) {
    return { may: true, rule, why: `It names no group, so every member may.` };
  }
  const by = groups.filter((group) => deployers.includes(group));
  if (by.length > 0) return { may: true, rule, why: `${person.id} is in ${by.join(' and ')}.` };
  const owners = groups.filter((group) => where.service.owners.includes(group));
  const why = `${person.id} is in ${owners.join(' and ')}, who own ${where.service.name}.`;
  return { may: true, rule: `owners of ${where.service.name}`, why };
}

function mayVouchThere(
  person: Person,
  groups: readonly string[],
  where: Where,
  catalog: Catalog,
  now: Instant,
): Ground {
  const glass = glassGroups(where.service, catalog);
  const by = groups.filter((group) => glass.includes(group));
  if (by.length === 0) return mayDecideThere(person, where, catalog, now);
  return { may: true, rule: 'breakGlass.groups', why: `${person.id} is in ${by.join(' and ')}.` };
}

function mayVoteThere(
  { id }: Person,
  groups: readonly string[],
  where: Where,
  catalog: Catalog,
): Ground {
  const seats = seatsFor(where, catalog);
  const by = groups.filter((group) => seats.includes(group));
  if (by.length > 0)
    return { may: true, rule: 'cab.groups', why: `${id} is in ${by.join(' and ')}.` };
  const none = `No change advisory board speaks about ${where.environment.name}.`;
  const why = seats.length === 0 ? none : `Its seats are those of ${seats.join(' and ')}.`;
  return { may: false, rule: 'cab.groups', why };
}

/** The first rule that counts their yes now: in their own right, or for somebody they stand in for. */
function mayDecideThere(person: Person, where: Where, catalog: Catalog, now: Instant): Ground {
  const rules = askedThere(where, catalog);
  const name = `${where.service.name} in ${where.environment.name}`;
  if (rules.length === 0) {
    return { may: false, rule: 'approvals', why: `No approval rule speaks about ${name}.` };
  }
  const own = rules.find(({ people }) => people.includes(person.id));
  if (own) {
    const by = groupsOf(catalog, person.id).filter((group) => own.groups.includes(group));
    return granted(own, `${person.id} is in ${by.join(' and ')}.`);
  }
  for (const { id } of delegatorsOf(catalog, person.id, now)) {
    const theirs = rules.find(({ people }) => people.includes(id));
    if (theirs) return granted(theirs, `${person.id} decides for ${id} at that time.`);
  }
  const named = rules.map((one) => `"${one.rule}" asks ${one.groups.join(' or ')}`).join('; ');
  const perhaps = rules.find((one) => one.perhaps.includes(person.id));
  const why = perhaps
    ? `${named}. Where "${perhaps.rule}" is handed on to ${person.id}, or is about files of theirs, they may.`
    : `${named}; ${person.id} is in none of them.`;
  return { may: false, rule: 'approvals', why };
}

function granted({ rule }: AskedByRule, why: string): Ground {
  return { may: true, rule: `approvals "${rule}"`, why };
}

function isAble(person: Person): boolean {
  return person.accounts.length > 0;
}

function actorOf({ id, name, accounts: [account = ''] }: Person, groups: readonly string[]): Actor {
  return { id, account, name, kind: 'member', groups };
}
