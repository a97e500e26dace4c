import { newSecret } from '../ids.ts';
import type { ResponseTicket } from '../model/state.ts';
import type { World } from '../model/world.ts';

/** docs.slack.dev/interactivity/handling-user-interaction: five uses within thirty minutes. */
const responseUses = 5;
const responseLifeMs = 30 * 60_000;

/** Makes a response_url for something a person just did. */
export function issueResponseUrl(
  world: World,
  place: Pick<ResponseTicket, 'channel' | 'user' | 'originalTs'>,
): string {
  const ticket: ResponseTicket = {
    ...place,
    id: newSecret(24),
    expiresAtMs: world.clock.now() + responseLifeMs,
    usesLeft: responseUses,
  };
  world.commit({ kind: 'response', ticket });
  return `${world.origin()}/_response/${ticket.id}`;
}

/** Takes one use of a response_url; Slack answers 404 with these words when none is left. */
export function takeResponseUse(
  world: World,
  id: string,
): ResponseTicket | 'no_such_url' | 'expired_url' | 'used_url' {
  const ticket = world.state.responses.get(id);
  if (ticket === undefined) return 'no_such_url';
  if (world.clock.now() > ticket.expiresAtMs) return 'expired_url';
  if (ticket.usesLeft === 0) return 'used_url';
  const left = { ...ticket, usesLeft: ticket.usesLeft - 1 };
  world.commit({ kind: 'response', ticket: left });
  return left;
}
