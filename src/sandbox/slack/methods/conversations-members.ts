import { perMinute } from '../rules/rate-limit.ts';
import { anyRead } from '../rules/scopes.ts';
import { type Method, refuse } from './method.ts';
import { pageOf } from './paging.ts';
import { withChannel } from './with-channel.ts';

export const conversationsMembers: Method = {
  name: 'conversations.members',
  scopes: anyRead,
  perMinute: perMinute.tier4,
  token: 'bot',
  run: (call) =>
    withChannel(call, 'read', (channel) => {
      const page = pageOf(channel.members, call.args);
      if (page === undefined) return refuse('invalid_cursor');
      return {
        ok: true,
        members: page.items,
        response_metadata: { next_cursor: page.nextCursor },
      };
    }),
};
