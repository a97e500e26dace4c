import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Registry } from '@prometheus-io/client';
import type { Log } from '../../log.ts';
import { listenOnLoopback } from '../listen.ts';
import { type Answer, no, readJson, send } from './answer.ts';
import { EFFECT_ROUTES } from './effect-routes.ts';
import { createFaults } from './faults.ts';
import { FLEET_ROUTES } from './fleet-routes.ts';
import { refuseBrowsers } from './guard.ts';
import { history } from './history.ts';
import { observe } from './observe.ts';
import { REGISTRY_ROUTES } from './registry-routes.ts';
import type { AdminContext, Route } from './route.ts';
import { suffer } from './suffer.ts';

const ROUTES: readonly Route[] = [
  observe,
  history,
  ...EFFECT_ROUTES,
  ...REGISTRY_ROUTES,
  ...FLEET_ROUTES,
];

export interface Admin {
  readonly port: number;
  close(): Promise<void>;
}

/** The admin API and `GET /metrics` on a free loopback port. */
export async function startAdmin(
  parts: Omit<AdminContext, 'faults'>,
  metrics: Registry,
  log: Log,
): Promise<Admin> {
  const context: AdminContext = { ...parts, faults: createFaults() };
  const server = createServer((request, response) => {
    void respond(request, response, context, metrics).catch((error: unknown) => {
      log.warn({ error: String(error), url: request.url }, 'an admin call failed');
      if (!response.headersSent) send(response, no(500, 'bug', 'the fleet made a mistake'));
    });
  });
  const port = await listenOnLoopback(server);
  return {
    port,
    async close() {
      context.faults.clear();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  context: AdminContext,
  metrics: Registry,
): Promise<void> {
  const refusal = refuseBrowsers(request);
  if (refusal !== null) {
    send(response, refusal);
    return;
  }
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (url.pathname === '/metrics') {
    response.writeHead(200, { 'content-type': metrics.contentType });
    response.end(await metrics.metrics());
    return;
  }
  const route = ROUTES.find(
    ({ method, path }) => method === request.method && path === url.pathname,
  );
  if (route === undefined) {
    const known = ROUTES.map(({ method, path }) => `${method} ${path}`);
    send(response, no(404, 'unknown-call', 'there is no such call', { known }));
    return;
  }
  const call = url.pathname.split('/').at(-1) ?? '';
  const spared = call === 'fault' || call === 'healthz';
  if (!spared && (await suffer(response, context.faults, call, 'before'))) return;
  const answer = await run(route, request, url, context);
  if (!spared && (await suffer(response, context.faults, call, 'after'))) return;
  send(response, answer);
}

async function run(
  route: Route,
  request: IncomingMessage,
  url: URL,
  context: AdminContext,
): Promise<Answer> {
  if (route.method === 'GET') return await route.run(context, Object.fromEntries(url.searchParams));
  const body = await readJson(request);
  return 'refusal' in body ? body.refusal : await route.run(context, body.json);
}
