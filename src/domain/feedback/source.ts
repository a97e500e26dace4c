import { z } from 'zod';
import { SenderName, SenderSecrets } from '../kernel/sender.ts';

const Words = z.array(z.string().min(1)).min(1);
export const TICKET_KINDS = ['zendesk', 'generic'] as const;

/** Somebody who tells of tickets of users at `/hooks/<name>`. Nothing of what users wrote is kept. */
export const TicketSource = z.strictObject({
  name: SenderName.describe('Also the end of its address: /hooks/<name>.'),
  kind: z.enum(TICKET_KINDS).describe('Which form its requests have.'),
  secrets: SenderSecrets,
  names: z
    .record(z.string(), z.string())
    .default({})
    .describe('What its tags and products mean here; our own names and aliases need no line.'),
  services: Words.optional().describe('It may speak of these alone. Left out: of any.'),
  inEnvironment: z.string().describe('Where users are: the environment its tickets are about.'),
  link: z
    .string()
    .regex(
      /^https:\/\/[^\s<>|]+$/,
      'must be an address such as https://acme.zendesk.com/agent/tickets/{id}',
    )
    .refine((text) => text.split('{id}').length === 2, 'must hold {id} once')
    .optional()
    .describe('The address of a ticket, with {id} in it. Left out: none is linked to.'),
  map: z
    .record(z.string(), z.string().min(1).max(500))
    .default({})
    .describe('For kind generic: CEL expressions over the body, by what they give.'),
});
export type TicketSource = z.infer<typeof TicketSource>;
