import type { ReceiverEvent } from '@slack/bolt';
import type { Log } from '../ports/log.ts';
import { inTrace } from '../ports/trace.ts';
import type { View } from '../projections/view.ts';
import { type Ack, type AckBody, ephemeral, faultEverywhere } from './ack.ts';
import { payloadTrace } from './act-trace.ts';
import type { Names } from './render/names.ts';
import { BROKEN, TOO_LATE } from './words.ts';

/** Slack shows an error of its own after 3 s. */
const DEADLINE_MS = 2900;

export interface Receiving {
  /** Persists an event; throws when it could not. */
  readonly onEvent: (body: unknown) => Promise<void>;
  readonly names: () => Names;
  readonly log: Log;
  readonly deadlineMs?: number | undefined;
}

export type Receive = (
  event: ReceiverEvent,
  next: (event: ReceiverEvent) => Promise<void>,
) => Promise<void>;

/**
 * What HTTP and Socket Mode both pass, around Bolt's `processEvent`: events are persisted before Bolt
 * acknowledges them; whatever waits for an answer gets one in time, and exactly one.
 * @throws when an event could not be persisted: it must not be acknowledged.
 */
export function createReceive({
  onEvent,
  names,
  log,
  deadlineMs = DEADLINE_MS,
}: Receiving): Receive {
  const receive: Receive = async (event, next) => {
    if (event.body['event'] !== undefined) {
      await onEvent(event.body);
      return next(event);
    }
    const ack = once(event.ack);
    const giveUp = (view: View) => ack.send(instead(event.body, view, names()));
    const timer = setTimeout(() => {
      log.warn(
        { type: event.body['type'] ?? 'command' },
        'acknowledged late, without its own answer',
      );
      giveUp(TOO_LATE).catch((error) => log.error({ err: error }, 'a late ack failed'));
    }, deadlineMs);
    try {
      await next({ ...event, ack: ack.send });
      if (!ack.sent() && expectsAnswer(event.body)) await giveUp(BROKEN);
    } finally {
      clearTimeout(timer);
    }
  };
  return (event, next) => inTrace(payloadTrace(event.body), () => receive(event, next));
}

/** The first acknowledgement counts; one that comes after the deadline has nobody left to hear it. */
function once(ack: ReceiverEvent['ack']): { readonly send: Ack; sent(): boolean } {
  let sent = false;
  return {
    sent: () => sent,
    send: async (body) => {
      if (sent) return;
      sent = true;
      await (body === undefined ? ack() : ack(body));
    },
  };
}

const ANSWERED = new Set(['block_actions', 'view_submission', 'message_action']);

function expectsAnswer(body: ReceiverEvent['body']): boolean {
  return body['command'] !== undefined || ANSWERED.has(String(body['type']));
}

/** Words where the acknowledgement has room for some. */
function instead(body: ReceiverEvent['body'], view: View, names: Names): AckBody | undefined {
  if (body['command'] !== undefined) return ephemeral(view, names);
  if (body['type'] !== 'view_submission') return undefined;
  const blocks: unknown = body['view']?.blocks;
  const ids = Array.isArray(blocks) ? blocks.flatMap((block) => idOf(block)) : [];
  return faultEverywhere(ids, view);
}

function idOf(block: unknown): readonly string[] {
  if (typeof block !== 'object' || block === null || !('block_id' in block)) return [];
  const isInput = 'type' in block && block.type === 'input';
  return isInput && typeof block.block_id === 'string' ? [block.block_id] : [];
}
