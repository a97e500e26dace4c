import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { history as route } from '../../../src/sandbox/fleet/admin/history.ts';
import { createHistory } from '../../../src/sandbox/fleet/history/history.ts';

/** Noon of a Friday, by the second. */
export const NOON = Date.UTC(2026, 10, 20, 12);

/** The fleet's history on a clock that the test moves, reached over HTTP as the fleet's own is. */
export async function rememberedWorld(edgesMs: readonly number[]) {
  let now = NOON;
  let page = '';
  const file = { load: () => [], append: () => {}, write: () => {} };
  const history = createHistory(file, edgesMs, () => now);
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (pathname === '/metrics') {
      response.end(page);
      return;
    }
    const asked = Object.fromEntries(searchParams);
    const { status, body } = await route.run({ history } as never, asked);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    history,
    url: `http://127.0.0.1:${port}`,
    now: () => now,
    /** Second by second, as the fleet's timer does. */
    pass(ms: number): void {
      for (const end = now + ms; now < end; history.settle()) now += Math.min(1_000, end - now);
    },
    /** The fleet is away for so long. */
    away(ms: number): void {
      now += ms;
      history.settle();
    },
    show(text: string): void {
      page = text;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      server.close();
    },
  };
}
