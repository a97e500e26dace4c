import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

/** What became of it: null when it was taken, else why not, in words. */
export type Untaken = string | null;

const TIMEOUT_MS = 10_000;
/** Before the second and the third time; what is posted twice counts once. */
const WAITS_MS = [1_000, 3_000] as const;
const SHOWN = 300;
/** What the publisher says of the body that `fairway mark` posts. */
const MAP =
  'map: { repository: body.service, tag: body.version, mark: body.mark, report: body.report }';

/** As `askHook`, of what is answered with a mere yes. */
export async function tellHook(
  url: URL,
  body: object,
  secret: string,
  waitsMs?: readonly number[],
): Promise<Untaken> {
  const answered = await askHook(url, body, secret, waitsMs);
  if (typeof answered !== 'string') return meaning(url, answered);
  return `${url.origin} does not take it now: ${answered} Nothing was marked. Try again.`;
}

/**
 * Posts to a hook of Fairway, with HMAC-SHA256 over the bytes in `X-Hub-Signature-256`: the secret stays here. A
 * Fairway that does not answer, or says that it cannot now, is asked three times; nothing is followed elsewhere.
 * @returns what it answered, or what was in the way
 */
export async function askHook(
  url: URL,
  body: object,
  secret: string,
  waitsMs: readonly number[] = WAITS_MS,
): Promise<Answered | string> {
  const bytes = JSON.stringify(body);
  const signature = `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`;
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
  let why = '';
  for (const beforeMs of [0, ...waitsMs]) {
    await wait(beforeMs);
    const answered = await post(url, bytes, headers);
    if (typeof answered !== 'string' && answered.status < 500) return answered;
    why = typeof answered === 'string' ? answered : `It answered ${answered.status}.`;
  }
  return why;
}

export interface Answered {
  readonly status: number;
  readonly words: string;
}

/** What was answered, or what was in the way. */
async function post(
  url: URL,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<Answered | string> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const init = { method: 'POST', body, headers, redirect: 'manual', signal } as const;
    const response = await fetch(url, init);
    return { status: response.status, words: (await response.text()).trim() };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error ? `${cause.message || cause.name}.` : String(cause);
  }
}

function meaning(url: URL, { status, words }: Answered): Untaken {
  const name = url.pathname.split('/').at(-1);
  switch (status) {
    case 202:
      return null;
    case 401:
      return `It was not proved: Fairway has no publisher "${name}", or goes by another secret.`;
    case 400:
      return `The publisher "${name}" does not understand it (${words.slice(0, SHOWN)}). It must have\n  ${MAP}`;
    case 404:
      return `There is no Fairway at ${url.origin}, or no hook at ${url.pathname}.`;
    default:
      return `${url.origin} answered ${status}, and that means nothing here. Is it Fairway's own address?`;
  }
}
