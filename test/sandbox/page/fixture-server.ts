import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { workspace } from './fixture-workspace.ts';

export type JsonMessage = {
  readonly ts: string;
  readonly user: string;
  readonly text: string;
  readonly ephemeral_to?: string;
  readonly [field: string]: unknown;
};

export type JsonView = { readonly id: string; readonly [field: string]: unknown };

/** What the page asked for: path without `/_control/`, and the body. */
export type Asked = { readonly path: string; readonly body: Record<string, unknown> };

/** How a test answers the page; what is left out answers `{ok: true}`. */
export type Script = (asked: Asked, fixture: Fixture) => object | undefined;

export type Fixture = {
  readonly url: string;
  readonly asked: readonly Asked[];
  readonly views: Map<string, readonly JsonView[]>;
  readonly homes: Map<string, JsonView>;
  /** Puts a message into a channel, or in place of the one with its ts, and tells the page. */
  post(channel: string, message: JsonMessage): void;
  /** Sends a live event to every listener. */
  emit(event: object): void;
  /** Drops every live connection, and refuses new ones while `refused`. */
  interrupt(refused: boolean): void;
  close(): Promise<void>;
};

const pageFolder = join(import.meta.dirname, '../../../src/sandbox/slack/page');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The control API as far as the page uses it, with answers a test writes; loopback, a free port. */
export async function startFixture(script: Script): Promise<Fixture> {
  const asked: Asked[] = [];
  const messages = new Map<string, JsonMessage[]>();
  const listeners = new Set<ServerResponse>();
  let refused = false;

  const server = createServer((request, response) => {
    void answer(request, response).catch((failure: unknown) => {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ok: false, error: String(failure) }));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const control = /^\/_control\/(.*)$/.exec(url.pathname)?.[1];
    if (control === undefined) return serveFile(url.pathname, response);
    if (control === 'events') return listen(response);
    const user = url.searchParams.get('user') ?? control.split('/')[1] ?? '';
    if (request.method === 'GET') return json(response, read(control, user));
    const body = JSON.parse(await bodyOf(request)) as Record<string, unknown>;
    asked.push({ path: control, body });
    json(response, script({ path: control, body }, fixture) ?? { ok: true });
  }

  function read(control: string, user: string): object {
    const [what, id = ''] = control.split('/');
    switch (what) {
      case 'state':
        return workspace;
      case 'messages':
        return { messages: (messages.get(id) ?? []).filter((one) => isFor(one, user)) };
      case 'views':
        return { views: fixture.views.get(id) ?? [] };
      case 'home':
        return { view: fixture.homes.get(id) ?? null };
      case 'phone':
        return { phone: id === 'U1' ? { code: '012345', left_ms: 9_500, lasts_ms: 30_000 } : null };
      default:
        throw new Error(`the page asked for ${control}`);
    }
  }

  function listen(response: ServerResponse): void {
    if (refused) {
      response.writeHead(503).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  }

  function emit(event: object): void {
    for (const listener of listeners) listener.write(`data: ${JSON.stringify(event)}\n\n`);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const fixture: Fixture = {
    url: `http://127.0.0.1:${port}`,
    asked,
    views: new Map(),
    homes: new Map(),
    emit,
    post(channel, message) {
      const known = messages.get(channel) ?? [];
      const changed = known.some((one) => one.ts === message.ts);
      const rest = known.filter((one) => one.ts !== message.ts);
      messages.set(
        channel,
        [...rest, message].toSorted((a, b) => Number(a.ts) - Number(b.ts)),
      );
      emit({ type: changed ? 'changed' : 'message', channel, message });
    },
    interrupt(refuse) {
      refused = refuse;
      for (const listener of listeners) listener.destroy();
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
  return fixture;
}

function isFor(message: JsonMessage, user: string): boolean {
  return message.ephemeral_to === undefined || message.ephemeral_to === user;
}

async function serveFile(path: string, response: ServerResponse): Promise<void> {
  const name = path === '/' ? 'index.html' : normalize(path.replace(/^\/page\//, ''));
  const content = await readFile(join(pageFolder, name)).catch(() => null);
  if (content === null || name.startsWith('..')) {
    response.writeHead(404).end();
    return;
  }
  const type = types[extname(name)] ?? 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(content);
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
