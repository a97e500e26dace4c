import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ComponentChildren, h } from 'preact';
import type { Pages, Visitor } from '../../commands/pages.ts';
import type { View } from '../../projections/view.ts';
import { type SessionCookie, sessionCookie } from './cookie.ts';
import { renderDocument } from './document.ts';
import { ROOT, readerFor } from './reader.ts';
import { renderView } from './render-view.ts';
import { STYLE } from './style.ts';

export interface Dashboard {
  readonly pages: Pages;
  /** Whether browsers reach us by https. */
  readonly secure: boolean;
}

const LONGEST_LINE = 500;
/** A page in every second is more than people read. */
const MOST = { max: 60, timeWindow: 60_000 };

const HEADERS = {
  // Nothing is run, framed, sent elsewhere or fetched from elsewhere.
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'cache-control': 'private, no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** `/dashboard`: what the chat would answer, as pages. Reads only; whoever has no session is told how to get one. */
export function mountDashboard(server: FastifyInstance, { pages, secure }: Dashboard): void {
  const cookie = sessionCookie({ secure });
  server.register(
    async (routes) => {
      const keyGenerator = (request: FastifyRequest) =>
        cookie.read(request.headers.cookie) ?? request.ip;
      await routes.register(rateLimit, { ...MOST, keyGenerator, skipOnError: true });
      mountEntry(routes, { pages, cookie });
      mountPages(routes, { pages, cookie });
      routes.get('/style.css', async (_, reply) =>
        reply
          .headers({ ...HEADERS, 'cache-control': 'public, max-age=300' })
          .type('text/css; charset=utf-8')
          .send(STYLE),
      );
    },
    { prefix: ROOT },
  );
}

interface Door {
  readonly pages: Pages;
  readonly cookie: SessionCookie;
}

/** A link is used up by a press, never by whatever looks at links in advance. */
function mountEntry(routes: FastifyInstance, { pages, cookie }: Door): void {
  routes.get('/enter/:link', async (_, reply) =>
    alone(reply, 200, pages, 'Open the dashboard', [
      h('p', {}, 'This link is good once. The dashboard shows what you may see, and never acts.'),
      h('form', { method: 'post' }, h('button', { type: 'submit' }, 'Open the dashboard')),
    ]),
  );
  routes.post<{ Params: { link: string } }>('/enter/:link', async (request, reply) => {
    const session = await pages.enter(request.params.link);
    if (session === null)
      return shut(reply, pages, 'This link was used, or is older than 10 minutes.');
    return reply.headers(HEADERS).header('set-cookie', cookie.keep(session)).redirect(ROOT, 303);
  });
  routes.post('/leave', async (request, reply) => {
    const session = cookie.read(request.headers.cookie);
    if (session !== null) await pages.leave(session);
    reply.header('set-cookie', cookie.clear());
    return alone(reply, 200, pages, 'Signed out', [AGAIN]);
  });
}

function mountPages(routes: FastifyInstance, door: Door): void {
  const { pages } = door;
  routes.get('/', (request, reply) =>
    seen(door, request, reply, { title: 'Overview', line: null }, ({ actor }) =>
      pages.overview(actor),
    ),
  );
  routes.get<{ Querystring: { line?: string } }>('/ask', (request, reply) => {
    const { line: typed } = request.query;
    const line = typeof typed === 'string' ? typed.trim().slice(0, LONGEST_LINE) : '';
    if (line === '') return reply.headers(HEADERS).redirect(ROOT, 303);
    return seen(door, request, reply, { title: line, line }, async ({ actor }) => [
      await pages.show(line, actor),
    ]);
  });
}

async function seen(
  { pages, cookie }: Door,
  request: FastifyRequest,
  reply: FastifyReply,
  about: { readonly title: string; readonly line: string | null },
  look: (visitor: Visitor) => Promise<readonly View[]>,
): Promise<FastifyReply> {
  const session = cookie.read(request.headers.cookie);
  const visitor = session === null ? 'nobody' : await pages.visitor(session);
  if (visitor === 'nobody') return shut(reply, pages, 'You are not signed in here.');
  if (visitor === 'silent') {
    const why = 'Slack does not say at the moment who you are. Try again in a minute.';
    return alone(reply, 503, pages, 'Not now', [h('p', {}, why)]);
  }
  const reader = readerFor(visitor, pages);
  const views = await look(visitor);
  const { actor, zone, now } = visitor;
  const signedIn = {
    name: visitor.nameOf(actor.id ?? actor.name),
    at: reader.at(now),
    zone: zone ?? 'UTC',
  };
  const organisation = pages.organisation();
  const content = [h('h1', {}, about.title), ...views.map((view) => renderView(view, reader))];
  return html(reply, 200, renderDocument({ organisation, ...about, signedIn }, content));
}

const AGAIN = h('p', {}, [
  'For a new link type ',
  h('code', {}, '/release dashboard'),
  ' in Slack.',
]);

function shut(reply: FastifyReply, pages: Pages, why: string): FastifyReply {
  return alone(reply, 403, pages, 'Not open to you', [h('p', {}, why), AGAIN]);
}

/** A page for whoever is not in: it names the organisation and nothing else of it. */
function alone(
  reply: FastifyReply,
  status: number,
  pages: Pages,
  title: string,
  content: ComponentChildren,
): FastifyReply {
  const shell = { organisation: pages.organisation(), title, line: null, signedIn: null };
  return html(reply, status, renderDocument(shell, [h('h1', {}, title), content]));
}

function html(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).headers(HEADERS).type('text/html; charset=utf-8').send(text);
}
