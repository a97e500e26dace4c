import { type Instant, plus } from '../domain/kernel/time.ts';
import type { Log } from '../ports/log.ts';
import type { Delivery, Messages } from '../ports/messages.ts';
import { type Api, type Called, call } from './api.ts';
import type { Pace } from './pace.ts';
import { contentsOf, FORM_ERRORS, postArgs, updateArgs } from './post-args.ts';
import { isGone, isMendable, sayPostRefused } from './post-fixes.ts';
import type { Reads } from './shared-channels.ts';

export interface OutboxWork {
  readonly api: Api;
  readonly messages: Messages;
  readonly now: () => Instant;
  readonly log: Log;
  readonly reads: Reads;
  /** Told when a message waits, so that somebody rings for it then; the sweep would, only later. */
  readonly onLater: (key: string, inMs: number) => void;
}

/** An outbox while it runs: what it works with, and its rhythm. */
export interface Sending extends OutboxWork {
  readonly pace: Pace;
}

/** A post whose answer was lost may still be on its way into the history. */
const DOUBT_MS = 5000;
const LONGEST_WAIT_MS = 60_000;
const FIRST_MEND_MS = 30_000;
const LONGEST_MEND_MS = 5 * 60_000;
const ROOT_WAIT_MS = 2_000;

export async function post(s: Sending, d: Delivery, thread: string | null): Promise<void> {
  const waitMs = s.pace.beforePost(d);
  if (waitMs > 0) return later(s, d, waitMs, false);
  await s.messages.begin(d.key, thread);
  const called = await inSomeForm(s, 'chat.postMessage', d, thread);
  switch (called.kind) {
    case 'ok':
      await s.messages.sent(d.key, String(called.answer['ts']), d.revision);
      if (thread && isOutsideThread(called.answer)) await renewRoot(s, d, thread);
      return;
    case 'refused':
      if (!thread || called.error !== 'thread_not_found') return park(s, d, called.error);
      if (await renewRoot(s, d, thread)) return later(s, d, ROOT_WAIT_MS, true);
      return s.messages.park(d.key, 'The message it belongs under was deleted twice.', null);
    case 'limited':
      s.pace.block('chat.postMessage', called.retryMs);
      return later(s, d, called.retryMs, true);
    case 'unsent':
      return later(s, d, backoffMs(d), true);
    case 'unknown':
      s.log.warn({ key: d.key, why: called.why }, 'a post may have arrived, its answer was lost');
      return later(s, d, Math.max(DOUBT_MS, backoffMs(d)), false);
  }
}

/** An edit can be repeated without harm, so losing its answer leaves no doubt. */
export async function update(s: Sending, d: Delivery): Promise<void> {
  const waitMs = s.pace.beforeUpdate(d.key);
  if (waitMs > 0) return later(s, d, waitMs, true);
  const called = await inSomeForm(s, 'chat.update', d, null);
  switch (called.kind) {
    case 'ok':
      return s.messages.sent(d.key, d.ts ?? '', d.revision);
    case 'refused':
      return isGone(called.error) ? again(s, d, called.error) : park(s, d, called.error);
    case 'limited':
      s.pace.block('chat.update', called.retryMs);
      return later(s, d, called.retryMs, true);
    case 'unsent':
    case 'unknown':
      return later(s, d, backoffMs(d), true);
  }
}

export async function later(s: Sending, d: Delivery, inMs: number, sure: boolean): Promise<void> {
  await s.messages.later(d.key, plus(s.now(), inMs), sure);
  s.onLater(d.key, inMs);
}

/** Somebody deleted our message, or Slack closed it: once it is posted anew, for its buttons are needed. */
async function again(s: Sending, d: Delivery, error: string): Promise<void> {
  if (d.ts === null || !(await s.messages.lost(d.key, d.ts))) return park(s, d, error);
  s.log.warn({ key: d.key, channel: d.channel, error }, 'our message is gone, posting it anew');
  s.onLater(d.key, 0);
}

/** Of a thread whose first message was deleted Slack makes a post of its own, and says so by what it leaves out. */
function isOutsideThread(answer: Readonly<Record<string, unknown>>): boolean {
  const { message } = answer;
  return typeof message === 'object' && message !== null && !('thread_ts' in message);
}

/** False when it was posted anew once before: then it stays deleted. */
async function renewRoot(s: Sending, { under }: Delivery, ts: string): Promise<boolean> {
  if (under === null) return false;
  if (!(await s.messages.lost(under, ts))) return (await s.messages.find(under))?.ts !== ts;
  s.log.warn({ key: under }, 'the first message of a thread is gone, posting it anew');
  s.onLater(under, 0);
  return true;
}

async function park(s: Sending, d: Delivery, error: string): Promise<void> {
  s.log.warn({ key: d.key, channel: d.channel, error }, 'a message is parked');
  const retryMs = isMendable(error) ? mendMs(d) : null;
  await s.messages.park(d.key, sayPostRefused(error), retryMs, true);
}

/** How long to leave people before it is tried once more. */
export function mendMs({ attempts }: Delivery): number {
  return Math.min(LONGEST_MEND_MS, FIRST_MEND_MS * 2 ** Math.min(Math.max(0, attempts - 1), 10));
}

/** The best form that Slack takes; a form it refuses did nothing, so the next one may follow at once. */
async function inSomeForm(
  s: Sending,
  method: 'chat.postMessage' | 'chat.update',
  d: Delivery,
  thread: string | null,
): Promise<Called> {
  let called: Called = { kind: 'refused', error: 'no_text' };
  for (const content of contentsOf(d.content)) {
    const args = method === 'chat.update' ? updateArgs(d, content) : postArgs(d, content, thread);
    called = await call(s.api, method, args);
    if (called.kind !== 'refused' || !FORM_ERRORS.has(called.error)) return called;
    s.log.error({ key: d.key, error: called.error }, 'Slack refuses the form of a message');
  }
  return called;
}

function backoffMs(d: Delivery): number {
  return Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(d.attempts, 10));
}
