import { messageAt } from '../model/lookup.ts';
import { isReply } from '../model/message.ts';
import { readablePlace } from '../rules/posting.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { type Method, missing, refuse } from './method.ts';

export const chatGetPermalink: Method = {
  name: 'chat.getPermalink',
  scopes: [],
  perMinute: perMinute.special,
  token: 'bot',
  run({ world, args }) {
    const ts = args.text('message_ts');
    if (ts === undefined) return missing('message_ts');
    const channel = readablePlace(world, args.text('channel'));
    if (typeof channel === 'string') return refuse(channel);
    const message = messageAt(world, channel.id, ts);
    if (message === undefined || message.ephemeralTo !== undefined)
      return refuse('message_not_found');
    const thread = isReply(message) ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : '';
    const permalink = `https://${world.seed.team.domain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}${thread}`;
    return { ok: true, channel: channel.id, permalink };
  },
};
