import { type JsonObject, objectsOf } from '../../json.ts';
import { stateValues } from '../../model/entered.ts';
import type { Message } from '../../model/message.ts';
import type { Entered, View } from '../../model/view.ts';
import type { Channel, User } from '../../model/workspace.ts';
import type { World } from '../../model/world.ts';
import { interactionBase, placeOf } from './actor.ts';
import { slackMessage } from './message.ts';
import { slackView } from './view.ts';

export interface BlockAct {
  readonly user: User;
  readonly action: JsonObject;
  readonly triggerId: string;
}

/** docs.slack.dev/reference/interaction-payloads/block_actions-payload, from a message. */
export function messageActionPayload(
  world: World,
  act: BlockAct,
  place: { readonly channel: Channel; readonly message: Message; readonly responseUrl: string },
  entered: Entered,
): JsonObject {
  const { channel, message, responseUrl } = place;
  const isEphemeral = message.ephemeralTo !== undefined;
  const shown = slackMessage(world, channel.id, message);
  return {
    type: 'block_actions',
    ...interactionBase(world, act.user),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    },
    trigger_id: act.triggerId,
    channel: placeOf(channel),
    // Of an ephemeral message Slack sends no more than this.
    message: isEphemeral ? { type: 'message', user: message.user, ts: message.ts } : shown,
    state: { values: stateValues(message.blocks, entered) },
    response_url: responseUrl,
    actions: [act.action],
  };
}

/** The same from a modal or the App Home: no channel, no message, no response_url. */
export function viewActionPayload(world: World, act: BlockAct, view: View): JsonObject {
  return {
    type: 'block_actions',
    ...interactionBase(world, act.user),
    container: { type: 'view', view_id: view.id },
    trigger_id: act.triggerId,
    view: slackView(world, view),
    state: { values: stateValues(objectsOf(view.body['blocks']), view.entered) },
    actions: [act.action],
  };
}
