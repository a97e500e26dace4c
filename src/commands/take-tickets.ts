import { z } from 'zod';
import { findService, placementOf } from '../domain/catalog/find.ts';
import { ForeignTicket, placed } from '../domain/feedback/ticket.ts';
import type { Context } from '../ports/context.ts';
import type { Act } from '../ports/inbox.ts';
import { keepTickets } from './keep-tickets.ts';

const Taken = z.object({ source: z.string(), tickets: z.array(ForeignTicket) });

/**
 * Keeps what one delivery says of tickets of users. @throws weather: the act stays, and is done again
 */
export async function takeTickets(
  ctx: Pick<Context, 'catalog' | 'store' | 'log'>,
  act: Act,
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
  await keepTickets(ctx, own);
  const left = taken.data.tickets.length - own.length;
  if (left > 0) ctx.log.info({ source: source.name, left }, 'tickets that name nothing of ours');
}
