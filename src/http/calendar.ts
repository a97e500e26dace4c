import type { FastifyInstance } from 'fastify';

/** The iCalendar text behind a token; null where it opens nothing. */
export type CalendarFeed = (token: string) => Promise<string | null>;

const FILE = /^([A-Za-z0-9_-]{43})\.ics$/;

/** `GET /calendar/<token>.ics`: whoever has the link reads it, and whoever has none learns nothing. */
export function mountCalendar(server: FastifyInstance, feed: CalendarFeed): void {
  server.get<{ Params: { file: string } }>('/calendar/:file', async (request, reply) => {
    const [, token] = FILE.exec(request.params.file) ?? [];
    const text = token === undefined ? null : await feed(token);
    if (text === null) return reply.callNotFound();
    return reply
      .headers({
        'content-type': 'text/calendar; charset=utf-8',
        'cache-control': 'private, no-store',
        'referrer-policy': 'no-referrer',
        'x-robots-tag': 'noindex',
      })
      .send(text);
  });
}
