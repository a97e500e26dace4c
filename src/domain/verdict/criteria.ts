import { z } from 'zod';

/**
 * When a version counts as well. Rates are parts of one (0.01 = 1 %), times are milliseconds. A
 * verdict needs `minRequests` of the new version and of the baseline; below that it is not enough data.
 */
export const Criteria = z.strictObject({
  maxErrorRate: z.number().min(0).max(1).default(0.01),
  maxP99Ratio: z.number().min(1).default(1.5),
  maxP99Ms: z.number().int().positive().optional(),
  minRequests: z.number().int().min(1).default(100),
});
export type Criteria = z.infer<typeof Criteria>;
