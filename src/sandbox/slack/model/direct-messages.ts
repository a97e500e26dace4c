import { newId } from '../ids.ts';
import { botUserId } from './seed.ts';
import type { Channel } from './workspace.ts';
import type { World } from './world.ts';

/** The direct message between the bot and one person; made when it is first asked for. */
export function openDirectMessage(world: World, userId: string): Channel {
  const open = [...world.state.channels.values()].find(
    (channel) => channel.isIm === true && channel.members.includes(userId),
  );
  if (open !== undefined) return open;
  const channel: Channel = {
    id: newId('D', 9),
    name: 'directmessage',
    isIm: true,
    isPrivate: true,
    members: [botUserId, userId],
  };
  world.commit({ kind: 'channel', channel }, { type: 'channel', channel: channel.id });
  return channel;
}
