import { z } from 'zod';
import { IndicatorSpec, InlineIndicator } from './indicator-form.ts';
import { ConditionSpec, PolicyRef, PolicySpec } from './policy-form.ts';
import { Description, Metadata, ObjectName, refused, Shorthand } from './words.ts';

const TimeWindow = z.strictObject({
  duration: Shorthand,
  isRolling: z.literal(true, {
    error: 'must be true: the budget is of the time that ends now, not of a month of the calendar',
  }),
  calendar: refused('goes with windows of the calendar: say isRolling: true and leave it out'),
});

const SLICES = 'belongs to Timeslices: with Occurrences it is left out';
const COMPOSITE = 'makes a composite SLO: write one SLO for each indicator';

const Target = z
  .strictObject({
    displayName: z.string().min(1).optional(),
    target: z.number().gt(0).lt(1).optional(),
    targetPercent: z.number().gt(0).lt(100).optional(),
    op: refused('belongs to a thresholdMetric: leave it out'),
    value: refused('belongs to a thresholdMetric: leave it out'),
    timeSliceTarget: refused(SLICES),
    timeSliceWindow: refused(SLICES),
    indicator: refused(COMPOSITE),
    indicatorRef: refused(COMPOSITE),
    compositeWeight: refused(COMPOSITE),
  })
  .refine(({ target, targetPercent }) => (target === undefined) !== (targetPercent === undefined), {
    error: 'must have either target or targetPercent',
  });

const SloSpec = z
  .strictObject({
    description: Description,
    service: z.string(),
    indicator: InlineIndicator.optional(),
    indicatorRef: ObjectName.optional(),
    timeWindow: z.array(TimeWindow).length(1, 'must have one window'),
    budgetingMethod: z.literal('Occurrences', {
      error: 'must be Occurrences: requests are counted, not minutes',
    }),
    objectives: z.array(Target).min(1),
    alertPolicies: z.array(PolicyRef).default([]),
  })
  .refine(
    ({ indicator, indicatorRef }) => (indicator === undefined) !== (indicatorRef === undefined),
    {
      error: 'must have either indicator or indicatorRef',
    },
  );
export type SloSpec = z.output<typeof SloSpec>;

const DataSourceSpec = z.strictObject({
  description: Description,
  type: z.string(),
  connectionDetails: z.unknown(),
});
export type DataSourceSpec = z.output<typeof DataSourceSpec>;

function object<Kind extends string, Spec extends z.ZodType>(kind: Kind, spec: Spec) {
  return z.strictObject({
    apiVersion: z.literal('openslo/v1', { error: 'must be openslo/v1' }),
    kind: z.literal(kind),
    metadata: Metadata,
    spec,
  });
}

/** Every kind of OpenSLO v1, by its name; of the last two nothing is read but that they are well-formed. */
export const FORMS = {
  SLO: object('SLO', SloSpec),
  SLI: object('SLI', IndicatorSpec),
  DataSource: object('DataSource', DataSourceSpec),
  AlertPolicy: object('AlertPolicy', PolicySpec),
  AlertCondition: object('AlertCondition', ConditionSpec),
  Service: object('Service', z.strictObject({ description: Description })),
  AlertNotificationTarget: object(
    'AlertNotificationTarget',
    refused(
      'is not asked: the owners of the service are told; keep it in the files of your alerting',
    ),
  ),
} as const;
export type Kind = keyof typeof FORMS;
