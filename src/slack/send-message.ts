import { type Instant, plus } from '../domain/kernel/time.ts';
import type { Log } from '../ports/log.ts';
import type { Delivery, Messages } from '../ports/messages.ts';
import { type Api, type Called, call } from './api.ts';
import type { Pace } from './pace.ts';
import { isPicture, withoutPictures } from './picture-blocks.ts';
import type { Showing, Shown } from './pictures.ts';
import { contentsOf, FORM_ERRORS, postArgs, updateArgs } from './post-args.ts';
import { isGone, isMendable, sayPostRefused } from './post-fixes.ts';
import type { Seals } from './seal.ts';
import type { Reads } from './shared-channels.ts';

export interface OutboxWork {
  readonly api: Api;
  readonly messages: Messages;
  readonly now: () => Instant;
  readonly log: Log;
  readonly reads: Reads;
  readonly pictures: Showing;
  readonly seals: Seals;
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
const LONGEST_PICTURE_MS = 10_000;

export async function post(s: Sending, d: Delivery, thread: string | null): Promise<void> {
  const waitMs = s.pace.beforePost(d);
  if (waitMs > 0) return later(s, d, waitMs, false);
  const shown = await withItsPictures(s, d);
  if (shown.kind === 'later') return later(s, d, shown.inMs, false);
  await s.messages.begin(d.key, thread);
  const called = await inSomeForm(s, 'chat.postMessage', d, { shown, thread });
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
  const shown = await withItsPictures(s, d);
  if (shown.kind === 'later') return later(s, d, shown.inMs, true);
  const called = await inSomeForm(s, 'chat.update', d, { shown, thread: null });
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

/** A thread is told in order, so a picture that does not come must not hold up what comes after it. */
async function withItsPictures(s: Sending, d: Delivery): Promise<Shown> {
  const shown = await s.pictures.shown(d.content);
  const patient = shown.kind === 'shown' || (mayWait(d) && shown.inMs <= LONGEST_PICTURE_MS);
  if (patient) return shown;
  const content = withoutPictures(d.content);
  return { kind: 'shown', content, lacks: null, fresh: false };
}

function mayWait({ attempts }: Delivery): boolean {
  return attempts < 4;
}

/** The best form that Slack takes; a form it refuses did nothing, so the next one may follow at once. */
async function inSomeForm(
  s: Sending,
  method: 'chat.postMessage' | 'chat.update',
  d: Delivery,
  { shown, thread }: { readonly shown: ReadyContent; readonly thread: string | null },
): Promise<Called> {
  let called: Called = { kind: 'refused', error: 'no_text' };
  for (const form of contentsOf(shown.content)) {
    const content = { ...form, blocks: s.seals.seal(form.blocks, d.key) };
    const args = method === 'chat.update' ? updateArgs(d, content) : postArgs(d, content, thread);
    called = await call(s.api, method, args);
    if (called.kind !== 'refused' || !FORM_ERRORS.has(called.error)) return called;
    if (content.blocks.some(isPicture)) {
      // However often it stood in line before: given up, it would be drawn and refused anew each time.
      if (shown.fresh) return { kind: 'unsent', why: 'Slack still looks at its picture' };
      await s.pictures.refused(content);
    }
    s.log.error({ key: d.key, error: called.error }, 'Slack refuses the form of a message');
  }
  return called;
}

type ReadyContent = Extract<Shown, { readonly kind: 'shown' }>;

function backoffMs(d: Delivery): number {
  return Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(d.attempts, 10));
}
