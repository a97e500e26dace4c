import type { Catalog, Environment, Service } from '../catalog/catalog.ts';
import { membersOf } from '../catalog/find.ts';
import type { Actor } from '../kernel/actor.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import { glassGroups } from './glass-for.ts';
import { mayRead } from './readers.ts';
import { seatsFor } from './seats-for.ts';
import { askedThere } from './slots.ts';

/**
 * What somebody wants to do to a target. `deploy`: put more people in front of something new.
 * `steer`: stop, hold, go on or go back. `decide`: say yes or no to what others ask; `vouch`: to a glass
 * they ask to break; `vote`: as one of the change advisory board; `settle`: as an arbiter, who of two has a lock. `adopt`: let stay what nobody
 * deployed. `look` changes nothing, and neither does `export`.
 */
export type Deed =
  | 'look'
  | 'deploy'
  | 'steer'
  | 'decide'
  | 'vouch'
  | 'vote'
  | 'adopt'
  | 'settle'
  | 'export';

/** Where it would be done. Left out, the channel is not asked about; null is from outside of any. */
export interface Where {
  readonly service: Service;
  readonly environment: Environment;
  readonly channel?: string | null;
}

/**
 * Whether this person may do this here, decided when they ask: null when they may. Guests, outsiders,
 * bots and deactivated accounts only look, and so does an account nobody has linked to a person.
 * `decide`, `vouch` and `vote` are the right as such: nobody decides about what they asked for or wrote themselves.
 */
export function forbids(actor: Actor, deed: Deed, where: Where, catalog: Catalog): Refusal | null {
  if (deed === 'look') return null;
  const stranger = notOurs(actor);
  if (stranger) return stranger;
  if (!mayRead(actor, where.service, catalog)) return notAReader(where, catalog);
  if (deed === 'export') return notAnAuditor(actor, where, catalog);
  if (deed === 'vote') return notSeated(actor, where, catalog);
  if (deed === 'settle') return notAnArbiter(actor, catalog);
  if (deed === 'adopt' && deedOfAdopting(where, catalog) === 'deploy')
    return notADeployer(actor, 'deploy', where, catalog);
  if (deed === 'decide' || deed === 'vouch' || deed === 'adopt')
    return notAsked(actor, deed, where, catalog);
  return notADeployer(actor, deed, where, catalog) ?? elsewhere(deed, where);
}

/** Who could let a deployment in may adopt: an approver where one is asked for. */
export function deedOfAdopting(where: Where, catalog: Catalog): 'decide' | 'deploy' {
  return askedThere(where, catalog).length > 0 ? 'decide' : 'deploy';
}

function notADeployer(
  actor: Actor,
  deed: 'deploy' | 'steer',
  { service, environment }: Where,
  catalog: Catalog,
): Refusal | null {
  const deployers = environment.deployers;
  if (deployers.length === 0 || actor.groups.some((g) => deployers.includes(g))) return null;
  const owner = actor.groups.some((g) => service.owners.includes(g));
  if (deed === 'steer' && owner) return null;
  const can = membersOf(catalog, deployers).join(', ') || 'nobody yet';
  return refuse(
    'no-right',
    `You can't ${deed === 'deploy' ? 'deploy to' : 'steer deployments in'} ${environment.name}.`,
    {
      why: `${environment.name} is for ${deployers.join(' and ')}.`,
      fix: `Ask one of them: ${can}.`,
    },
  );
}

function notAReader({ service }: Where, catalog: Catalog): Refusal {
  const groups = [...new Set([...(service.readers ?? []), ...service.owners])];
  return refuse('no-right', `You can't look at ${service.name}, and so do nothing to it.`, {
    why: `It is for ${groups.join(' and ')}.`,
    fix: `Ask one of them: ${membersOf(catalog, groups).join(', ') || 'nobody yet'}.`,
  });
}

/** Only what brings something new is bound to channels: one must be able to stop it from anywhere. */
function elsewhere(deed: Deed, { environment, channel }: Where): Refusal | null {
  const { name, channels = [] } = environment;
  if (deed !== 'deploy' || channel === undefined || channels.length === 0) return null;
  if (channel !== null && channels.includes(channel)) return null;
  return refuse('wrong-channel', `Deployments to ${name} are not asked for from here.`, {
    why: `The environment ${name} takes them only from channels of its own.`,
    fix: `Type it in ${channels.map((id) => `<#${id}>`).join(' or ')}.`,
  });
}

/** Who may do what is told to auditors, and to the owners of what it is about. */
function notAnAuditor(actor: Actor, { service }: Where, catalog: Catalog): Refusal | null {
  const groups = [...new Set([...(catalog.auditors ?? []), ...service.owners])];
  if (actor.groups.some((group) => groups.includes(group))) return null;
  return refuse('no-right', `You can't review who may do what to ${service.name}.`, {
    why: `That is for auditors and owners: ${groups.join(' and ')}.`,
    fix: `Ask one of them: ${membersOf(catalog, groups).join(', ') || 'nobody yet'}.`,
  });
}

function notSeated(actor: Actor, where: Where, catalog: Catalog): Refusal | null {
  const groups = seatsFor(where, catalog);
  if (actor.groups.some((group) => groups.includes(group))) return null;
  const { name } = where.environment;
  if (groups.length === 0) {
    return refuse('no-right', `Nobody votes on what goes to ${name}.`, {
      why: 'No change advisory board speaks about it.',
      fix: 'Nothing there waits for a vote.',
    });
  }
  return refuse('no-right', `You have no seat on the board of ${name}.`, {
    why: `Its seats are those of ${groups.join(' and ')}.`,
    fix: `Ask one of them: ${membersOf(catalog, groups).join(', ') || 'nobody yet'}.`,
  });
}

/** Arbiters are named for that alone; they need no other right where the lock is. */
function notAnArbiter(actor: Actor, catalog: Catalog): Refusal | null {
  const groups = catalog.locks?.arbiters ?? [];
  if (actor.groups.some((group) => groups.includes(group))) return null;
  return groups.length === 0
    ? refuse('no-right', 'Nobody settles who has a lock.', {
        why: 'The configuration names no arbiters (locks.arbiters).',
        fix: 'Where somebody objected the published order decides, when its time is over.',
      })
    : refuse('no-right', "You can't settle who has a lock.", {
        why: `That is for the arbiters: ${groups.join(' and ')}.`,
        fix: `Ask one of them: ${membersOf(catalog, groups).join(', ') || 'nobody yet'}.`,
      });
}

/** Somebody whom a rule there asks, or may come to ask, or who may let others break the glass. */
function notAsked(
  actor: Actor,
  deed: 'decide' | 'vouch' | 'adopt',
  where: Where,
  catalog: Catalog,
): Refusal | null {
  const rules = askedThere(where, catalog);
  const glass = deed === 'vouch' ? membersOf(catalog, glassGroups(where.service, catalog)) : [];
  const perhaps = deed === 'adopt' ? [] : rules.flatMap((rule) => rule.perhaps);
  const people = [...rules.flatMap((rule) => rule.people), ...perhaps, ...glass];
  const standsFor = (catalog.delegations ?? []).filter((one) => one.to === actor.id);
  const me = [actor.id, ...standsFor.map((one) => one.from)];
  if (me.some((id) => id !== null && people.includes(id))) return null;
  const name = `${where.service.name} in ${where.environment.name}`;
  const named = rules.map(({ rule, groups }) => `"${rule}" (${groups.join(' or ')})`);
  return refuse('no-right', `You can't decide about ${name}.`, {
    why:
      named.length === 0
        ? `No approval rule speaks about ${name}.`
        : `Its approval rules are ${named.join(', ')}.`,
    fix:
      people.length === 0
        ? 'Nothing there waits for an approval.'
        : `Ask one of them: ${[...new Set(people)].join(', ')}.`,
  });
}

/** Refuses accounts that may never decide, whatever groups they are in. */
export function notOurs(actor: Actor): Refusal | null {
  if (actor.kind !== 'member') {
    return refuse('not-a-member', 'This account can look, but never decide.', {
      why: `It is ${KINDS[actor.kind]}.`,
      fix: 'Ask a member of the organisation to do it.',
    });
  }
  if (actor.id === null) {
    return refuse('unknown-person', 'Your chat account is not linked to a person.', {
      why: 'Rights belong to the people in fairway.yaml, not to display names.',
      fix: `Ask an administrator to add the account ${actor.account} under people.`,
    });
  }
  return null;
}

const KINDS: Readonly<Record<Exclude<Actor['kind'], 'member'>, string>> = {
  guest: 'a guest account',
  outsider: 'from another organisation',
  bot: 'a bot',
  deactivated: 'deactivated',
};
