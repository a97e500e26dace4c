import { channelOf } from '../model/lookup.ts';
import type { Endpoint } from './endpoint.ts';
import { controlMessages } from './message-shape.ts';
import { canRead } from './sight.ts';

export const messages: Endpoint = {
  method: 'GET',
  path: 'messages/',
  run({ world, name, query }) {
    const channel = channelOf(world, name);
    const user = query.get('user') ?? undefined;
    const isHidden = channel !== undefined && user !== undefined && !canRead(world, user, channel);
    if (channel === undefined || isHidden) {
      const message = isHidden
        ? `${user} does not see this channel.`
        : `There is no channel ${name}; GET /_control/state lists them.`;
      return { status: 404, body: { ok: false, error: 'channel_not_found', message } };
    }
    return { status: 200, body: { messages: controlMessages(world, channel.id, user) } };
  },
};
