import { openDirectMessage } from '../model/direct-messages.ts';
import { userOf } from '../model/lookup.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { type Method, missing, refuse } from './method.ts';

/** Opens the direct message with one person. Group messages are not part of the local Slack. */
export const conversationsOpen: Method = {
  name: 'conversations.open',
  scopes: ['im:write'],
  perMinute: perMinute.tier3,
  token: 'bot',
  run({ world, args }) {
    const ids = (args.text('users') ?? '').split(',').filter((id) => id !== '');
    const [id] = ids;
    if (id === undefined) return missing('users');
    if (ids.length > 1) return refuse('too_many_users');
    const user = userOf(world, id);
    if (user === undefined || user.deleted) return refuse('user_not_found');
    if (user.isBot) return refuse('cannot_dm_bot');
    const { id: channelId } = openDirectMessage(world, user.id);
    const channel = args.flag('return_im')
      ? { id: channelId, is_im: true, user: user.id }
      : { id: channelId };
    return { ok: true, channel };
  },
};
