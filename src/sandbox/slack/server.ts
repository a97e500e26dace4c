import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type ApiAnswer, callApi } from './api.ts';
import type { Endpoint } from './control/endpoint.ts';
import { streamEvents } from './control/events.ts';
import { refuseForeign } from './control/guard.ts';
import { routeControl } from './control/route.ts';
import type { SocketDelivery } from './deliver/socket.ts';
import { isOfFiles, serveFiles } from './files.ts';
import { parseJson } from './json.ts';
import { readArguments } from './methods/args.ts';
import type { World } from './model/world.ts';
import type { Health } from './options.ts';
import { readBody } from './read-body.ts';
import { respond } from './response-url.ts';
import { staticFile } from './static-page.ts';

export interface ServerParts {
  readonly world: World;
  readonly endpoints: readonly Endpoint[];
  readonly sockets: SocketDelivery | undefined;
  readonly health: () => Promise<Health>;
}

export interface SlackServer {
  readonly http: Server;
  /** Ends the event streams, which would keep the server open. */
  endStreams(): void;
}

/** Longer than whoever calls keeps a connection: a call must not meet one that is being closed. */
const KEPT_MS = 75_000;

/** Everything over one port: Web API, response_urls, sockets, the control API and the page. */
export function createSlackServer(parts: ServerParts): SlackServer {
  const streams = new Set<() => void>();
  const http = createServer((request, response) => {
    serve(parts, streams, request, response).catch((error: unknown) => {
      parts.world.log.error({ error, url: request.url }, 'the local Slack failed to answer');
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { ok: false, error: 'fatal_error' });
    });
  });
  http.keepAliveTimeout = KEPT_MS;
  http.on('upgrade', (request, socket, head) => {
    const refusal = refuseForeign(request.headers);
    if (refusal !== undefined || parts.sockets === undefined) {
      return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    }
    parts.sockets.upgrade(request, socket, head);
  });
  return {
    http,
    endStreams() {
      for (const end of streams) end();
    },
  };
}

async function serve(
  parts: ServerParts,
  streams: Set<() => void>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refusal = refuseForeign(request.headers);
  if (refusal !== undefined) {
    return sendJson(response, 403, { ok: false, error: 'forbidden', message: refusal });
  }
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname.startsWith('/api/')) return serveApi(parts, url, request, response);
  if (url.pathname.startsWith('/_response/')) return serveResponse(parts, url, request, response);
  if (isOfFiles(url)) return serveFiles(parts.world, url, request, response);
  if (url.pathname === '/_control/events') return serveEvents(parts, streams, url, response);
  if (url.pathname.startsWith('/_control/')) return serveControl(parts, url, request, response);
  if (url.pathname === '/healthz') {
    const { ok, body } = await parts.health();
    return sendJson(response, ok ? 200 : 503, body);
  }
  return serveFile(url, response);
}

async function serveApi(
  { world }: ServerParts,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (body === undefined) return sendJson(response, 413, { ok: false, error: 'request_too_large' });
  const type = request.headers['content-type'] ?? '';
  const source = readArguments(type, body, url.searchParams);
  if (source === undefined) return sendJson(response, 200, { ok: false, error: 'invalid_json' });
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const name = url.pathname.slice('/api/'.length);
  sendApi(response, callApi(world, name, token, source));
}

function sendApi(response: ServerResponse, answer: ApiAnswer): void {
  // A client that waits for ever is what `timeout_after_effect` is for.
  if (answer.kind === 'drop') response.destroy();
  if (answer.kind === 'answer') sendJson(response, answer.status, answer.body, answer.headers);
}

async function serveResponse(
  { world }: ServerParts,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST')
    return sendJson(response, 405, { ok: false, error: 'method_not_allowed' });
  const body = await readBody(request);
  const id = url.pathname.slice('/_response/'.length);
  const answer = respond(world, id, parseJson(body ?? ''));
  sendJson(response, answer.status, answer.body);
}

function serveEvents(
  { world }: ServerParts,
  streams: Set<() => void>,
  url: URL,
  response: ServerResponse,
): void {
  const user = url.searchParams.get('user') ?? '';
  if (!world.state.users.has(user)) {
    const message = 'Name a user of the workspace: /_control/events?user=U…';
    sendJson(response, 404, { ok: false, error: 'user_not_found', message });
    return;
  }
  const end = streamEvents(world, user, response);
  streams.add(end);
  response.on('close', () => streams.delete(end));
}

async function serveControl(
  { world, endpoints }: ServerParts,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET';
  // A form of another site cannot send this type without asking first.
  if (
    method === 'POST' &&
    !(request.headers['content-type'] ?? '').startsWith('application/json')
  ) {
    const message = 'Send content-type: application/json.';
    return sendJson(response, 415, { ok: false, error: 'unsupported_media_type', message });
  }
  const text = await readBody(request);
  const body = text === '' ? {} : parseJson(text ?? '');
  const reply = await routeControl(world, endpoints, { method, url, body });
  sendJson(response, reply.status, reply.body);
}

async function serveFile(url: URL, response: ServerResponse): Promise<void> {
  const file = await staticFile(url.pathname);
  if (file === undefined) return sendJson(response, 404, { ok: false, error: 'not_found' });
  response.writeHead(200, file.headers).end(file.content);
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const base = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  response.writeHead(status, { ...base, ...headers });
  response.end(body === undefined ? '' : JSON.stringify(body));
}
