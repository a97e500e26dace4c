import { slackMessage } from '../deliver/payloads/message.ts';
import { messagesIn } from '../model/lookup.ts';
import { isReply } from '../model/message.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { anyHistory } from '../rules/scopes.ts';
import { type Method, refuse } from './method.ts';
import { pageOf } from './paging.ts';
import { inWindow } from './time-window.ts';
import { withChannel } from './with-channel.ts';

/** Newest first; replies only where they were broadcast; metadata only where asked for. */
export const conversationsHistory: Method = {
  name: 'conversations.history',
  scopes: anyHistory,
  perMinute: perMinute.tier3,
  token: 'bot',
  run: (call) =>
    withChannel(call, 'history', (channel) => {
      const { world, args } = call;
      const shown = messagesIn(world, channel.id).filter((one) => !isReply(one) || one.isBroadcast);
      const page = pageOf(inWindow(shown, args).toReversed(), args, 100, 999);
      if (page === undefined) return refuse('invalid_cursor');
      const withMetadata = args.flag('include_all_metadata') === true;
      return {
        ok: true,
        messages: page.items.map((one) => slackMessage(world, channel.id, one, withMetadata)),
        has_more: page.nextCursor !== '',
        pin_count: 0,
        response_metadata: { next_cursor: page.nextCursor },
      };
    }),
};
