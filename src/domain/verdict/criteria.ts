import { z } from 'zod';
import { Success } from './success-criteria.ts';

/** How sure, and of how large a part of all pairs of readings, it must be that the new version reads higher. */
const Gauge = z.strictObject({
  confidence: z.number().min(0.8).lt(1).default(0.98),
  effect: z.number().min(0).lt(1).default(0.4),
});

/** Shares of requests, parts of one: a version shown to be below them is as good, whatever the old one's are. */
const Harmless = z.strictObject({
  errors: z
    .number()
    .min(0.0001)
    .max(0.1)
    .optional()
    .describe('Failed ones; never more than `maxErrorRate`. Left out: 0.0005.'),
  slow: z
    .number()
    .min(0.001)
    .max(0.2)
    .optional()
    .describe("Those slower than the old version's p50, p90 or p99. Left out: 0.005."),
});

/**
 * When a version counts as well. Rates are parts of one (0.01 = 1 %), times are milliseconds. A
 * verdict needs `minRequests` of the new version and of the baseline; below that it is not enough data.
 * `latencyTolerance` 1.1 compares the new version's slowness at a boundary 10 % higher than the old
 * one's, as far as the histogram has an edge there. `gauges`: named queries (CPU, memory, queue depth) that must not
 * read higher for the new version. `harmless`: below which shares it is as good without having been compared; more
 * claims less, and is shown sooner. `success`: what it takes to be Verified at 100 %.
 */
export const Criteria = z.strictObject({
  maxErrorRate: z.number().min(0).max(1).default(0.01),
  maxP99Ratio: z.number().min(1).default(1.5),
  maxP99Ms: z.number().int().positive().optional(),
  minRequests: z.number().int().min(1).default(100),
  latencyTolerance: z.number().min(1).max(10).optional(),
  harmless: Harmless.optional(),
  gauges: z.record(z.string(), Gauge).optional(),
  success: Success.optional(),
});
export type Criteria = z.infer<typeof Criteria>;
