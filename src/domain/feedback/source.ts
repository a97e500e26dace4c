import { z } from 'zod';

const Words = z.array(z.string().min(1)).min(1);
export const TICKET_KINDS = ['zendesk', 'generic'] as const;

/** Where a secret stands; never the secret itself, since configuration is read by many. */
const SecretRef = z
  .string()
  .regex(
    /^(env:[A-Za-z_][A-Za-z0-9_]*|file:\/.+)$/,
    'must be env:NAME or file:/path, never the secret itself',
  );

/** Somebody who tells of tickets of users at `/hooks/<name>`. Nothing of what users wrote is kept. */
export const TicketSource = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{0,62}$/,
      'must be a name of small letters, digits and "-" that begins with a letter',
    )
    .describe('Also the end of its address: /hooks/<name>.'),
  kind: z.enum(TICKET_KINDS).describe('Which form its requests have.'),
  secrets: z
    .array(SecretRef)
    .min(1)
    .max(4)
    .describe('Any of them counts, so that they can be rotated: env:NAME or file:/path.'),
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
