import { perMinute } from '../rules/rate-limit.ts';
import { anyRead } from '../rules/scopes.ts';
import { slackChannel } from './channel-shape.ts';
import type { Method } from './method.ts';
import { withChannel } from './with-channel.ts';

export const conversationsOne: Method = {
  name: 'conversations.info',
  scopes: anyRead,
  perMinute: perMinute.tier3,
  token: 'bot',
  run: (call) =>
    withChannel(call, 'read', (channel) => ({
      ok: true,
      channel: slackChannel(call.world, channel),
    })),
};
