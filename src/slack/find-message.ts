import { z } from 'zod';
import { type Api, call } from './api.ts';

export const OUR_EVENT = 'fairway_message';

export type Found =
  | { readonly kind: 'found'; readonly ts: string; readonly revision: number }
  | { readonly kind: 'absent' }
  /** We may not read here, or cannot read far enough: nobody knows. */
  | { readonly kind: 'unreadable'; readonly why: string }
  | { readonly kind: 'later'; readonly inMs: number };

const Page = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
        .optional()
        .catch(undefined),
    }),
  ),
  has_more: z.boolean().default(false),
  response_metadata: z.object({ next_cursor: z.string().default('') }).optional(),
});
type Page = z.infer<typeof Page>;

const PAGES = 5;
const PAGE = 200;
const RETRY_MS = 10_000;

/** Looks whether a post whose answer was lost is there after all, by the key in its metadata. */
export async function findMessage(
  api: Api,
  where: { readonly channel: string; readonly thread: string | null; readonly key: string },
): Promise<Found> {
  let cursor = '';
  for (let page = 0; page < PAGES; page += 1) {
    const read = await readPage(api, where, cursor);
    // Slack posts a reply to a deleted message into the channel instead, without a word.
    if (isNoThread(read)) return findMessage(api, { ...where, thread: null });
    if ('kind' in read) return read;
    const found = matchIn(read, where.key);
    if (found) return found;
    cursor = read.response_metadata?.next_cursor ?? '';
    if (!read.has_more || cursor === '') return { kind: 'absent' };
  }
  return { kind: 'unreadable', why: `it is not among the last ${PAGES * PAGE} messages` };
}

async function readPage(
  api: Api,
  { channel, thread }: { readonly channel: string; readonly thread: string | null },
  cursor: string,
): Promise<Page | Exclude<Found, { kind: 'found' | 'absent' }>> {
  const method = thread ? 'conversations.replies' : 'conversations.history';
  const called = await call(api, method, {
    channel,
    limit: PAGE,
    include_all_metadata: true,
    ...(thread ? { ts: thread } : {}),
    ...(cursor === '' ? {} : { cursor }),
  });
  if (called.kind === 'limited') return { kind: 'later', inMs: called.retryMs };
  if (called.kind === 'refused') return { kind: 'unreadable', why: called.error };
  if (called.kind !== 'ok') return { kind: 'later', inMs: RETRY_MS };
  const page = Page.safeParse(called.answer);
  return page.success ? page.data : { kind: 'unreadable', why: 'an answer of unknown form' };
}

function isNoThread(read: Awaited<ReturnType<typeof readPage>>): boolean {
  return 'kind' in read && read.kind === 'unreadable' && read.why === 'thread_not_found';
}

function matchIn(page: Page, key: string): Found | null {
  for (const { ts, metadata } of page.messages) {
    if (metadata?.event_type !== OUR_EVENT || metadata.event_payload['key'] !== key) continue;
    const revision = metadata.event_payload['revision'];
    return { kind: 'found', ts, revision: typeof revision === 'number' ? revision : 0 };
  }
  return null;
}
