import type { JsonObject } from '../json.ts';
import { botIsIn } from '../model/lookup.ts';
import type { Channel } from '../model/workspace.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { anyRead, conversationScope } from '../rules/scopes.ts';
import { isOfTypes, slackChannel } from './channel-shape.ts';
import { type Method, type MethodCall, refuse } from './method.ts';
import { pageOf } from './paging.ts';

/** Channels the token's scopes reach: private ones only where the bot is a member. */
export const conversationsList: Method = {
  name: 'conversations.list',
  scopes: anyRead,
  perMinute: perMinute.tier2,
  token: 'bot',
  needsTeam: true,
  run: (call) => listChannels(call, () => true),
};

/** One page of the channels that pass `filter`, as both listing methods answer. */
export function listChannels(
  { world, args }: MethodCall,
  filter: (channel: Channel) => boolean,
): JsonObject {
  const channels = [...world.state.channels.values()].filter(
    (channel) =>
      isOfTypes(channel, args.text('types')) &&
      !(channel.isArchived && args.flag('exclude_archived')) &&
      (!channel.isPrivate || botIsIn(channel)) &&
      world.app.scopes.includes(conversationScope(channel, 'read')) &&
      filter(channel),
  );
  const page = pageOf(channels, args);
  if (page === undefined) return refuse('invalid_cursor');
  return {
    ok: true,
    channels: page.items.map((channel) => slackChannel(world, channel)),
    response_metadata: { next_cursor: page.nextCursor },
  };
}
