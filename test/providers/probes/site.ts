import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A shop on this machine: a basket that needs its cookie, a payment that needs its token. */
export interface Site {
  readonly url: string;
  /** Payments: well, refused, never answered, or cut off. */
  pays(how: 'well' | 'badly' | 'never' | 'cut'): void;
  readonly seen: readonly {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly body: string;
  }[];
  close(): Promise<void>;
}

type Page = (request: IncomingMessage, response: ServerResponse) => unknown;

function basketOf({ headers }: IncomingMessage): string | undefined {
  return /basket=(\w+)/.exec(headers.cookie ?? '')?.[1];
}

export async function openSite(): Promise<Site> {
  let how: 'well' | 'badly' | 'never' | 'cut' = 'well';
  const seen: { method: string; url: string; headers: Record<string, unknown>; body: string }[] =
    [];
  const pages: Readonly<Record<string, Page>> = {
    '/': (_, response) =>
      response
        .writeHead(302, {
          location: '/home',
          'set-cookie': ['seen=1; Expires=Wed, 21 Oct 2099 07:28:00 GMT', 'basket=b42; HttpOnly'],
        })
        .end(),
    '/home': (request, response) => response.end(`<h1>Welcome</h1> basket ${basketOf(request)}`),
    '/basket': (request, response) =>
      response
        .writeHead(basketOf(request) ? 201 : 400, { 'content-type': 'application/json' })
        .end(JSON.stringify({ id: basketOf(request), items: [{ sku: 'a', n: 1 }] })),
    '/endless': (_, response) => response.end('x'.repeat(2_000_000)),
    '/around': (_, response) => response.writeHead(302, { location: '/around' }).end(),
    '/away': (_, response) => response.writeHead(302, { location: 'http://other.example/' }).end(),
    '/pay': (request, response) => {
      if (how === 'never') return;
      if (how === 'cut') return request.socket.destroy();
      const said = `paid with ${request.headers.authorization}`;
      return response.writeHead(how === 'well' ? 200 : 500).end(said);
    },
  };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers, body });
    const page = pages[new URL(url, 'http://x').pathname];
    if (page) page(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    pays: (said) => {
      how = said;
    },
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
