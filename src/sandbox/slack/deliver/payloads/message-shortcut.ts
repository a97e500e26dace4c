import type { JsonObject } from '../../json.ts';
import type { Message } from '../../model/message.ts';
import type { Channel, User } from '../../model/workspace.ts';
import type { World } from '../../model/world.ts';
import { interactionBase, placeOf } from './actor.ts';
import { slackMessage } from './message.ts';

interface Chosen {
  readonly user: User;
  readonly channel: Channel;
  readonly message: Message;
  readonly callbackId: string;
  readonly triggerId: string;
  readonly responseUrl: string;
}

/** docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload, of a message. */
export function messageShortcutPayload(world: World, chosen: Chosen): JsonObject {
  const { user, channel, message, callbackId, triggerId, responseUrl } = chosen;
  return {
    type: 'message_action',
    ...interactionBase(world, user),
    callback_id: callbackId,
    trigger_id: triggerId,
    response_url: responseUrl,
    action_ts: world.nextTs(),
    message_ts: message.ts,
    channel: placeOf(channel),
    message: slackMessage(world, channel.id, message),
  };
}
