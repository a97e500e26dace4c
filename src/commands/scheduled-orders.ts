import { findEnvironment, findPerson, findService, placementOf } from '../domain/catalog/find.ts';
import { forbids } from '../domain/deployment/rights.ts';
import type { Finding } from '../domain/governance/fire.ts';
import { type Schedule, sayWay } from '../domain/governance/schedule.ts';
import type { Actor } from '../domain/kernel/actor.ts';
import type { Context } from '../ports/context.ts';
import type { Identify } from '../ports/identify.ts';
import type { Place } from './find.ts';

type Orders = Pick<Schedule, 'service' | 'environment' | 'from' | 'by' | 'channel'>;

export interface Stands {
  readonly actor: Actor;
  readonly place: Place;
}

/**
 * Whether the orders still count: the places are configured, and the person whose orders they are could
 * give them at this moment. Where the chat does not say who that is, it is asked again.
 */
export async function ordersStand(
  ctx: Pick<Context, 'catalog'>,
  identify: Identify,
  s: Orders,
): Promise<Stands | Finding> {
  const place = placeOf(ctx, s);
  if (!place) {
    return stopped(`${sayWay(s)} is no longer in the configuration`);
  }
  const accounts = findPerson(ctx.catalog(), s.by)?.accounts ?? [];
  if (accounts.length === 0) return stopped(`${s.by}, whose orders it carries out, has left`);
  const known = await Promise.all(accounts.map((account) => identify(account)));
  const asked = known.map(({ actor, confirmed }) => {
    const where = { ...place, channel: s.channel };
    return { actor, confirmed, no: forbids(actor, 'deploy', where, ctx.catalog()) };
  });
  const able = asked.find(({ no }) => no === null);
  if (able) return { actor: able.actor, place };
  if (asked.some(({ confirmed }) => !confirmed)) {
    return { kind: 'later', why: `Slack did not say whether ${s.by} is still a member` };
  }
  const why = asked[0]?.no?.why ?? '';
  return stopped(
    `${s.by}, whose orders it carries out, may not deploy there any more. ${why}`.trim(),
  );
}

function placeOf(ctx: Pick<Context, 'catalog'>, s: Orders): Place | null {
  const catalog = ctx.catalog();
  const service = findService(catalog, s.service);
  const environment = findEnvironment(catalog, s.environment);
  const placement = service && placementOf(service, s.environment);
  const before = service && (s.from === null || placementOf(service, s.from));
  return service && environment && placement && before ? { service, environment, placement } : null;
}

function stopped(why: string): Finding {
  return { kind: 'stopped', why: why.replace(/\.$/, '') };
}
