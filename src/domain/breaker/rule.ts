import { z } from 'zod';
import { Duration } from '../kernel/duration.ts';

/** When failed deployments stop a line by themselves. */
export const BreakerRule = z.strictObject({
  failures: z
    .number()
    .int()
    .min(1)
    .max(100)
    .default(3)
    .describe('So many failed deployments of one service stop its line there.'),
  fleet: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(6)
    .describe('So many of all services stop everything there.'),
  within: Duration.prefault('1h').describe('In how long a time. Left out: 1h.'),
  rest: Duration.prefault('15m').describe(
    'After how long one deployment of low risk may try. Left out: 15m.',
  ),
  alerts: z
    .enum(['pause', 'stop'])
    .default('pause')
    .describe('What a critical alert does besides holding what runs there. Left out: nothing.'),
  environments: z
    .array(z.string())
    .optional()
    .describe('Where failures are counted. Left out: in the protected environments.'),
});
export type BreakerRule = z.infer<typeof BreakerRule>;
