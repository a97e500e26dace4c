import { createHmac } from 'node:crypto';
import type { AlertSource } from '../../src/domain/incident/source.ts';
import { AlertSource as Source } from '../../src/domain/incident/source.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import type { Headers } from '../../src/ports/webhook-source.ts';

export const NOON = instant(Date.UTC(2026, 10, 18, 12));
export const SECRET = 'a-secret-of-the-tests';
type Kind = AlertSource['kind'];

/** A body of each kind, as its sender writes it: one alert that is on. */
export const BODIES: Readonly<Record<Kind, object>> = {
  alertmanager: {
    version: '4',
    groupKey: '{}:{alertname="HighErrorRate"}',
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'fairway',
    groupLabels: { alertname: 'HighErrorRate' },
    commonLabels: { severity: 'critical' },
    commonAnnotations: {},
    externalURL: 'http://alertmanager:9093',
    alerts: [
      {
        status: 'firing',
        labels: {
          alertname: 'HighErrorRate',
          service: 'shop',
          env: 'production',
          severity: 'critical',
        },
        annotations: { summary: 'More than 5 % of requests fail' },
        startsAt: '2026-11-18T11:59:12.345Z',
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'http://prometheus:9090/graph?g0.expr=up',
        fingerprint: 'c3d2a1b0',
      },
    ],
  },
  grafana: {
    receiver: 'fairway',
    status: 'firing',
    orgId: 1,
    alerts: [
      {
        status: 'firing',
        labels: {
          alertname: 'HighErrorRate',
          service: 'shop',
          env: 'production',
          severity: 'critical',
        },
        annotations: { summary: 'More than 5 % of requests fail' },
        startsAt: '2026-11-18T12:59:12.345+01:00',
        endsAt: '0001-01-01T00:00:00Z',
        values: { B: 44.23 },
        generatorURL: 'https://grafana.example/alerting/1/edit',
        fingerprint: 'c3d2a1b0',
        silenceURL: 'https://grafana.example/alerting/silence/new',
        dashboardURL: '',
        panelURL: '',
      },
    ],
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'https://grafana.example/',
    version: '1',
    groupKey: '{}:{alertname="HighErrorRate"}',
    truncatedAlerts: 0,
    title: '[FIRING:1]',
    state: 'alerting',
    message: '',
  },
  pagerduty: {
    event: {
      id: '01BXN8WS7GY3SGZ5CHKJ5TDWN5',
      event_type: 'incident.triggered',
      resource_type: 'incident',
      occurred_at: '2026-11-18T11:59:30.169Z',
      agent: { id: 'PLH1HKV', type: 'user_reference', summary: 'Tenex Engineer' },
      client: null,
      data: {
        id: 'PGR0VU2',
        type: 'incident',
        html_url: 'https://acme.pagerduty.com/incidents/PGR0VU2',
        number: 2,
        status: 'triggered',
        incident_key: 'd3640fbd41094207a1c11e58e46b1662',
        created_at: '2026-11-18T11:59:12Z',
        title: 'HighErrorRate',
        service: { id: 'PF9KMXH', summary: 'shop', type: 'service_reference' },
        priority: { id: 'PSO75BM', summary: 'P1', type: 'priority_reference' },
        urgency: 'high',
      },
    },
  },
  datadog: {
    id: '1234',
    cycle: '6245123456789012345',
    transition: 'Triggered',
    title: 'HighErrorRate',
    priority: 'P1',
    type: 'error',
    tags: 'service:shop,env:production,monitor',
    scope: 'host:a1',
    date: `${Date.UTC(2026, 10, 18, 11, 59, 12)}`,
    link: 'https://app.datadoghq.com/event/event?id=123456',
  },
  generic: {
    check: 'HighErrorRate',
    ok: false,
    level: 'crit',
    where: { app: 'shop', stage: 'production' },
    since: '2026-11-18T11:59:12Z',
  },
};

export const MAP = {
  name: 'body.check',
  firing: '!body.ok',
  severity: 'body.level',
  labels: '{"service": body.where.app, "env": body.where.stage}',
  startedAt: 'body.since',
};

export function sourceOf(kind: Kind, more: object = {}): AlertSource {
  return Source.parse({
    name: kind,
    kind,
    secrets: ['env:SECRET'],
    ...(kind === 'generic' ? { map: MAP, severities: { crit: 'critical' } } : {}),
    ...(kind === 'pagerduty' ? { inEnvironment: 'production' } : {}),
    ...more,
  });
}

export function hex(secret: string, ...parts: readonly (string | Uint8Array)[]): string {
  const hmac = createHmac('sha256', secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}

/** How an honest sender of each kind proves itself. */
export function proofOf(kind: Kind, body: string | Uint8Array, secret = SECRET): Headers {
  switch (kind) {
    case 'pagerduty':
      return { 'x-pagerduty-signature': `v1=${hex(secret, body)}` };
    case 'grafana': {
      const at = `${NOON / 1_000}`;
      return {
        'x-grafana-alerting-timestamp': at,
        'x-grafana-alerting-signature': hex(secret, `${at}:`, body),
      };
    }
    case 'generic':
      return { 'x-hub-signature-256': `sha256=${hex(secret, body)}` };
    case 'alertmanager':
    case 'datadog':
      return { authorization: `Bearer ${secret}` };
  }
}
