import { z } from 'zod';
import { Description, Metadata, ObjectName, refused, Shorthand } from './words.ts';

const VERSION = z.literal('openslo/v1').optional();

export const ConditionSpec = z.strictObject({
  description: Description,
  severity: z.literal('page', {
    error: 'must be page: only what pages undoes a version; tickets are left to your alerting',
  }),
  condition: z.strictObject({
    kind: z.literal('burnrate'),
    op: z.literal('gt', {
      error: 'must be gt: the budget burns faster than the threshold',
    }),
    threshold: z.number(),
    lookbackWindow: Shorthand,
    alertAfter: Shorthand,
  }),
});
export type ConditionSpec = z.output<typeof ConditionSpec>;

const Condition = z.strictObject({
  conditionRef: ObjectName.optional(),
  apiVersion: VERSION,
  kind: z.literal('AlertCondition').optional(),
  metadata: Metadata.optional(),
  spec: ConditionSpec.optional(),
});

export const PolicySpec = z.strictObject({
  description: Description,
  alertWhenBreaching: z
    .literal(true, { error: 'must be true: a version that burns the budget is undone' })
    .optional(),
  alertWhenNoData: z.boolean().optional(),
  alertWhenResolved: z
    .literal(false, { error: 'must be false: what was undone stays undone, and nothing resolves' })
    .optional(),
  conditions: z.array(Condition).min(1),
  notificationTargets: refused(
    'are not asked: the owners of the service are told; take them out, or keep the policy in the files of your alerting',
  ),
});
export type PolicySpec = z.output<typeof PolicySpec>;

/** As an SLO names its policies: by a name, by a reference, or in place. */
export const PolicyRef = z.union([
  ObjectName.transform((alertPolicyRef) => ({ alertPolicyRef, spec: undefined })),
  z.strictObject({
    alertPolicyRef: ObjectName.optional(),
    apiVersion: VERSION,
    kind: z.literal('AlertPolicy').optional(),
    metadata: Metadata.optional(),
    spec: PolicySpec.optional(),
  }),
]);
