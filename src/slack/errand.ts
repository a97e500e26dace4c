import { z } from 'zod';
import type { Act } from '../ports/inbox.ts';

/** Who sent it and where an answer goes. */
const Origin = z.object({
  account: z.string(),
  team: z.string().nullable(),
  channel: z.string().nullable(),
  thread: z.string().nullable(),
  responseUrl: z.string().nullable(),
});
export type Origin = z.infer<typeof Origin>;

/**
 * Where a line came from decides how it is answered: `typed`, a `card` that shows for itself what
 * happened, a `private` message that its own buttons replace, `home`, or a `mention` in a thread.
 */
const Line = Origin.extend({
  errand: z.literal('line'),
  line: z.string(),
  urgent: z.boolean(),
  from: z.enum(['typed', 'card', 'private', 'home', 'mention']),
  /** The button it is of: what Slack said of it, and of the message it stands on. */
  press: z
    .object({ value: z.string(), block: z.string(), ts: z.string().nullable() })
    .nullable()
    .default(null),
});
/** Words after a mention of us: read when worked on, because an event has no answer of its own. */
const Mention = Origin.extend({
  errand: z.literal('mention'),
  command: z.string(),
  text: z.string(),
});
const Home = Origin.extend({ errand: z.literal('home') });

/** The body of an act in the inbox: all that working on it needs. */
export const Errand = z.discriminatedUnion('errand', [Line, Mention, Home]);
export type Errand = z.infer<typeof Errand>;
export type LineErrand = z.infer<typeof Line>;

export type Kind = Act['kind'];
