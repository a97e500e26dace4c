import { botIsIn } from '../model/lookup.ts';
import { botUserId } from '../model/seed.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { slackChannel } from './channel-shape.ts';
import { type Method, missing, refuse } from './method.ts';

export const conversationsJoin: Method = {
  name: 'conversations.join',
  scopes: ['channels:join'],
  perMinute: perMinute.tier3,
  token: 'bot',
  run({ world, args }) {
    const id = args.text('channel');
    if (id === undefined) return missing('channel');
    const channel = world.state.channels.get(id);
    if (channel === undefined || channel.isPrivate) return refuse('channel_not_found');
    if (channel.isArchived) return refuse('is_archived');
    if (botIsIn(channel)) {
      return { ok: true, channel: slackChannel(world, channel), warning: 'already_in_channel' };
    }
    const joined = { ...channel, members: [...channel.members, botUserId] };
    world.commit({ kind: 'channel', channel: joined }, { type: 'channel', channel: id });
    return { ok: true, channel: slackChannel(world, joined) };
  },
};
