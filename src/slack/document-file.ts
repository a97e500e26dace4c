import type { Api } from './api.ts';
import { call } from './api.ts';
import type { Document, Drawn } from './canvas.ts';
import { completeUpload, type PostBytes, sendBytes } from './upload.ts';

/**
 * The document as a file, in a direct message to this account. The message is posted once Slack has the bytes, so
 * that one without a file is left only where Slack took those and then not the file. Done twice there are two.
 */
export async function sendDocument(
  work: { readonly api: Api; readonly postBytes: PostBytes },
  { title, name, markdown, file }: Document,
  account: string,
): Promise<Drawn> {
  const { api } = work;
  const sent = await sendBytes(work, Buffer.from(markdown), {
    filename: `${name}.${file?.ending ?? 'md'}`,
    alt: title,
  });
  if (sent.kind !== 'ok') return sent.kind === 'unknown' ? { kind: 'unsent', why: sent.why } : sent;
  const posted = await call(api, 'chat.postMessage', {
    ...{ channel: account, text: title, parse: 'none', link_names: false },
    ...{ unfurl_links: false, unfurl_media: false },
  });
  if (posted.kind !== 'ok') return posted;
  const [channel, ts] = [String(posted.answer['channel']), String(posted.answer['ts'])];
  const share = { channel_id: channel, thread_ts: ts };
  const done = await completeUpload(api, { id: sent.file, title }, share);
  if (done.kind !== 'ok')
    return done.kind === 'refused' ? done : { kind: 'unknown', why: 'sharing' };
  const link = await call(api, 'chat.getPermalink', { channel, message_ts: ts });
  const address = link.kind === 'ok' ? link.answer['permalink'] : null;
  return { kind: 'made', address: typeof address === 'string' ? address : '' };
}
