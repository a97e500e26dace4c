import { appId, botUserId } from '../model/seed.ts';
import type { Channel, User } from '../model/workspace.ts';
import type { World } from '../model/world.ts';
import type { Endpoint } from './endpoint.ts';

export const state: Endpoint = {
  method: 'GET',
  path: 'state',
  run: ({ world }) => ({ status: 200, body: workspaceState(world) }),
};

/** The workspace as the page and scripts see it. Users keep the seed's order. */
export function workspaceState(world: World) {
  const { id, name, domain } = world.seed.team;
  return {
    team: { id, name, domain },
    users: [...world.state.users.values()].map(stateUser),
    channels: [...world.state.channels.values()].map(stateChannel),
    commands: world.app.commands.map((one) => ({
      command: one.command,
      usage_hint: one.usageHint,
      description: one.description,
    })),
    message_shortcuts: (world.app.messageShortcuts ?? []).map(({ callbackId, name: label }) => ({
      callback_id: callbackId,
      name: label,
    })),
    canvases: [...world.state.canvases.values()],
    app: {
      name: world.state.users.get(botUserId)?.realName ?? 'App',
      user_id: botUserId,
      app_id: appId,
    },
  };
}

function stateUser(user: User) {
  return {
    id: user.id,
    name: user.name,
    real_name: user.realName,
    title: user.title ?? '',
    is_bot: user.isBot === true,
    deleted: user.deleted === true,
    is_restricted: user.isRestricted === true || user.isUltraRestricted === true,
    is_stranger: user.isStranger === true,
    color: user.color ?? '',
  };
}

function stateChannel(channel: Channel) {
  return {
    id: channel.id,
    name: channel.name,
    topic: channel.topic ?? '',
    is_private: channel.isPrivate === true,
    is_archived: channel.isArchived === true,
    is_ext_shared: channel.isExtShared === true,
    is_im: channel.isIm === true,
    members: channel.members,
  };
}
