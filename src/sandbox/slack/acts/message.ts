import { botIsIn } from '../model/lookup.ts';
import type { Message } from '../model/message.ts';
import { postMessage } from '../model/post.ts';
import { botUserId, slackbotUserId } from '../model/seed.ts';
import type { Channel, User } from '../model/workspace.ts';
import type { World } from '../model/world.ts';
import { messageText } from '../rules/escape.ts';
import { cannotReply } from '../rules/threads.ts';
import { type ActResult, actingPlace, actingUser, isRefused, refuseAct } from './act.ts';

export interface MessageAct {
  readonly user: string;
  readonly channel: string;
  readonly text: string;
  readonly thread_ts?: string | undefined;
}

/** A person writes a message; one that mentions the bot reaches the app as app_mention. */
export function writeMessage(world: World, act: MessageAct): ActResult {
  const user = actingUser(world, act.user);
  if (isRefused(user)) return user;
  const channel = actingPlace(world, user, act.channel);
  if (isRefused(channel)) return channel;
  if (channel.isArchived) return refuseAct(409, 'is_archived', `#${channel.name} is archived.`);
  if (act.text.trim() === '') return refuseAct(400, 'no_text', 'A message says something.');
  const lost = cannotReply(world, channel.id, act.thread_ts);
  if (lost !== undefined) return refuseAct(404, lost, `There is no thread ${act.thread_ts} here.`);
  const message = postMessage(world, channel.id, {
    user: user.id,
    text: messageText(world, act.text),
    ...(act.thread_ts === undefined ? {} : { threadTs: act.thread_ts }),
  });
  announce(world, user, channel, message);
  return { ok: true, ts: message.ts, channel: channel.id };
}

function announce(world: World, user: User, channel: Channel, message: Message): void {
  const mentions = message.text.includes(`<@${botUserId}>`) && channel.isIm !== true;
  if (mentions && !botIsIn(channel)) suggestInvitation(world, user, channel, message);
  if (!botIsIn(channel)) return;
  const event = {
    user: user.id,
    ts: message.ts,
    text: message.text,
    team: user.teamId ?? world.seed.team.id,
    channel: channel.id,
    event_ts: message.ts,
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
  };
  if (mentions && isSubscribed(world, 'app_mention')) world.emit({ type: 'app_mention', ...event });
  const kind = channel.isIm ? 'im' : channel.isPrivate ? 'groups' : 'channels';
  if (isSubscribed(world, `message.${kind}`)) {
    const channelType = { im: 'im', groups: 'group', channels: 'channel' }[kind];
    world.emit({ type: 'message', channel_type: channelType, ...event });
  }
}

/** Slack does not deliver a mention from a channel the app is not in; it tells the writer. */
function suggestInvitation(world: World, user: User, channel: Channel, message: Message): void {
  postMessage(world, channel.id, {
    user: slackbotUserId,
    text: `You mentioned <@${botUserId}>, but they're not in this channel.`,
    ephemeralTo: user.id,
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
  });
}

export function isSubscribed(world: World, event: string): boolean {
  return (world.app.events ?? ['app_home_opened', 'app_mention']).includes(event);
}
