import type { TICKET_KINDS } from '../domain/feedback/source.ts';
import type { TicketKind } from '../ports/ticket-kind.ts';
import { genericTickets } from './generic/tickets.ts';
import { zendesk } from './zendesk/index.ts';

/** Every form in which tickets of users are told of, by what a configuration calls it. */
export const ticketKinds: Readonly<Record<(typeof TICKET_KINDS)[number], TicketKind>> = {
  zendesk,
  generic: genericTickets,
};
