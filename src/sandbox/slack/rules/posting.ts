import { openDirectMessage } from '../model/direct-messages.ts';
import { botIsIn, channelOf, userOf } from '../model/lookup.ts';
import type { Channel } from '../model/workspace.ts';
import type { World } from '../model/world.ts';

/** Where the bot may speak, or the name of the refusal. */
export function postingPlace(world: World, channelId: string | undefined): Channel | string {
  const person = userOf(world, channelId);
  // A person's id as the channel means the direct message with them.
  if (person !== undefined) {
    return person.isBot || person.deleted
      ? 'channel_not_found'
      : openDirectMessage(world, person.id);
  }
  const channel = channelOf(world, channelId);
  if (channel === undefined) return 'channel_not_found';
  if (channel.isArchived) return 'is_archived';
  if (botIsIn(channel)) return channel;
  // A private channel the bot is not in does not exist for it.
  if (channel.isPrivate) return 'channel_not_found';
  return world.app.scopes.includes('chat:write.public') ? channel : 'not_in_channel';
}

/** A channel the bot may read about, or the refusal. Private ones only as a member. */
export function readablePlace(world: World, channelId: string | undefined): Channel | string {
  const channel = channelId === undefined ? undefined : world.state.channels.get(channelId);
  if (channel === undefined) return 'channel_not_found';
  return channel.isPrivate && !botIsIn(channel) ? 'channel_not_found' : channel;
}
