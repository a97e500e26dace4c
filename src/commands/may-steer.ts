import type { Catalog } from '../domain/catalog/catalog.ts';
import { findEnvironment, findService, groupsOf } from '../domain/catalog/find.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { mayRead } from '../domain/deployment/readers.ts';
import { forbids, notOurs, type Where } from '../domain/deployment/rights.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Actor } from '../domain/kernel/actor.ts';
import type { Refusal } from '../domain/kernel/refusal.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Context } from '../ports/context.ts';

const MOST = 20;

/** Whoever may steer one of these; where none of them is known to us, any member. */
export function maySteerAny(
  actor: Actor,
  catalog: Catalog,
  targets: readonly Target[],
): Refusal | null {
  const said = targets.flatMap((target) => {
    const service = findService(catalog, target.service);
    const environment = findEnvironment(catalog, target.environment);
    return service && environment
      ? [forbids(actor, 'steer', { service, environment }, catalog)]
      : [];
  });
  if (said.length === 0) return notOurs(actor);
  return said.includes(null) ? null : (said[0] ?? null);
}

/** Who else may steer there, of the people who have an account. */
export function othersWhoSteer(actor: Actor, catalog: Catalog, target: Target): readonly string[] {
  const service = findService(catalog, target.service);
  const environment = findEnvironment(catalog, target.environment);
  if (!service || !environment) return [];
  const where = { service, environment };
  return catalog.people.flatMap(({ id, name, accounts: [account] }) => {
    if (id === actor.id || account === undefined) return [];
    const other = { id, account, name, kind: 'member', groups: groupsOf(catalog, id) } as const;
    return forbids(other, 'steer', where, catalog) === null ? [id] : [];
  });
}

type Stopped = Pick<Deployment, 'id' | 'rollbackOf'>;

/**
 * Null for whoever may steer there, and for whoever is in command, at this moment, of an open incident that touches
 * it: its places, and of other places what is suspected of it or linked to it. Only somebody with a right of their own
 * at one of its places commands the others. @param of what would be stopped or returned from; null: nothing is known
 */
export async function mayNotStop(
  ctx: Pick<Context, 'catalog' | 'records'>,
  actor: Actor,
  where: Where,
  of: Stopped | null,
): Promise<Refusal | null> {
  const catalog = ctx.catalog();
  const no = forbids(actor, 'steer', where, catalog);
  if (no === null || notOurs(actor) !== null) return no;
  const commands = (i: Incident): boolean =>
    i.commander === actor.id && maySteerAny(actor, catalog, i.places) === null;
  const [service, environment] = [where.service.name, where.environment.name];
  const there = await ctx.records.incidents({ open: true, service, environment, limit: MOST });
  if (there.some(commands)) return null;
  if (!of || !mayRead(actor, where.service, catalog)) return no;
  const open = await ctx.records.incidents({ open: true, limit: MOST });
  const blamed = await Promise.all(open.filter(commands).map((i) => isBlamed(ctx, i, of)));
  return blamed.includes(true) ? null : no;
}

/** Named among its suspects now, or linked by somebody else: whoever is in command does not widen it alone. */
async function isBlamed(
  { records }: Pick<Context, 'records'>,
  { id, links, commander }: Incident,
  of: Stopped,
): Promise<boolean> {
  const ids: readonly (string | null)[] = [of.id, of.rollbackOf];
  if (links.some(({ deployment, by }) => by !== commander && ids.includes(deployment))) return true;
  const s = await records.suspicion(id);
  return s?.last.named.some(({ subject }) => ids.includes(subject)) ?? false;
}
