import { slackMessage } from '../deliver/payloads/message.ts';
import { messageAt, repliesTo } from '../model/lookup.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { anyHistory } from '../rules/scopes.ts';
import { type Method, missing, refuse } from './method.ts';
import { pageOf } from './paging.ts';
import { inWindow } from './time-window.ts';
import { withChannel } from './with-channel.ts';

/** The thread's first message, then its replies, oldest first. */
export const conversationsReplies: Method = {
  name: 'conversations.replies',
  scopes: anyHistory,
  perMinute: perMinute.tier3,
  token: 'bot',
  run: (call) =>
    withChannel(call, 'history', (channel) => {
      const { world, args } = call;
      const ts = args.text('ts');
      if (ts === undefined) return missing('ts');
      const asked = messageAt(world, channel.id, ts);
      if (asked === undefined || asked.ephemeralTo !== undefined) return refuse('thread_not_found');
      const parent = messageAt(world, channel.id, asked.threadTs ?? ts) ?? asked;
      const thread = inWindow([parent, ...repliesTo(world, channel.id, parent.ts)], args);
      const page = pageOf(thread, args);
      if (page === undefined) return refuse('invalid_cursor');
      const withMetadata = args.flag('include_all_metadata') === true;
      return {
        ok: true,
        messages: page.items.map((one) => slackMessage(world, channel.id, one, withMetadata)),
        has_more: page.nextCursor !== '',
        response_metadata: { next_cursor: page.nextCursor },
      };
    }),
};
