import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

/** A Slack that grants everything, as late as Slack does, and notes when an answer was told to whom. */
export interface SlowSlack {
  readonly apiUrl: string;
  readonly origin: string;
  /** When the response_url of an act was used first, by its number; in ms of performance.now(). */
  readonly told: ReadonlyMap<number, number>;
  readonly calls: ReadonlyMap<string, number>;
  close(): void;
}

const LATENCY_MS = 80;

export async function startSlowSlack(): Promise<SlowSlack> {
  const told = new Map<number, number>();
  const calls = new Map<string, number>();
  let posted = 0;
  const answerTo = (path: string): object => {
    const method = path.replace('/api/', '');
    calls.set(method, (calls.get(method) ?? 0) + 1);
    if (method === 'auth.test')
      return { user_id: 'U0FAIRWAY1', bot_id: 'B0FAIRWAY1', team_id: 'T0FAIRWAY1' };
    if (method === 'users.info') return { user: { team_id: 'T0FAIRWAY1', name: 'somebody' } };
    posted += 1;
    return { ts: `1700000000.${String(posted).padStart(6, '0')}` };
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const act = /^\/_response\/(\d+)/.exec(path)?.[1];
    if (act !== undefined && !told.has(Number(act))) told.set(Number(act), performance.now());
    void drained(request).then(() => {
      setTimeout(() => {
        const body = act === undefined ? { ok: true, ...answerTo(path) } : 'ok';
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      }, LATENCY_MS);
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const origin = `http://127.0.0.1:${address.port}`;
  return {
    ...{ origin, told, calls, apiUrl: `${origin}/api/` },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function drained(request: IncomingMessage): Promise<void> {
  request.resume();
  await once(request, 'end').catch(() => {});
}
