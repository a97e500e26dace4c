import { z } from 'zod';
import { Duration } from '../kernel/duration.ts';
import { Indicator } from './indicator.ts';

const DAY_MS = 86_400_000;

/**
 * What is promised of a service to those who use it: the part of requests that succeeds, over a period. `watch`
 * is how long after a deployment its version is watched for burning the budget by itself; below `minRequests` in the
 * short window nothing is concluded.
 */
export const Objective = z.strictObject({
  name: z.string().min(1).default('availability'),
  target: z
    .number({ error: 'must be a part of one such as 0.999' })
    .gt(0)
    .lt(1)
    .describe('The part of requests that is to succeed: 0.999 is 99.9 %.'),
  period: Duration.prefault('30d').refine((ms) => ms >= DAY_MS && ms <= 92 * DAY_MS, {
    error: 'must be between 1d and 92d',
  }),
  minRequests: z.number().int().min(1).default(100),
  watch: Duration.prefault('60m'),
  onBurn: z
    .enum(['rollback', 'pause', 'stop'])
    .default('rollback')
    .describe(
      'What follows when a new version burns the budget: it is rolled back, held, or held with its line stopped.',
    ),
  whenSpent: z
    .enum(['close', 'open'])
    .default('close')
    .describe(
      'While the budget of the period is spent: closed to all but fixes and rollbacks, or open as before.',
    ),
  indicator: Indicator.optional().describe(
    'What it counts. Left out: the requests and the failed ones of the signals of its environment.',
  ),
});
export type Objective = z.infer<typeof Objective>;
