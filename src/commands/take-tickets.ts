import { z } from 'zod';
import { findService, placementOf } from '../domain/catalog/find.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { type Look, riseIn } from '../domain/feedback/look.ts';
import { ForeignTicket, placed, type Ticket } from '../domain/feedback/ticket.ts';
import type { Target } from '../domain/kernel/target.ts';
import { plus } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import type { Act } from '../ports/inbox.ts';
import { userFeedback } from './user-feedback.ts';

/** Says that users write more since a deployment. Said again, it changes nothing. */
export type TellRise = (d: Deployment, looks: readonly Look[]) => Promise<void>;

/** A look is made a week after people met it at the latest. */
const LONGEST_MS = 8 * 86_400_000;
const MOST_DEPLOYMENTS = 20;

const Taken = z.object({ source: z.string(), tickets: z.array(ForeignTicket) });

/**
 * Keeps that there are tickets of users, place by place, each ticket once however often it is told of, and says where
 * they rose since a deployment.
 * @throws weather: the act stays, and is done again
 */
export async function takeTickets(
  ctx: Pick<Context, 'catalog' | 'store' | 'records' | 'log'>,
  act: Act,
  tell: TellRise,
): Promise<void> {
  const taken = Taken.safeParse(act.body);
  const name = taken.data?.source;
  const catalog = ctx.catalog();
  const source = catalog.tickets?.find((one) => one.name === name);
  if (!taken.success || !source) {
    ctx.log.warn({ act: act.id, source: name ?? null }, 'tickets of a source that is gone');
    return;
  }
  const known = (word: string): string | null => {
    const found = findService(catalog, word);
    return found && placementOf(found, source.inEnvironment) ? found.name : null;
  };
  // A clock elsewhere that runs ahead would count for what nobody has met yet.
  const past = taken.data.tickets.filter(({ at }) => at <= act.receivedAt);
  const own = past.flatMap((one) => placed(one, source, known) ?? []);
  for (const tickets of byService(own)) {
    const [{ service, environment }] = tickets;
    await ctx.store.change({ target: { service, environment } }, () => ({
      rows: tickets.map((row) => ({ table: 'ticket', row })),
      ledger: [],
      events: [],
    }));
    await tellRises(ctx, { service, environment }, tell);
  }
  const left = taken.data.tickets.length - own.length;
  if (left > 0) ctx.log.info({ source: source.name, left }, 'tickets that name nothing of ours');
}

/** What was put there before people in the time in which a rise is looked for; said once of each, whoever says it. */
async function tellRises(
  ctx: Pick<Context, 'records'>,
  target: Target,
  tell: TellRise,
): Promise<void> {
  const now = await ctx.records.now();
  const since = plus(now, -LONGEST_MS);
  const all = await ctx.records.deployments({ ...target, since, limit: MOST_DEPLOYMENTS });
  for (const d of all) {
    const looks = await userFeedback(ctx, d, now);
    if (riseIn(looks)) await tell(d, looks);
  }
}

function byService(tickets: readonly Ticket[]): readonly (readonly [Ticket, ...Ticket[]])[] {
  const groups = new Map<string, [Ticket, ...Ticket[]]>();
  for (const one of tickets) {
    const before = groups.get(one.service);
    if (before) before.push(one);
    else groups.set(one.service, [one]);
  }
  return [...groups.values()];
}
