import { type IncomingMessage, request } from 'node:http';
import type { Clock } from '../clock.ts';
import { isObject, parseJson } from '../json.ts';
import { ackTimeoutMs } from '../rules/ack.ts';
import { noRetryHeader } from '../rules/retries.ts';
import { type Delivery, type Envelope, failed, type Outcome } from './delivery.ts';
import { signatureHeaders } from './sign.ts';

const maxAnswerBytes = 1_000_000;

export interface HttpDeliveryOptions {
  readonly signingSecret: string;
  readonly clock: Clock;
  /** Undefined until the app has said where it listens. */
  requestUrl(): string | undefined;
}

/** Delivers as Slack does over HTTP: signed, no redirects, three seconds. */
export function createHttpDelivery(options: HttpDeliveryOptions): Delivery {
  const open = new Set<() => void>();
  return {
    send(envelope) {
      const url = options.requestUrl();
      if (url === undefined) return Promise.resolve(failed('connection_failed'));
      return new Promise<Outcome>((resolve) => {
        const cancel = post(url, envelope, options, (outcome) => {
          open.delete(cancel);
          resolve(outcome);
        });
        open.add(cancel);
      });
    },
    close() {
      for (const cancel of open) cancel();
    },
  };
}

function post(
  url: string,
  envelope: Envelope,
  { signingSecret, clock }: HttpDeliveryOptions,
  done: (outcome: Outcome) => void,
): () => void {
  const { type, body } = encode(envelope);
  const headers = {
    'content-type': type,
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    ...signatureHeaders(signingSecret, clock.now(), body),
    ...retryHeaders(envelope),
  };
  let isDone = false;
  const finish = (outcome: Outcome) => {
    if (isDone) return;
    isDone = true;
    stopTimer();
    done(outcome);
    if (!outcome.ok) sending.destroy();
  };
  const stopTimer = clock.setTimer(ackTimeoutMs, () => finish(failed('http_timeout')));
  const sending = request(url, { method: 'POST', headers }, (response) => read(response, finish));
  sending.on('error', () => finish(failed('connection_failed')));
  sending.end(body);
  return () => finish(failed('connection_failed'));
}

function read(response: IncomingMessage, finish: (outcome: Outcome) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxAnswerBytes) chunks.push(chunk);
    else finish(failed('http_error'));
  });
  response.on('error', () => finish(failed('connection_failed')));
  response.on('end', () => {
    const status = response.statusCode ?? 0;
    const noRetry = response.headers[noRetryHeader] === '1';
    if (status < 200 || status > 299) return finish(failed('http_error', noRetry));
    finish({ ok: true, body: answer(Buffer.concat(chunks).toString('utf8')) });
  });
}

/** JSON whatever the content type says, else the text itself, as Slack reads an ack. */
function answer(text: string) {
  const parsed = parseJson(text);
  return isObject(parsed) ? parsed : text.trim();
}

function encode({ kind, payload }: Envelope): { readonly type: string; readonly body: string } {
  const form = 'application/x-www-form-urlencoded';
  switch (kind) {
    case 'slash_commands': {
      const fields = Object.entries(payload).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]);
      return { type: form, body: new URLSearchParams(fields).toString() };
    }
    case 'interactive':
      return {
        type: form,
        body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
      };
    case 'events_api':
    case 'url_verification':
      return { type: 'application/json', body: JSON.stringify(payload) };
    default:
      return kind satisfies never;
  }
}

function retryHeaders({ retry }: Envelope): Readonly<Record<string, string>> {
  if (retry === undefined) return {};
  return { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason };
}
