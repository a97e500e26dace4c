import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { Instant } from '../domain/kernel/time.ts';
import type { Log } from '../ports/log.ts';
import { type Payload, readBody } from './payload.ts';
import { type Headers, isSigned } from './verify.ts';

/** An HTTP answer, for whatever server received the question. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type HandleSlack = (rawBody: Buffer | string, headers: Headers) => Promise<Answered>;

export interface HttpReceiver extends Receiver {
  readonly handle: HandleSlack;
}

export interface HttpReceiving {
  /** Any of them: two while one is rotated. */
  readonly signingSecrets: readonly string[];
  readonly now: () => Instant;
  readonly log: Log;
}

export const BODY_LIMIT = 256 * 1024;
const DRAIN_MS = 5000;

/**
 * Bolt's receiver without a web framework. It verifies the raw bytes before it reads them; what it
 * refuses it refuses without a word of why. `stop` waits for what is under way.
 */
export function createHttpReceiver({ signingSecrets, now, log }: HttpReceiving): HttpReceiver {
  if (signingSecrets.length === 0 || signingSecrets.includes('')) {
    throw new Error('A Slack signing secret is empty: without one anybody could give orders.');
  }
  let app: App | null = null;
  const underWay = new Set<Promise<void>>();
  const take = (body: Payload, headers: Headers): Promise<Answered> | Answered => {
    if (body['type'] === 'url_verification') return json({ challenge: String(body['challenge']) });
    if (!app) return empty(503);
    const { answered, done } = dispatch(app, body, headers, log);
    underWay.add(done);
    done.finally(() => underWay.delete(done));
    return answered;
  };
  const handle: HandleSlack = async (raw, headers) => {
    const rawBody = typeof raw === 'string' ? Buffer.from(raw) : raw;
    if (rawBody.length > BODY_LIMIT) return empty(413);
    const type = single(headers['content-type']);
    if (isSslCheck(rawBody, type)) return empty(200);
    if (!isSigned(rawBody, headers, signingSecrets, now())) return empty(401);
    const body = readBody(rawBody, type);
    return body ? take(body, headers) : empty(400);
  };
  return {
    handle,
    init(bolt) {
      app = bolt;
    },
    start: async () => {},
    stop: async () => {
      const drained = Promise.allSettled(underWay).then(() => {});
      await Promise.race([drained, after(DRAIN_MS)]);
    },
  };
}

/** `answered` with the ack or the end, whichever is first; `done` when nothing is under way any more. */
function dispatch(app: App, body: Payload, headers: Headers, log: Log) {
  const { promise: answered, resolve } = Promise.withResolvers<Answered>();
  const event: ReceiverEvent = {
    body,
    ack: async (response?: unknown) => resolve(ackAnswer(response)),
    ...retryOf(headers),
  };
  const done = app.processEvent(event).then(
    // Nobody acknowledged: a kind of request that nothing here listens to.
    () => resolve(empty(404)),
    (error) => {
      log.error({ err: error }, 'a request from Slack was not taken');
      // Anything but 2xx has Slack send an event again.
      resolve(empty(503));
    },
  );
  return { answered, done };
}

function retryOf(headers: Headers): Pick<ReceiverEvent, 'retryNum' | 'retryReason'> {
  const num = Number.parseInt(single(headers['x-slack-retry-num']), 10);
  const reason = single(headers['x-slack-retry-reason']);
  return Number.isNaN(num) ? {} : { retryNum: num, retryReason: reason };
}

function ackAnswer(response: unknown): Answered {
  if (response === undefined || response === null || response === '') return empty(200);
  return typeof response === 'string' ? json({ text: response }) : json(response);
}

/** The one request that Slack does not sign, and that does nothing. */
function isSslCheck(rawBody: Buffer, contentType: string): boolean {
  if (rawBody.length > 1024 || !contentType.startsWith('application/x-www-form-urlencoded')) {
    return false;
  }
  return new URLSearchParams(rawBody.toString('utf8')).get('ssl_check') === '1';
}

function single(value: Headers[string]): string {
  return typeof value === 'string' ? value : '';
}

function empty(status: number): Answered {
  return { status, headers: {}, body: '' };
}

function json(body: unknown): Answered {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status: 200, headers, body: JSON.stringify(body) };
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
