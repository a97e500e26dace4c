import { createHmac } from 'node:crypto';
import type { Place } from './organisation.ts';
import { ANA, type SlackEar, TEAM } from './slack-ear.ts';

export const SECRET = '0123456789abcdef0123456789abcdef';
const CHANNEL = 'C0DEPLOYS1';

/** One thing a person asked for, as Slack would send it; `id` is its trigger. */
export interface Event {
  readonly id: string;
  readonly body: string;
}

/** Typed, or pressed: in turns. Urgent, so that no limit per person answers for the work. */
export function lockEvent(n: number, { service, environment }: Place, slack: SlackEar): Event {
  const id = `soak.${n}`;
  const text = `lock ${service} in ${environment} because "${id}"`;
  return n % 2 === 0
    ? { id, body: command(id, '/release', text, slack) }
    : { id, body: press(id, `/release ${text}`, slack) };
}

export function deployEvent(line: string, slack: SlackEar): Event {
  return { id: 'soak.deploy', body: command('soak.deploy', '/deploy', line, slack) };
}

function command(id: string, root: string, text: string, slack: SlackEar): string {
  return new URLSearchParams({
    ...{ team_id: TEAM, channel_id: CHANNEL, user_id: ANA, command: root, text },
    response_url: slack.responseUrl(id),
    trigger_id: id,
  }).toString();
}

function press(id: string, line: string, slack: SlackEar): string {
  const payload = {
    type: 'block_actions',
    user: { id: ANA, team_id: TEAM },
    team: { id: TEAM },
    channel: { id: CHANNEL },
    container: { type: 'message', is_ephemeral: true },
    actions: [{ type: 'button', block_id: 'b', action_id: 'lock', value: line }],
    response_url: slack.responseUrl(id),
    trigger_id: id,
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

/** Bytes on the wire, signed at some second. https://docs.slack.dev/authentication/verifying-requests-from-slack */
export interface Signed {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export function signed({ body }: Event, atMs = Date.now()): Signed {
  const seconds = String(Math.floor(atMs / 1_000));
  const mac = createHmac('sha256', SECRET).update(`v0:${seconds}:${body}`).digest('hex');
  return {
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': seconds,
      'x-slack-signature': `v0=${mac}`,
    },
  };
}

/** The status of its answer. */
export async function post(url: string, { body, headers }: Signed): Promise<number> {
  const options = { method: 'POST', body, headers, signal: AbortSignal.timeout(60_000) };
  const answer = await fetch(`${url}/slack/events`, options);
  await answer.arrayBuffer();
  return answer.status;
}

/** All of them, so many at once, in this order. */
export async function inLanes<T>(
  all: readonly T[],
  lanes: number,
  each: (one: T) => Promise<void>,
): Promise<void> {
  const rest = [...all].reverse();
  async function lane(): Promise<void> {
    for (let one = rest.pop(); one !== undefined; one = rest.pop()) await each(one);
  }
  await Promise.all(Array.from({ length: lanes }, lane));
}
