import type { JsonObject } from '../json.ts';
import { messagesIn, repliesTo } from '../model/lookup.ts';
import { isReply, type Message } from '../model/message.ts';
import type { World } from '../model/world.ts';

/** A message as the control API and the page see it. */
export interface ControlMessage {
  readonly ts: string;
  readonly thread_ts?: string;
  readonly user: string;
  readonly bot: boolean;
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly attachments: readonly JsonObject[];
  readonly metadata?: JsonObject;
  readonly ephemeral_to?: string;
  /** Only of people's messages: Slack shows no "(edited)" on a bot's. */
  readonly edited?: boolean;
  readonly reply_count?: number;
  readonly reply_broadcast?: boolean;
  readonly reactions?: Message['reactions'];
}

export function controlMessage(world: World, channel: string, message: Message): ControlMessage {
  const { threadTs, metadata, ephemeralTo, reactions } = message;
  const replies = isReply(message) ? 0 : repliesTo(world, channel, message.ts).length;
  return {
    ts: message.ts,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    user: message.user,
    bot: message.isBot,
    text: message.text,
    blocks: message.blocks,
    attachments: message.attachments,
    ...(metadata === undefined ? {} : { metadata }),
    ...(ephemeralTo === undefined ? {} : { ephemeral_to: ephemeralTo }),
    ...(message.editedTs === undefined || message.isBot ? {} : { edited: true }),
    ...(replies === 0 ? {} : { reply_count: replies }),
    ...(message.isBroadcast ? { reply_broadcast: true } : {}),
    ...(reactions === undefined ? {} : { reactions }),
  };
}

/** Messages of a channel, oldest first; for one person without what only others see. */
export function controlMessages(
  world: World,
  channel: string,
  user: string | undefined,
): readonly ControlMessage[] {
  return messagesIn(world, channel)
    .filter((one) => user === undefined || (one.ephemeralTo ?? user) === user)
    .map((one) => controlMessage(world, channel, one));
}
