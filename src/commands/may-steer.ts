import type { Catalog } from '../domain/catalog/catalog.ts';
import { findEnvironment, findService } from '../domain/catalog/find.ts';
import { forbids, notOurs, type Where } from '../domain/deployment/rights.ts';
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

/**
 * Null for whoever may steer there, and for whoever is in command, at this moment, of an open incident that
 * touches it. Only somebody with a right of their own at one of its places commands the others.
 */
export async function mayNotStop(
  ctx: Pick<Context, 'catalog' | 'records'>,
  actor: Actor,
  where: Where,
): Promise<Refusal | null> {
  const catalog = ctx.catalog();
  const no = forbids(actor, 'steer', where, catalog);
  if (no === null || notOurs(actor) !== null) return no;
  const [service, environment] = [where.service.name, where.environment.name];
  const open = await ctx.records.incidents({ open: true, service, environment, limit: MOST });
  const commands = open.some(
    (i) => i.commander === actor.id && maySteerAny(actor, catalog, i.places) === null,
  );
  return commands ? null : no;
}
