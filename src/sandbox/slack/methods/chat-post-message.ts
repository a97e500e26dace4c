import { slackMessage } from '../deliver/payloads/message.ts';
import { isObject, objectsOf } from '../json.ts';
import { channelOf } from '../model/lookup.ts';
import { postMessage } from '../model/post.ts';
import { refuseContent } from '../rules/content.ts';
import { postingPlace } from '../rules/posting.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { cannotReply, threadLeft } from '../rules/threads.ts';
import { contentOf } from './content.ts';
import { type Method, type MethodCall, missing, refuse } from './method.ts';

export const chatPostMessage: Method = {
  name: 'chat.postMessage',
  scopes: ['chat:write'],
  perMinute: perMinute.special,
  token: 'bot',
  paces: ({ world, args }) => channelOf(world, args.text('channel'))?.id ?? args.text('channel'),
  run,
};

function run({ world, args }: MethodCall) {
  if (args.text('channel') === undefined) return missing('channel');
  const channel = postingPlace(world, args.text('channel'));
  if (typeof channel === 'string') return refuse(channel);
  const content = contentOf(args);
  if (typeof content === 'string') return refuse(content);
  const threadTs = threadLeft(world, channel.id, args.text('thread_ts'));
  const refusal = refuseContent(world, content, 'post');
  if (refusal !== undefined) return refusal;
  const lost = cannotReply(world, channel.id, threadTs);
  if (lost !== undefined) return refuse(lost);
  if (isCustomised(args.text('username'), args.text('icon_emoji'), args.text('icon_url'))) {
    if (!world.app.scopes.includes('chat:write.customize')) {
      return {
        ...refuse('missing_scope'),
        needed: 'chat:write.customize',
        provided: world.app.scopes.join(','),
      };
    }
  }
  const message = postMessage(world, channel.id, {
    text: content.text,
    blocks: objectsOf(content.blocks),
    attachments: objectsOf(content.attachments),
    ...(isObject(content.metadata) ? { metadata: content.metadata } : {}),
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(threadTs !== undefined && args.flag('reply_broadcast') ? { isBroadcast: true } : {}),
  });
  return {
    ok: true,
    channel: channel.id,
    ts: message.ts,
    message: slackMessage(world, channel.id, message),
  };
}

function isCustomised(...fields: readonly (string | undefined)[]): boolean {
  return fields.some((field) => field !== undefined && field !== '');
}
