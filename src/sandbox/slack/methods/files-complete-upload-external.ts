import { objectsOf, textOf } from '../json.ts';
import { postMessage } from '../model/post.ts';
import type { World } from '../model/world.ts';
import { postingPlace } from '../rules/posting.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { type Method, type MethodCall, missing, refuse } from './method.ts';

/** Without a channel the file is the app's alone until a message shows it; with one a message of its own names it. */
export const filesCompleteUploadExternal: Method = {
  name: 'files.completeUploadExternal',
  scopes: ['files:write'],
  perMinute: perMinute.tier4,
  token: 'bot',
  run,
};

function run({ world, args }: MethodCall) {
  const wanted = objectsOf(args.json('files'));
  if (wanted.length === 0) return missing('files');
  const shared = args.text('channel_id');
  const channel = shared === undefined ? null : postingPlace(world, shared);
  if (typeof channel === 'string') return refuse(channel);
  const files = [];
  for (const one of wanted) {
    const upload = world.uploads.finish(textOf(one['id']) ?? '');
    if (upload === null) return refuse('file_not_found');
    const { id, bytes, altText } = upload;
    const title = textOf(one['title']) ?? '';
    const readyAtMs = world.clock.now() + world.fileLookMs;
    const file = { id, title, altText, readyAtMs, base64: bytes.toString('base64') };
    world.commit({ kind: 'file', file });
    if (channel) share(world, channel.id, title, args.text('thread_ts'));
    // Slack has not looked at it yet, so it does not know what it is.
    files.push({ id, title, mimetype: '', is_public: false, channels: [] });
  }
  return { ok: true, files };
}

function share(world: World, channel: string, title: string, threadTs: string | undefined): void {
  const thread = threadTs === undefined ? {} : { threadTs };
  postMessage(world, channel, { text: `File: ${title}`, blocks: [], attachments: [], ...thread });
}
