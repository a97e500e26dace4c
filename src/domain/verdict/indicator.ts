import { z } from 'zod';

/** One metric with its labels: its raw readings are added up here, so an expression over them cannot be taken. */
export const OneMetric = z
  .string()
  .regex(
    /^[a-zA-Z_:][a-zA-Z0-9_:]*\{[^{}]*\}$/,
    'must be one metric with its labels, such as http_requests_total{service="$service"}',
  );

/**
 * What an objective counts: counters that only rise, by version, of all requests and of the bad or the good ones
 * among them. `$service` and `$environment` stand for the target's.
 */
export const Indicator = z
  .strictObject({
    total: OneMetric.describe('All requests.'),
    bad: OneMetric.optional().describe('Those that failed it.'),
    good: OneMetric.optional().describe('Those that kept it, in place of `bad`.'),
  })
  .refine(({ bad, good }) => (bad === undefined) !== (good === undefined), {
    error: 'must say either bad or good',
  });
export type Indicator = z.infer<typeof Indicator>;

/** The same text for the same series: counts of other ones say nothing about them. */
export function seriesOf({ total, bad, good }: Indicator): string {
  return bad === undefined ? `${total} good ${good}` : `${total} bad ${bad}`;
}
