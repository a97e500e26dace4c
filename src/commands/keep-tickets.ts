import type { Ticket } from '../domain/feedback/ticket.ts';
import type { Context } from '../ports/context.ts';

/** Keeps that users wrote, place by place, each ticket once however often it is told of. */
export async function keepTickets(
  ctx: Pick<Context, 'store'>,
  all: readonly Ticket[],
): Promise<void> {
  for (const tickets of byPlace(all)) {
    const [{ service, environment }] = tickets;
    await ctx.store.change({ target: { service, environment } }, () => ({
      rows: tickets.map((row) => ({ table: 'ticket', row })),
      ledger: [],
      events: [],
    }));
  }
}

function byPlace(tickets: readonly Ticket[]): readonly (readonly [Ticket, ...Ticket[]])[] {
  const groups = new Map<string, [Ticket, ...Ticket[]]>();
  for (const one of tickets) {
    const key = `${one.service}\n${one.environment}`;
    const before = groups.get(key);
    if (before) before.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}
