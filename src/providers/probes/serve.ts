import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Log } from '../../ports/log.ts';
import type { AllowedHost } from '../outbound/allowed.ts';
import { type Ground, walk } from './walk.ts';
import { Asked, type Declined, MOST_BYTES, PATH } from './wire.ts';

/** At once; further ones are told to come later, and that probe has no say then. */
const MOST_WALKS = 8;
/** A walk is bounded by its route; a longer one is refused. */
const LONGEST_MS = 120_000;

/**
 * A server that walks for whoever has the token, to hosts that both its runner and the configuration that
 * sends it allow, and answers nobody else. Not listening yet.
 */
export function createProbeServer(
  options: Ground & {
    readonly token: string;
    readonly hosts: readonly string[];
    readonly log: Log;
  },
): Server {
  const mayAsk = (wanted: readonly AllowedHost[]): readonly AllowedHost[] =>
    wanted.filter((one) => options.hosts.includes(one.host));
  const ground: Ground = {
    ...options,
    fetchTo: (wanted) => options.fetchTo(mayAsk(wanted)),
    browserTo: (wanted) => options.browserTo(mayAsk(wanted)),
  };
  let walking = 0;
  async function walks(request: IncomingMessage, response: ServerResponse): Promise<void> {
    walking += 1;
    try {
      const asked = Asked.safeParse(parsed(await bodyOf(request)));
      if (!asked.success || asked.data.route.within > LONGEST_MS) return say(response, 400, {});
      const gone = new AbortController();
      response.on('close', () => gone.abort());
      const { route, given } = asked.data;
      say(response, 200, await walk(ground, route, given, gone.signal));
    } finally {
      walking -= 1;
    }
  }
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/healthz') return say(response, 200, { status: 'ready' });
    if (!isTokenOf(request, options.token)) return say(response, 401, {});
    if (request.method !== 'POST' || request.url !== PATH) return say(response, 404, {});
    return walking < MOST_WALKS ? walks(request, response) : say(response, 429, {});
  }
  return createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      options.log.warn({ error: String(error) }, 'a walk was not made');
      if (!response.headersSent) say(response, 422, declined(error));
    });
  });
}

/** Compared as digests, so that neither length nor content shows in the time it takes. */
function isTokenOf({ headers }: IncomingMessage, token: string): boolean {
  return timingSafeEqual(digest(headers.authorization ?? ''), digest(`Bearer ${token}`));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function declined(error: unknown): Declined {
  return { why: (error instanceof Error ? error.message : String(error)).slice(0, 2_000) };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new Error('more was asked than anybody writes');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function say(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}
