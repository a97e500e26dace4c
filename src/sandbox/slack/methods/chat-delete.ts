import { deleteMessage } from '../model/post.ts';
import { postingPlace } from '../rules/posting.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { ownMessage } from '../rules/update.ts';
import { type Method, missing, refuse } from './method.ts';

export const chatDelete: Method = {
  name: 'chat.delete',
  scopes: ['chat:write'],
  perMinute: perMinute.tier3,
  token: 'bot',
  run({ world, args }) {
    const absent = ['channel', 'ts'].filter((name) => args.text(name) === undefined);
    if (absent.length > 0) return missing(...absent);
    const channel = postingPlace(world, args.text('channel'));
    if (typeof channel === 'string') return refuse(channel);
    const message = ownMessage(world, channel.id, args.text('ts'), 'cant_delete_message');
    if (typeof message === 'string') return refuse(message);
    deleteMessage(world, channel.id, message);
    return { ok: true, channel: channel.id, ts: message.ts };
  },
};
