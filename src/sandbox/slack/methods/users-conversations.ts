import { isMember } from '../model/lookup.ts';
import { botUserId } from '../model/seed.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { anyRead } from '../rules/scopes.ts';
import { listChannels } from './conversations-list.ts';
import type { Method } from './method.ts';

/** The channels somebody is in: the bot itself unless `user` is given. */
export const usersConversations: Method = {
  name: 'users.conversations',
  scopes: anyRead,
  perMinute: perMinute.tier3,
  token: 'bot',
  needsTeam: true,
  run: (call) =>
    listChannels(call, (channel) => isMember(channel, call.args.text('user') ?? botUserId)),
};
