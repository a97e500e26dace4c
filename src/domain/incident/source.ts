import { z } from 'zod';
import { Because } from '../kernel/action-id.ts';
import { Duration } from '../kernel/duration.ts';
import { SenderName, SenderSecrets } from '../kernel/sender.ts';
import { SEVERITIES } from './alert.ts';

const Words = z.array(z.string().min(1)).min(1);
export const SOURCE_KINDS = ['alertmanager', 'pagerduty', 'grafana', 'datadog', 'generic'] as const;

const When = z
  .record(z.string(), z.string())
  .describe('Labels the alert must have, by name; `alertname` is its name.');

/** What our own measurement must rest on before an alert undoes anything. */
const Confirm = z.strictObject({
  over: Duration.prefault('5m').describe('The time that is measured, up to now.'),
  minRequests: z.number().int().min(1).default(100).describe('Below it nothing is confirmed.'),
  within: Duration.prefault('60m').describe('How long after its end a deployment can be undone.'),
});
export type Confirm = z.infer<typeof Confirm>;

/** What an alert may do besides opening an incident. It can never promote anything. */
export const AlertRule = z
  .strictObject({
    name: SenderName,
    when: When,
    do: z
      .enum(['pause', 'rollback'])
      .describe(
        'pause: holds what runs at the target, traffic stays where it is. rollback: that, and undoes it once our own measurement says the same.',
      ),
    confirm: Confirm.optional().describe('For rollback: what our own measurement rests on.'),
    because: Because.optional(),
  })
  .refine((rule) => rule.do === 'rollback' || rule.confirm === undefined, {
    path: ['confirm'],
    error: 'is for do: rollback; a pause is not measured',
  });
export type AlertRule = z.infer<typeof AlertRule>;

/** What a rule that undoes something rests on, where it says so or not. */
export function confirmOf({ confirm }: Pick<AlertRule, 'confirm'>): Confirm {
  return confirm ?? Confirm.parse({});
}

/** Somebody who sends alerts to `/hooks/<name>`, and what its words mean here. */
export const AlertSource = z.strictObject({
  name: SenderName.describe('Also the end of its address: /hooks/<name>.'),
  kind: z.enum(SOURCE_KINDS).describe('Which form its requests have.'),
  secrets: SenderSecrets,
  service: Words.default(['service']).describe(
    'Labels that name the service; the first that names one we know counts.',
  ),
  environment: Words.default(['environment', 'env']).describe('The same for the environment.'),
  inEnvironment: z
    .string()
    .optional()
    .describe('The environment of alerts that have no such label.'),
  names: z
    .record(z.string(), z.string())
    .default({})
    .describe('What its names of services and environments mean here.'),
  services: Words.optional().describe('It may name only these; left out: any.'),
  environments: Words.optional().describe('It may name only these; left out: any.'),
  severities: z
    .record(z.string(), z.enum(SEVERITIES))
    .default({})
    .describe('What its words for how bad something is mean here.'),
  opens: z
    .array(z.enum(SEVERITIES))
    .default(['critical', 'error'])
    .describe('How bad an alert must be to open an incident; others only join one.'),
  security: When.optional().describe(
    'Labels that mark a security incident, however bad the alert calls itself. Left out: none is one.',
  ),
  rules: z.array(AlertRule).default([]).describe('What its alerts may do, by name.'),
  map: z
    .record(z.string(), z.string().min(1).max(500))
    .default({})
    .describe('For kind generic: CEL expressions over the body, by what they give.'),
});
export type AlertSource = z.infer<typeof AlertSource>;

/** Where incidents are told; left out: nowhere but where people ask for them. */
export const IncidentRule = z.strictObject({
  channel: z.string().describe('One message for each incident, with a thread.'),
  security: z
    .enum(['stop', 'rollback'])
    .optional()
    .describe(
      'What a security incident of a service does: its line is stopped, or that and the newest version goes back. Left out: stop.',
    ),
});
export type IncidentRule = z.infer<typeof IncidentRule>;
