import { z } from 'zod';
import type { ForeignAlert } from '../../domain/incident/alert.ts';
import type { WebhookSource } from '../../ports/webhook-source.ts';
import { holdsToken } from '../webhook-proof.ts';
import { badShape, Cut, endOf, firstOf, Labels, Link, Moment, Text } from '../webhook-shape.ts';

const One = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: Labels,
  annotations: Labels.default({}),
  startsAt: Moment,
  endsAt: Moment,
  generatorURL: Link,
  fingerprint: Text.pipe(z.string().min(1)),
});

/** Version 4, of every Alertmanager since 0.12. */
const Body = z.object({
  version: z.literal('4'),
  groupKey: Text.pipe(z.string().min(1)),
  externalURL: Link,
  truncatedAlerts: Cut,
  alerts: z.array(One),
});

/** Prometheus' Alertmanager. It signs nothing: a bearer token or basic credentials say who sends. */
export const alertmanager: WebhookSource = {
  name: 'alertmanager',
  verify: (_, headers, secrets) => holdsToken(headers, secrets),
  toAlerts(body) {
    const read = Body.safeParse(body);
    if (!read.success) return badShape(read.error);
    const { groupKey, externalURL, truncatedAlerts } = read.data;
    const { first, ...rest } = firstOf(read.data.alerts, truncatedAlerts);
    const group = { ref: groupKey, url: externalURL };
    return { id: null, groups: [{ ...group, alerts: first.map(alertOf) }], ...rest };
  },
  severities: {
    critical: 'critical',
    page: 'critical',
    error: 'error',
    warning: 'warning',
    info: 'info',
    none: 'info',
  },
};

/** Its fingerprint is that of the labels; with when it began it is one alert. */
function alertOf(one: z.infer<typeof One>): ForeignAlert {
  const { labels, annotations, status, startsAt, endsAt, fingerprint, generatorURL } = one;
  return {
    fingerprint,
    name: labels['alertname'] ?? fingerprint,
    summary: annotations['summary'] ?? annotations['description'] ?? null,
    severity: labels['severity'] ?? null,
    labels,
    startedAt: startsAt,
    endedAt: endOf(status === 'resolved', endsAt),
    url: annotations['runbook_url']?.startsWith('https://')
      ? annotations['runbook_url']
      : generatorURL,
  };
}
