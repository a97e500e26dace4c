import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { FetchFunction } from '@slack/web-api';

type FetchRequestInit = NonNullable<Parameters<FetchFunction>[1]>;
type FetchResponse = Awaited<ReturnType<FetchFunction>>;

/**
 * `fetch` for the Web API over kept connections: two to three times faster here than the built-in
 * one, and in a busy Fairway most of the work is waiting for Slack. Redirects are answers, never followed.
 */
export function createKeepAliveFetch(maxSockets = 20): {
  readonly fetch: FetchFunction;
  /** Sends bytes as they are, which the type of `fetch` has no room for. */
  readonly post: (url: URL, bytes: Uint8Array, signal: AbortSignal) => Promise<FetchResponse>;
  close(): void;
} {
  const options = { keepAlive: true, maxSockets, timeout: 30_000 };
  const http = new HttpAgent(options);
  const https = new HttpsAgent(options);
  const agentFor = ({ protocol }: URL) => (protocol === 'https:' ? https : http);
  return {
    fetch: (url, init = {}) => {
      const { body, ...rest } = init;
      if (body !== undefined && typeof body !== 'string') {
        return Promise.reject(new TypeError('only text and bytes are sent to Slack'));
      }
      const target = new URL(url);
      return send(target, rest, body, agentFor(target));
    },
    post(url, bytes, signal) {
      const headers = { 'content-type': 'application/octet-stream' };
      return send(url, { method: 'POST', headers, signal }, bytes, agentFor(url));
    },
    close() {
      http.destroy();
      https.destroy();
    },
  };
}

function send(
  url: URL,
  init: Omit<FetchRequestInit, 'body'>,
  body: string | Uint8Array | undefined,
  agent: HttpAgent | HttpsAgent,
): Promise<FetchResponse> {
  const { method = 'GET', headers = {}, signal } = init;
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const options = {
      method,
      headers: { ...headers, ...length },
      agent,
      ...(signal ? { signal } : {}),
    };
    const request = start(url, options, (response) => {
      read(response, url).then(resolve, reject);
    });
    request.on('error', (error) => reject(signal?.aborted ? timedOut(error) : error));
    request.end(body);
  });
}

async function read(response: IncomingMessage, url: URL): Promise<FetchResponse> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(Buffer.from(chunk));
  const whole = Buffer.concat(chunks);
  const status = response.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return {
    ok: status >= 200 && status < 300,
    status,
    statusText: response.statusMessage ?? '',
    url: url.href,
    headers,
    arrayBuffer: async () => new Uint8Array(whole).buffer,
    json: async () => JSON.parse(whole.toString('utf8')),
    text: async () => whole.toString('utf8'),
  };
}

function timedOut(cause: Error): Error {
  return new Error('Slack did not answer in time', { cause });
}
