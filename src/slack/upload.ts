import { type Api, type Called, call } from './api.ts';
import { withSlash } from './web-client.ts';

/** Sends bytes to an address that Slack named; false where it did not take them. */
export type PostBytes = (url: string, bytes: Uint8Array) => Promise<boolean>;

const HOSTS = new Set(['files.slack.com', 'files.slack-gov.com']);
const TIMEOUT_MS = 20_000;

/** Sends to Slack's own hosts (with SLACK_API_URL: to that very server) and to nowhere else. */
export function createPostBytes(
  post: (url: URL, bytes: Uint8Array, signal: AbortSignal) => Promise<{ readonly ok: boolean }>,
  apiUrl: string | null,
): PostBytes {
  const own = apiUrl ? new URL(withSlash(apiUrl)).origin : null;
  return async (address, bytes) => {
    if (!URL.canParse(address)) return false;
    const url = new URL(address);
    const slack = url.protocol === 'https:' && HOSTS.has(url.hostname);
    if ((!slack && url.origin !== own) || url.username !== '') return false;
    try {
      return (await post(url, bytes, AbortSignal.timeout(TIMEOUT_MS))).ok;
    } catch {
      return false;
    }
  };
}

export type Uploaded =
  | { readonly kind: 'ok'; readonly file: string }
  | Exclude<Called, { kind: 'ok' }>;

interface Work {
  readonly api: Api;
  readonly postBytes: PostBytes;
}

/** What a file is called, and what it is for whoever does not see it. */
interface Labelled {
  readonly filename: string;
  readonly alt: string;
}

/**
 * Gives a picture to Slack without showing it anywhere: only we have it until a message of ours shows it.
 * Doing it twice leaves one that nobody sees. https://docs.slack.dev/reference/methods/files.getUploadURLExternal
 */
export async function upload(
  work: Work,
  picture: Labelled & { readonly bytes: Uint8Array; readonly title: string },
): Promise<Uploaded> {
  const { bytes, title, filename, alt } = picture;
  const sent = await sendBytes(work, bytes, { filename, alt });
  return sent.kind === 'ok' ? completeUpload(work.api, { id: sent.file, title }) : sent;
}

/** The bytes alone: Slack forgets them unless the upload is completed. */
export async function sendBytes(
  { api, postBytes }: Work,
  bytes: Uint8Array,
  { filename, alt }: Labelled,
): Promise<Uploaded> {
  const place = await call(api, 'files.getUploadURLExternal', {
    ...{ filename, length: bytes.length, alt_txt: alt },
  });
  if (place.kind !== 'ok') return place;
  const { file_id: id, upload_url: url } = place.answer;
  if (typeof id !== 'string' || typeof url !== 'string' || !(await postBytes(url, bytes))) {
    return { kind: 'unknown', why: 'the file was not taken' };
  }
  return { kind: 'ok', file: id };
}

/** @param share the thread in which it is shown; left out: nobody but us has it */
export async function completeUpload(
  api: Api,
  { id, title }: { readonly id: string; readonly title: string },
  share?: { readonly channel_id: string; readonly thread_ts: string },
): Promise<Uploaded> {
  const files = [{ id, title }];
  const done = await call(api, 'files.completeUploadExternal', { files, ...share });
  return done.kind === 'ok' ? { kind: 'ok', file: id } : done;
}
