import { z } from 'zod';
import type { ForeignAlert } from '../../domain/incident/alert.ts';
import { type Instant, instant } from '../../domain/kernel/time.ts';
import type { WebhookSource } from '../../ports/webhook-source.ts';
import { holdsToken } from '../webhook-proof.ts';
import { badShape, endOf, Labels, Link, Text } from '../webhook-shape.ts';

/** The payload to set up there: docs/incidents.md has it to copy. */
const Body = z.object({
  id: Text.pipe(z.string().min(1)),
  cycle: Text.pipe(z.string().min(1)),
  transition: Text,
  title: Text,
  priority: Text.nullish(),
  type: Text.nullish(),
  tags: z.string().max(8_000).nullish(),
  scope: z.string().max(8_000).nullish(),
  /** $DATE: milliseconds since the epoch, as text or number. */
  date: z.coerce.number().int().min(0).max(8_640_000_000_000_000).nullish(),
  link: Link,
});

const ENDS = new Set(['recovered']);
/** Also `No data recovered` and `Renotify` tell of what is known; a silent monitor is none of ours. */
const BEGINS = new Set(['triggered', 're-triggered', 'no data', 're-no data', 'warn', 're-warn']);

/** Datadog's webhooks integration. It signs nothing: a header with a bearer token says who sends. */
export const datadog: WebhookSource = {
  name: 'datadog',
  verify: (_, headers, secrets) => holdsToken(headers, secrets),
  toAlerts(body, _, now) {
    const read = Body.safeParse(body);
    if (!read.success) return badShape(read.error);
    const one = read.data;
    const transition = one.transition.toLowerCase();
    const over = ENDS.has(transition);
    if (!over && !BEGINS.has(transition)) return { id: null, groups: [] };
    return {
      id: null,
      groups: [{ ref: one.id, url: one.link, alerts: [alertOf(one, over, now)] }],
    };
  },
  severities: {
    p1: 'critical',
    p2: 'error',
    p3: 'warning',
    p4: 'info',
    p5: 'info',
    error: 'error',
    warning: 'warning',
  },
};

/**
 * Labels are its tags and scope (`service:shop`). Its cycle key is the same from when a monitor triggers
 * until it recovers and says which alert it is; the time of a later message must not make another one.
 */
function alertOf(one: z.infer<typeof Body>, over: boolean, now: Instant): ForeignAlert {
  const at = one.date ? instant(one.date) : now;
  return {
    fingerprint: one.cycle,
    name: one.title,
    summary: null,
    severity: one.priority || one.type || null,
    labels: labelsOf(`${one.tags ?? ''},${one.scope ?? ''}`),
    startedAt: at,
    endedAt: endOf(over, at),
    url: one.link,
  };
}

function labelsOf(tags: string): Readonly<Record<string, string>> {
  const pairs = tags.split(',').flatMap((tag) => {
    const at = tag.indexOf(':');
    return at > 0 ? [[tag.slice(0, at), tag.slice(at + 1)] as const] : [];
  });
  return Labels.parse(Object.fromEntries(pairs));
}
