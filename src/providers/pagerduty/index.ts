import { z } from 'zod';
import type { ForeignAlert } from '../../domain/incident/alert.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { WebhookSource } from '../../ports/webhook-source.ts';
import { headerOf, isSignedBy } from '../webhook-proof.ts';
import { badShape, endOf, Link, Moment, Text } from '../webhook-shape.ts';

/** As long as an event's id is remembered; what is older could be sent again unnoticed. */
const OLDEST_MS = 24 * 3_600_000;
const AHEAD_MS = 5 * 60_000;

const Named = z.object({ summary: Text.nullish() }).nullish();

const Incident = z.object({
  id: Text.pipe(z.string().min(1)),
  title: Text.nullish(),
  html_url: Link,
  created_at: Moment.nullish(),
  urgency: Text.nullish(),
  service: Named,
  priority: Named,
});

const Body = z.object({
  event: z.object({
    id: Text.pipe(z.string().min(1)),
    event_type: Text,
    occurred_at: Moment,
    data: z.unknown(),
  }),
});

const BEGINS = new Set(['incident.triggered', 'incident.reopened', 'incident.escalated']);
const ENDS = new Set(['incident.resolved']);

/** PagerDuty's V3 webhooks: one incident of theirs is one alert of ours. Two signatures while a secret is rotated. */
export const pagerduty: WebhookSource = {
  name: 'pagerduty',
  verify(rawBody, headers, secrets) {
    const all = (headerOf(headers, 'x-pagerduty-signature') ?? '').split(',');
    const signatures = all.map((one) => one.trim()).filter((one) => one.startsWith('v1='));
    return isSignedBy(
      secrets,
      signatures.map((one) => one.slice('v1='.length)),
      rawBody,
    );
  },
  toAlerts(body, _, now) {
    const read = Body.safeParse(body);
    if (!read.success) return badShape(read.error);
    const { id, event_type, occurred_at, data } = read.data.event;
    if (now - occurred_at > OLDEST_MS || occurred_at - now > AHEAD_MS) {
      return { path: 'event.occurred_at', why: 'is not of the last 24 hours' };
    }
    if (!BEGINS.has(event_type) && !ENDS.has(event_type)) return { id, groups: [] };
    const incident = z
      .object({ event: z.object({ data: Incident }) })
      .safeParse({ event: { data } });
    if (!incident.success) return badShape(incident.error);
    const one = incident.data.event.data;
    const alerts = [alertOf(one, ENDS.has(event_type), occurred_at)];
    return { id, groups: [{ ref: one.id, url: one.html_url, alerts }] };
  },
  severities: {
    p1: 'critical',
    p2: 'error',
    p3: 'warning',
    p4: 'info',
    p5: 'info',
    high: 'error',
    low: 'warning',
  },
};

/** Labels: `service` as PagerDuty calls it, `priority`, `urgency`. */
function alertOf(one: z.infer<typeof Incident>, over: boolean, at: Instant): ForeignAlert {
  const { id, title, urgency, service, priority } = one;
  const words = { service: service?.summary, priority: priority?.summary, urgency };
  const labels = Object.entries(words).flatMap(([name, word]) => (word ? [[name, word]] : []));
  return {
    fingerprint: id,
    name: title ?? id,
    summary: null,
    severity: priority?.summary ?? urgency ?? null,
    labels: Object.fromEntries(labels),
    startedAt: one.created_at ?? at,
    endedAt: endOf(over, at),
    url: one.html_url,
  };
}
