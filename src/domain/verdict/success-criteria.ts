import { z } from 'zod';

/** What a number of your business may become, as parts of what it was before. */
const Bounds = z
  .strictObject({ atLeast: z.number().min(0).optional(), atMost: z.number().min(0).optional() })
  .refine(({ atLeast, atMost }) => atLeast !== undefined || atMost !== undefined, {
    error: 'must say atLeast, atMost or both',
  });

/** The same hour last week, or as long a time just before anybody met the new version. */
export const Baseline = z.enum(['last week', 'before']);
export type Baseline = z.infer<typeof Baseline>;

/**
 * When a version that serves everybody is Verified: by what the service does as a whole, compared with
 * the baseline, or with the first of several that was measured. Ratios are parts of one. `minRequests` and
 * `maxP99Ratio`, where they are left out, are those of the criteria.
 */
export const Success = z.strictObject({
  baseline: z.union([z.array(Baseline).min(1), Baseline]).default('before'),
  minThroughput: z.number().min(0).max(1).default(0.8),
  minRequests: z.number().int().min(1).optional(),
  maxP99Ratio: z.number().min(1).optional(),
  metrics: z.record(z.string(), Bounds).default({}),
  otherwise: z.enum(['ask', 'roll back']).default('ask'),
});
export type Success = z.infer<typeof Success>;
