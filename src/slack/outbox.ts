import type { Delivery } from '../ports/messages.ts';
import { inTrace } from '../ports/trace.ts';
import { type Found, findMessage } from './find-message.ts';
import { createPace } from './pace.ts';
import { isMendable } from './post-fixes.ts';
import { redacted } from './redact.ts';
import { later, mendMs, type OutboxWork, post, type Sending, update } from './send-message.ts';

export interface Outbox {
  /** Brings one message to its latest wish, or notes when to try again. Safe to call at any time. */
  deliver(key: string): Promise<void>;
}

const CLAIM_MS = 90_000;
const ROOT_WAIT_MS = 2000;
const SILENT_MS = 5_000;

/**
 * One writer per message (the claim), the latest wish wins, and no post leaves twice: after a lost
 * answer we look for our own mark first, and where we may not look the message is parked for people.
 */
export function createOutbox(work: OutboxWork): Outbox {
  const sending: Sending = { ...work, pace: createPace(work.now) };
  return { deliver: (key) => deliver(sending, key) };
}

async function deliver(s: Sending, key: string): Promise<void> {
  const d = await s.messages.take(key, CLAIM_MS);
  if (d) await inTrace(d.trace === null ? null : { id: d.trace }, () => bring(s, d));
}

async function bring(s: Sending, d: Delivery): Promise<void> {
  const root = d.under === null ? null : await s.messages.find(d.under);
  if (d.under !== null && !root?.ts) return withoutRoot(s, d, root);
  const thread = root?.ts ?? null;
  const doubt = d.doubtful ? await settle(s, d) : 'over';
  // What is there may be older than the wish, and noting it ended our claim.
  if (doubt === 'was there') return deliver(s, d.key);
  if (doubt === 'over') await send(s, d, thread);
}

async function send(s: Sending, d: Delivery, thread: string | null): Promise<void> {
  const reads = await s.reads(d.channel);
  if (reads === null) return later(s, d, SILENT_MS, d.ts !== null);
  const said = reads === 'members' ? d : { ...d, broadcast: false, content: redacted(d, reads) };
  return d.ts === null ? post(s, said, thread) : update(s, said);
}

async function withoutRoot(s: Sending, d: Delivery, root: Delivery | null): Promise<void> {
  if (!root?.parked) return later(s, d, ROOT_WAIT_MS, false);
  const why = `The message it belongs under was not posted. ${root.parked}`;
  await s.messages.park(d.key, why, root.mendable ? mendMs(d) : null);
}

/** Where it was posted, which is not where it belongs now when the head of its thread was posted anew since. */
async function look(s: Sending, d: Delivery): Promise<Found> {
  const thread = d.begunUnder;
  const waitMs = s.pace.beforeReading(thread ? 'conversations.replies' : 'conversations.history');
  if (waitMs > 0) return { kind: 'later', inMs: waitMs };
  return findMessage(s.api, { channel: d.channel, thread, key: d.key });
}

/** Finds out whether a post whose answer was lost arrived; `open` when that cannot be said now. */
async function settle(s: Sending, d: Delivery): Promise<'over' | 'was there' | 'open'> {
  const found = await look(s, d);
  switch (found.kind) {
    case 'absent':
      return 'over';
    case 'found':
      await s.messages.sent(d.key, found.ts, found.revision);
      s.log.info({ key: d.key, ts: found.ts }, 'a doubtful post was there');
      return 'was there';
    case 'later':
      await later(s, d, found.inMs, false);
      return 'open';
    case 'unreadable': {
      const why = `Its answer was lost and I cannot look whether it arrived (${found.why}).`;
      s.log.warn({ key: d.key, why: found.why }, 'a doubtful post is parked');
      const retryMs = isMendable(found.why) ? mendMs(d) : null;
      const advice = 'Look in the channel before you ask for it again.';
      await s.messages.park(d.key, `${why} ${advice}`, retryMs);
      return 'open';
    }
  }
}
