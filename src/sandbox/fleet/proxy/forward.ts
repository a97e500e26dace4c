import {
  type ClientRequest,
  type IncomingMessage,
  request as openRequest,
  type ServerResponse,
} from 'node:http';
import { ORDER_HEADER } from '../sample/orders.ts';
import type { Backend } from './backend.ts';
import { endToEndHeaders } from './end-to-end-headers.ts';

/** What the log of nginx calls a client that went away before its answer: nobody's server error. */
const CLIENT_GONE = 499;
const UPSTREAM_SILENT_MS = 30_000;

/**
 * Passes one request to a backend and its answer back, both as streams, never twice. Calls `done`
 * exactly once with the status measured: the backend's own, 502 when it could not be reached or broke
 * off, 504 when it stayed silent for 30 s, 499 when the client left first; and whether the answer, all of
 * which arrived, was an order.
 */
export function forward(
  request: IncomingMessage,
  response: ServerResponse,
  backend: Backend,
  done: (status: number, ordered: boolean) => void,
): void {
  let status = CLIENT_GONE;
  let broken = false;
  let ordered = false;
  backend.entered();
  response.once('close', () => {
    backend.left();
    const { writableFinished } = response;
    done(broken || writableFinished ? status : CLIENT_GONE, ordered && writableFinished);
  });
  const fail = (code: number): void => {
    if (response.destroyed || response.writableEnded) return;
    status = code;
    broken = true;
    if (response.headersSent) response.destroy();
    else refuseWith(response, code, `${backend.version} does not answer`);
  };
  const port = backend.port();
  if (port === undefined) {
    fail(502);
    return;
  }
  const upstream = openUpstream(request, backend, port);
  let silent = false;
  upstream.setTimeout(UPSTREAM_SILENT_MS, () => {
    silent = true;
    upstream.destroy();
  });
  upstream.once('error', () => fail(silent ? 504 : 502));
  upstream.once('response', (answer) => {
    status = answer.statusCode ?? 502;
    ordered = answer.headers[ORDER_HEADER] !== undefined;
    response.writeHead(status, answer.statusMessage, endToEndHeaders(answer.rawHeaders));
    answer.once('error', () => fail(502));
    answer.pipe(response);
  });
  response.once('close', () => {
    if (!response.writableFinished) upstream.destroy();
  });
  request.pipe(upstream);
}

export function refuseWith(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' });
  response.end(`${why}\n`);
}

function openUpstream(request: IncomingMessage, backend: Backend, port: number): ClientRequest {
  const headers = endToEndHeaders(request.rawHeaders);
  headers.push('x-forwarded-for', request.socket.remoteAddress ?? 'unknown');
  headers.push('x-forwarded-proto', 'http');
  // Framing is per connection, yet a body without a length must stay framed on the next one too.
  if (request.headers['transfer-encoding'] !== undefined)
    headers.push('transfer-encoding', 'chunked');
  return openRequest({
    host: '127.0.0.1',
    port,
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers,
    agent: backend.agent,
  });
}
