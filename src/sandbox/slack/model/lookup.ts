import { isReply, type Message } from './message.ts';
import { botUserId } from './seed.ts';
import type { Channel, User } from './workspace.ts';
import type { World } from './world.ts';

export function userOf(world: World, id: string | undefined): User | undefined {
  return id === undefined ? undefined : world.state.users.get(id);
}

/** A channel by id, `name` or `#name`. */
export function channelOf(world: World, idOrName: string | undefined): Channel | undefined {
  if (idOrName === undefined) return undefined;
  const byId = world.state.channels.get(idOrName);
  if (byId !== undefined) return byId;
  const name = idOrName.replace(/^#/, '').toLowerCase();
  return [...world.state.channels.values()].find(
    (channel) => !channel.isIm && channel.name === name,
  );
}

export function messagesIn(world: World, channel: string): readonly Message[] {
  return world.state.messages.get(channel) ?? [];
}

export function messageAt(world: World, channel: string, ts: string): Message | undefined {
  return messagesIn(world, channel).find((message) => message.ts === ts);
}

export function repliesTo(world: World, channel: string, ts: string): readonly Message[] {
  return messagesIn(world, channel).filter(
    (message) => message.threadTs === ts && isReply(message) && message.ephemeralTo === undefined,
  );
}

export function isMember(channel: Channel, userId: string): boolean {
  return channel.members.includes(userId);
}

export function botIsIn(channel: Channel): boolean {
  return isMember(channel, botUserId);
}

export function teamOf(world: World, user: User): string {
  return user.teamId ?? world.seed.team.id;
}
