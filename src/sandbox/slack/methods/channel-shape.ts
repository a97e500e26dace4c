import type { JsonObject } from '../json.ts';
import { botIsIn } from '../model/lookup.ts';
import { botUserId } from '../model/seed.ts';
import type { Channel } from '../model/workspace.ts';
import type { World } from '../model/world.ts';

/** A conversation as conversations.* and users.conversations give it. */
export function slackChannel(world: World, channel: Channel): JsonObject {
  const teamId = world.seed.team.id;
  if (channel.isIm) {
    const user = channel.members.find((id) => id !== botUserId);
    return {
      id: channel.id,
      created: 1_700_000_000,
      is_im: true,
      is_org_shared: false,
      user,
      is_archived: false,
    };
  }
  const topic = { value: channel.topic ?? '', creator: '', last_set: 0 };
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !channel.isPrivate,
    is_group: channel.isPrivate === true,
    is_im: false,
    is_mpim: false,
    is_private: channel.isPrivate === true,
    created: 1_700_000_000,
    is_archived: channel.isArchived === true,
    is_general: channel.name === 'general',
    is_shared: channel.isExtShared === true,
    is_ext_shared: channel.isExtShared === true,
    is_org_shared: false,
    is_member: botIsIn(channel),
    context_team_id: teamId,
    shared_team_ids: [teamId],
    topic,
    purpose: { value: '', creator: '', last_set: 0 },
    num_members: channel.members.length,
  };
}

/** Whether a channel is among the `types` asked for: public ones unless said otherwise. */
export function isOfTypes(channel: Channel, types: string | undefined): boolean {
  const wanted = (types ?? 'public_channel').split(',').map((type) => type.trim());
  if (channel.isIm) return wanted.includes('im');
  return wanted.includes(channel.isPrivate ? 'private_channel' : 'public_channel');
}
