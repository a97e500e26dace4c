import { z } from 'zod';
import type { ForeignAlert } from '../../domain/incident/alert.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { Headers, WebhookSource } from '../../ports/webhook-source.ts';
import { headerOf, holdsToken, isSignedBy } from '../webhook-proof.ts';
import { badShape, Cut, endOf, firstOf, Labels, Link, Moment, Text } from '../webhook-shape.ts';

const SIGNATURE = 'x-grafana-alerting-signature';
const TIMESTAMP = 'x-grafana-alerting-timestamp';
const WINDOW_MS = 5 * 60_000;

const One = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: Labels,
  annotations: Labels.nullish().transform((all) => all ?? {}),
  startsAt: Moment,
  endsAt: Moment,
  generatorURL: Link,
  dashboardURL: Link,
  fingerprint: Text.pipe(z.string().min(1)),
});

const Body = z.object({
  groupKey: Text.pipe(z.string().min(1)),
  externalURL: Link,
  truncatedAlerts: Cut,
  alerts: z.array(One),
});

/**
 * Grafana's alerting, as a contact point of kind webhook. Signed with HMAC where that is set up there, else
 * by a bearer token or basic credentials. https://grafana.com/docs/grafana/latest/alerting
 */
export const grafana: WebhookSource = {
  name: 'grafana',
  verify(rawBody, headers, secrets, now) {
    const signature = headers[SIGNATURE];
    return signature === undefined
      ? holdsToken(headers, secrets)
      : isSigned(rawBody, headers, secrets, now);
  },
  toAlerts(body) {
    const read = Body.safeParse(body);
    if (!read.success) return badShape(read.error);
    const { groupKey, externalURL, truncatedAlerts } = read.data;
    const { first, ...rest } = firstOf(read.data.alerts, truncatedAlerts);
    const group = { ref: groupKey, url: externalURL };
    return { id: null, groups: [{ ...group, alerts: first.map(alertOf) }], ...rest };
  },
  severities: { critical: 'critical', error: 'error', warning: 'warning', info: 'info' },
};

/** With a timestamp it is `<seconds>:<body>` that is signed, and it counts for five minutes. */
function isSigned(
  rawBody: Uint8Array,
  headers: Headers,
  secrets: readonly string[],
  now: Instant,
): boolean {
  const signatures = [headerOf(headers, SIGNATURE) ?? ''];
  if (headers[TIMESTAMP] === undefined) return isSignedBy(secrets, signatures, rawBody);
  const at = headerOf(headers, TIMESTAMP) ?? '';
  if (!/^\d{9,11}$/.test(at) || Math.abs(now - Number(at) * 1_000) > WINDOW_MS) return false;
  return isSignedBy(secrets, signatures, `${at}:`, rawBody);
}

function alertOf(one: z.infer<typeof One>): ForeignAlert {
  const { labels, annotations, status, startsAt, endsAt, fingerprint } = one;
  return {
    fingerprint,
    name: labels['alertname'] ?? fingerprint,
    summary: annotations['summary'] ?? annotations['description'] ?? null,
    severity: labels['severity'] ?? null,
    labels,
    startedAt: startsAt,
    endedAt: endOf(status === 'resolved', endsAt),
    url: one.dashboardURL ?? one.generatorURL,
  };
}
