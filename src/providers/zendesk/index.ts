import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { ForeignTicket } from '../../domain/feedback/ticket.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { TicketKind } from '../../ports/ticket-kind.ts';
import type { Headers } from '../../ports/webhook-source.ts';
import { headerOf } from '../webhook-proof.ts';
import { badShape, Moment, Word } from '../webhook-shape.ts';

const SIGNATURE = 'x-zendesk-webhook-signature';
const TIMESTAMP = 'x-zendesk-webhook-signature-timestamp';
const WINDOW_MS = 5 * 60_000;
const CREATED = 'zen:event-type:ticket.created';
const VERSION_TAG = /^version[-_:](.{1,128})$/i;

const Event = z.object({ type: z.string().max(200), id: Word.optional() });
const Body = z.object({
  id: Word.optional(),
  detail: z.object({
    id: z.union([z.string(), z.number().int()]).transform(String),
    created_at: Moment,
    tags: z.array(Word).max(100).nullish(),
    brand_id: z.union([z.string(), z.number()]).nullish(),
    form_id: z.union([z.string(), z.number()]).nullish(),
  }),
});

/**
 * Zendesk's event webhooks for tickets: base64 of HMAC-SHA256 over the timestamp and the body, and of what was created
 * the number, the time, the tags, the brand and the form. https://developer.zendesk.com/documentation/webhooks/verifying
 */
export const zendesk: TicketKind = {
  name: 'zendesk',
  verify: isSigned,
  read(body) {
    const event = Event.safeParse(body);
    if (!event.success) return badShape(event.error);
    if (event.data.type !== CREATED) return { id: null, tickets: [] };
    const read = Body.safeParse(body);
    if (!read.success) return badShape(read.error);
    const { detail } = read.data;
    const tags = detail.tags ?? [];
    const version = tags.map((tag) => VERSION_TAG.exec(tag)?.[1]).find((one) => one) ?? null;
    const about = [...tags, detail.brand_id ?? '', detail.form_id ?? ''].map(String);
    const made = { ref: detail.id, at: detail.created_at, about: about.slice(0, 40), version };
    const ticket = ForeignTicket.safeParse(made);
    if (!ticket.success) return badShape(ticket.error);
    return { id: read.data.id ?? null, tickets: [ticket.data] };
  },
};

/** The timestamp is signed with the body, and counts for five minutes. */
function isSigned(
  rawBody: Buffer,
  headers: Headers,
  secrets: readonly string[],
  now: Instant,
): boolean {
  const given = headerOf(headers, SIGNATURE) ?? '';
  const at = headerOf(headers, TIMESTAMP) ?? '';
  const sent = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at) ? Date.parse(at) : Number.NaN;
  if (!(Math.abs(now - sent) <= WINDOW_MS) || !/^[A-Za-z0-9+/]{43}=$/.test(given)) return false;
  const signature = Buffer.from(given, 'base64');
  // Spelt otherwise, the same bytes are another text: only one spelling counts.
  if (signature.toString('base64') !== given) return false;
  return secrets.reduce((any, secret) => {
    const expected = createHmac('sha256', secret).update(at).update(rawBody).digest();
    return (secret !== '' && timingSafeEqual(expected, signature)) || any;
  }, false);
}
