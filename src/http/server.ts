import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import type { Log } from '../ports/log.ts';
import { type CalendarFeed, mountCalendar } from './calendar.ts';
import { type Dashboard, mountDashboard } from './dashboard/mount.ts';
import { type HealthPart, lookAt } from './health.ts';
import type { HandleHook } from './hooks.ts';
import { mountOfrep, type Ofrep } from './ofrep/mount.ts';

/** What a mounted edge answers to a request it received as raw bytes. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type RawHandler = (
  rawBody: Buffer,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
) => Promise<RawAnswer>;

export interface HttpOptions {
  readonly handleSlack: RawHandler;
  /** Takes alerts; left out: nobody sends any. */
  readonly handleHook?: HandleHook;
  /** Takes reports of tests; left out: nobody sends any. */
  readonly handleTests?: HandleHook;
  readonly health: readonly HealthPart[];
  /** Our own metrics in Prometheus text format. */
  readonly metricsText?: () => Promise<string>;
  /** What browsers read; left out: nothing. */
  readonly dashboard?: Dashboard;
  /** What programs ask about flags; left out: nothing. */
  readonly ofrep?: Ofrep;
  /** What calendar programs read. */
  readonly calendar?: CalendarFeed;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly log: Log;
}

export interface Http {
  /** Starts to listen and answers with the port. @throws when the port is taken. */
  listen(): Promise<number>;
  /** Takes nothing new, finishes what is under way. */
  close(): Promise<void>;
}

const BODY_LIMIT = 256 * 1024;

/** The one port by which machines and browsers reach us. */
export function createHttp(options: HttpOptions): Http {
  const server = fastify({
    bodyLimit: BODY_LIMIT,
    requestTimeout: 15_000,
    forceCloseConnections: 'idle',
    logger: false,
  });
  rawBodies(server);
  mountSlack(server, options.handleSlack);
  if (options.handleHook) mountHooks(server, '/hooks/:source', options.handleHook);
  if (options.handleTests) mountHooks(server, '/hooks/:source/tests', options.handleTests);
  mountHealth(server, options.health);
  const { metricsText, calendar, dashboard, ofrep } = options;
  if (dashboard) mountDashboard(server, dashboard);
  if (calendar) mountCalendar(server, calendar);
  if (ofrep) mountOfrep(server, ofrep);
  if (metricsText) mountMetrics(server, metricsText);
  server.setNotFoundHandler((_, reply) => plain(reply, 404, 'Not found.\n'));
  server.setErrorHandler((error, request, reply) => {
    const status = statusOf(error);
    if (status >= 500) options.log.error({ err: error, path: request.url }, 'a request failed');
    return plain(reply, status, wordsFor(status));
  });
  return {
    async listen() {
      await server.listen({ host: options.host, port: options.port });
      const address = server.server.address();
      return typeof address === 'object' && address ? address.port : options.port;
    },
    close: () => server.close(),
  };
}

/** Signatures are over bytes, so nothing is parsed here. */
function rawBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
}

function mountSlack(server: FastifyInstance, handleSlack: RawHandler): void {
  server.post('/slack/events', async (request, reply) => {
    const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const { status, headers, body } = await handleSlack(rawBody, request.headers);
    return reply
      .code(status)
      .headers({ ...headers })
      .send(body);
  });
}

function mountHooks(server: FastifyInstance, path: string, handleHook: HandleHook): void {
  server.post<{ Params: { source: string } }>(path, async (request, reply) => {
    const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const { status, body } = await handleHook(request.params.source, rawBody, request.headers);
    return reply.code(status).header('content-type', 'application/json; charset=utf-8').send(body);
  });
}

function mountHealth(server: FastifyInstance, parts: readonly HealthPart[]): void {
  server.get('/healthz', async (_, reply) => {
    const { ready, parts: found } = await lookAt(parts);
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'not ready', parts: found });
  });
}

function mountMetrics(server: FastifyInstance, metricsText: () => Promise<string>): void {
  server.get('/metrics', async (_, reply) => {
    return reply
      .header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
      .send(await metricsText());
  });
}

function plain(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).header('content-type', 'text/plain; charset=utf-8').send(text);
}

function wordsFor(status: number): string {
  if (status >= 500) return 'Something went wrong.\n';
  return status === 413 ? 'Too large.\n' : 'Not understood.\n';
}

function statusOf(error: unknown): number {
  const known = typeof error === 'object' && error !== null && 'statusCode' in error;
  return known && typeof error.statusCode === 'number' ? error.statusCode : 500;
}
