import { isMember, userOf } from '../model/lookup.ts';
import type { Change } from '../model/state.ts';
import type { Channel } from '../model/workspace.ts';
import type { World } from '../model/world.ts';

/** Members see a channel; of public ones also everybody who is no guest and no stranger. */
export function canRead(world: World, userId: string, channel: Channel): boolean {
  if (isMember(channel, userId)) return true;
  const user = userOf(world, userId);
  if (user === undefined || channel.isPrivate) return false;
  return !(user.isRestricted || user.isUltraRestricted || user.isStranger);
}

/** Whether one person may learn of a change. */
export function canHear(world: World, userId: string, change: Change): boolean {
  if (change.only !== undefined) return change.only === userId;
  if (change.channel === undefined) return true;
  const channel = world.state.channels.get(change.channel);
  return channel === undefined || canRead(world, userId, channel);
}
