import type { SOURCE_KINDS } from '../domain/incident/source.ts';
import type { WebhookSource } from '../ports/webhook-source.ts';
import { alertmanager } from './alertmanager/index.ts';
import { datadog } from './datadog/index.ts';
import { generic } from './generic/index.ts';
import { grafana } from './grafana/index.ts';
import { pagerduty } from './pagerduty/index.ts';

/** Every form of alerts that we take, by what a configuration calls it. One folder and one line each. */
export const webhookSources: Readonly<Record<(typeof SOURCE_KINDS)[number], WebhookSource>> = {
  alertmanager,
  pagerduty,
  grafana,
  datadog,
  generic,
};
