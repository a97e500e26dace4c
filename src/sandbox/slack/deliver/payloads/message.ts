import type { JsonObject } from '../../json.ts';
import { repliesTo } from '../../model/lookup.ts';
import { isReply, type Message } from '../../model/message.ts';
import { appId, botId, botUserId } from '../../model/seed.ts';
import type { World } from '../../model/world.ts';

/** A message as Web API answers and interaction payloads carry it. */
export function slackMessage(
  world: World,
  channel: string,
  message: Message,
  withMetadata = true,
): JsonObject {
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: world.seed.team.id,
    ...(message.user === botUserId ? { bot_id: botId, app_id: appId } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
    ...(withMetadata && message.metadata !== undefined ? { metadata: message.metadata } : {}),
    ...(message.isTombstone ? { subtype: 'tombstone' } : {}),
    ...(message.isBroadcast ? { subtype: 'thread_broadcast' } : {}),
    ...(message.editedTs === undefined
      ? {}
      : { edited: { user: message.user, ts: message.editedTs } }),
    ...(message.reactions === undefined
      ? {}
      : { reactions: message.reactions.map((one) => ({ ...one, count: one.users.length })) }),
    ...threadFields(world, channel, message),
  };
}

function threadFields(world: World, channel: string, message: Message): JsonObject {
  if (isReply(message)) return { thread_ts: message.threadTs };
  const replies = repliesTo(world, channel, message.ts);
  if (replies.length === 0) return {};
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users: [...new Set(replies.map((reply) => reply.user))],
    latest_reply: replies.at(-1)?.ts,
  };
}
