import { objectsOf } from '../json.ts';
import { isMember, userOf } from '../model/lookup.ts';
import { postMessage } from '../model/post.ts';
import { refuseContent } from '../rules/content.ts';
import { postingPlace } from '../rules/posting.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { cannotReply } from '../rules/threads.ts';
import { contentOf } from './content.ts';
import { type Method, type MethodCall, missing, refuse } from './method.ts';

export const chatPostEphemeral: Method = {
  name: 'chat.postEphemeral',
  scopes: ['chat:write'],
  perMinute: perMinute.tier4,
  token: 'bot',
  run,
};

function run({ world, args }: MethodCall) {
  const absent = ['channel', 'user'].filter((name) => args.text(name) === undefined);
  if (absent.length > 0) return missing(...absent);
  const channel = postingPlace(world, args.text('channel'));
  if (typeof channel === 'string') return refuse(channel);
  const user = userOf(world, args.text('user'));
  if (user === undefined || !isMember(channel, user.id)) return refuse('user_not_in_channel');
  const content = contentOf(args);
  if (typeof content === 'string') return refuse(content);
  const refusal = refuseContent(world, content, 'post');
  if (refusal !== undefined) return refusal;
  const threadTs = args.text('thread_ts');
  const lost = cannotReply(world, channel.id, threadTs);
  if (lost !== undefined) return refuse(lost);
  const message = postMessage(world, channel.id, {
    text: content.text,
    blocks: objectsOf(content.blocks),
    attachments: objectsOf(content.attachments),
    ephemeralTo: user.id,
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  return { ok: true, message_ts: message.ts };
}
