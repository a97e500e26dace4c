import { slackMessage } from '../deliver/payloads/message.ts';
import { isObject, objectsOf } from '../json.ts';
import { patchMessage } from '../model/post.ts';
import { refuseContent } from '../rules/content.ts';
import { postingPlace } from '../rules/posting.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { ownMessage } from '../rules/update.ts';
import { contentOf } from './content.ts';
import { type Method, type MethodCall, missing, refuse } from './method.ts';

/** Text without blocks drops the blocks; attachments and metadata left out are kept. */
export const chatUpdate: Method = {
  name: 'chat.update',
  scopes: ['chat:write'],
  perMinute: perMinute.tier3,
  token: 'bot',
  run,
};

function run({ world, args }: MethodCall) {
  const absent = ['channel', 'ts'].filter((name) => args.text(name) === undefined);
  if (absent.length > 0) return missing(...absent);
  const channel = postingPlace(world, args.text('channel'));
  // chat.update has a name of its own for this: it speaks of frozen and deleted channels too.
  if (channel === 'is_archived') return refuse('is_inactive');
  if (typeof channel === 'string') return refuse(channel);
  const old = ownMessage(world, channel.id, args.text('ts'), 'cant_update_message');
  if (typeof old === 'string') return refuse(old);
  const content = contentOf(args);
  if (typeof content === 'string') return refuse(content);
  const refusal = refuseContent(world, content, 'update');
  if (refusal !== undefined) return refusal;
  const message = patchMessage(world, channel.id, old, {
    text: content.text,
    blocks: objectsOf(content.blocks),
    ...(content.attachments === undefined ? {} : { attachments: objectsOf(content.attachments) }),
    ...(isObject(content.metadata) ? { metadata: content.metadata } : {}),
    ...(args.flag('reply_broadcast') ? { isBroadcast: true } : {}),
  });
  return {
    ok: true,
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: slackMessage(world, channel.id, message),
  };
}
