import { z } from 'zod';
import { Description, Metadata, ObjectName, refused } from './words.ts';

const SUM = /^sum\s*\(\s*([a-zA-Z_:][a-zA-Z0-9_:]*(\s*\{[^{}]*\})?)\s*\)$/;
const METRIC = /^([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(\{[^{}]*\})?$/;

/** The one metric that a query names, with or without a sum around it; null for every other expression. */
function metricIn(query: string): string | null {
  const text = query.trim();
  const [, name, labels = '{}'] = METRIC.exec((SUM.exec(text)?.[1] ?? text).trim()) ?? [];
  return name === undefined ? null : `${name}${labels}`;
}

const Query = z
  .string({ error: 'must be a PromQL query' })
  .refine((text) => metricIn(text) !== null, {
    error:
      'must be one metric with its labels, such as http_requests_total{job="shop"}, or the sum of one: the raw readings are added up here, so rate(), increase() and windows are left out',
  })
  .transform((text) => metricIn(text) ?? '');

const Metric = z.strictObject({
  metricSource: z.strictObject({
    metricSourceRef: ObjectName.optional(),
    type: z.string().optional(),
    spec: z.strictObject({ query: Query }),
  }),
});

const RatioMetric = z
  .strictObject({
    counter: z.literal(true, {
      error: 'must be true: only counters that rise can be added up over any time',
    }),
    good: Metric.optional(),
    bad: Metric.optional(),
    total: Metric,
    raw: refused('is a share computed elsewhere: write good or bad, and total, as counters'),
    rawType: refused('goes with raw: write good or bad, and total, as counters'),
  })
  .refine(({ good, bad }) => (good === undefined) !== (bad === undefined), {
    error: 'must have either good or bad beside total',
  });

/** What an SLI counts, of its own or within an SLO. */
export const IndicatorSpec = z
  .strictObject({
    description: Description,
    ratioMetric: RatioMetric.optional(),
    thresholdMetric: refused(
      'is a value and no share of requests: write a ratioMetric whose good requests kept the limit, such as http_request_duration_seconds_bucket{le="0.3"} of …_count',
    ),
  })
  .refine(({ ratioMetric }) => ratioMetric !== undefined, { error: 'must have a ratioMetric' });
export type IndicatorSpec = z.output<typeof IndicatorSpec>;

/** An indicator within an SLO. */
export const InlineIndicator = z.strictObject({
  metadata: Metadata.optional(),
  spec: IndicatorSpec,
});
