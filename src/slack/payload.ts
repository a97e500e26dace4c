import { createHash } from 'node:crypto';
import { z } from 'zod';

const Json = z.record(z.string(), z.unknown());
export type Payload = z.infer<typeof Json>;

/**
 * A verified body as an object: JSON for events, a form for commands, a form with JSON in `payload`
 * for presses and submissions. Null when it is none of these.
 */
export function readBody(rawBody: Buffer, contentType: string): Payload | null {
  const text = rawBody.toString('utf8');
  if (!contentType.startsWith('application/x-www-form-urlencoded')) return readJson(text);
  const form = new URLSearchParams(text);
  const payload = form.get('payload');
  return payload === null ? Object.fromEntries(form) : readJson(payload);
}

function readJson(text: string): Payload | null {
  try {
    const read = Json.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

export const Command = z.object({
  command: z.string(),
  text: z.string().default(''),
  user_id: z.string(),
  team_id: z.string().nullish(),
  channel_id: z.string().nullish(),
  response_url: z.string().nullish(),
  trigger_id: z.string(),
});
export type Command = z.infer<typeof Command>;

const User = z.object({ id: z.string(), team_id: z.string().nullish() });
const Team = z.object({ id: z.string() }).nullish();
const Option = z.object({ value: z.string() }).nullish();

export const Action = z.object({
  user: User,
  team: Team,
  trigger_id: z.string(),
  response_url: z.string().nullish(),
  channel: z.object({ id: z.string() }).nullish(),
  container: z.object({
    type: z.string(),
    is_ephemeral: z.boolean().nullish(),
    thread_ts: z.string().nullish(),
    message_ts: z.string().nullish(),
  }),
  // Buttons and menus are sent one by one; several come only with inputs, which no message of ours has.
  actions: z
    .tuple([
      z.object({
        action_id: z.string(),
        block_id: z.string().nullish(),
        value: z.string().nullish(),
        selected_option: Option,
      }),
    ])
    .rest(z.unknown()),
});
export type Action = z.infer<typeof Action>;

/** `selected_options` are the ticked boxes of a form. */
const Answer = z.object({
  value: z.string().nullish(),
  selected_option: Option,
  selected_options: z.array(z.unknown()).nullish(),
});

export const Submission = z.object({
  user: User,
  team: Team,
  trigger_id: z.string().nullish(),
  view: z.object({
    id: z.string(),
    hash: z.string().nullish(),
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), Answer)) }),
  }),
});
export type Submission = z.infer<typeof Submission>;

/** https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export const MessageAction = z.object({
  user: User,
  team: z.object({ id: z.string(), domain: z.string().nullish() }).nullish(),
  trigger_id: z.string(),
  response_url: z.string().nullish(),
  channel: z.object({ id: z.string(), name: z.string().nullish() }),
  message: z.object({
    ts: z.string(),
    thread_ts: z.string().nullish(),
    text: z.string().nullish(),
  }),
});
export type MessageAction = z.infer<typeof MessageAction>;

export const Event = z.object({
  event_id: z.string(),
  team_id: z.string().nullish(),
  event: z.object({
    type: z.string(),
    user: z.string().nullish(),
    bot_id: z.string().nullish(),
    subtype: z.string().nullish(),
    team: z.string().nullish(),
    user_team: z.string().nullish(),
    channel: z.string().nullish(),
    text: z.string().nullish(),
    ts: z.string().nullish(),
    thread_ts: z.string().nullish(),
    tab: z.string().nullish(),
  }),
});
export type Event = z.infer<typeof Event>;

/** A key for what has none of its own: the same bytes have the same one. */
export function keyOf(body: unknown): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(body)).digest('hex')}`;
}
