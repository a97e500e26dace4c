import type { Catalog, Environment, Service } from '../catalog/catalog.ts';
import { membersOf } from '../catalog/find.ts';
import type { Actor } from '../kernel/actor.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';

/**
 * What somebody wants to do to a target. `deploy`: put more people in front of something new.
 * `steer`: stop, hold, go on or go back. `look` changes nothing.
 */
export type Deed = 'look' | 'deploy' | 'steer';

/**
 * Whether this person may do this here, decided when they ask: null when they may. Guests, outsiders,
 * bots and deactivated accounts only look, and so does an account nobody has linked to a person.
 */
export function forbids(
  actor: Actor,
  deed: Deed,
  where: { readonly service: Service; readonly environment: Environment },
  catalog: Catalog,
): Refusal | null {
  if (deed === 'look') return null;
  const stranger = notOurs(actor);
  if (stranger) return stranger;
  const { service, environment } = where;
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
