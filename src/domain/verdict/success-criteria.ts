import { z } from 'zod';

/** What a number of your business may become, as parts of what it was before. */
const Bounds = z
  .strictObject({ atLeast: z.number().min(0).optional(), atMost: z.number().min(0).optional() })
  .refine(({ atLeast, atMost }) => atLeast !== undefined || atMost !== undefined, {
    error: 'must say atLeast, atMost or both',
  });

/**
 * When a version that serves everybody is Verified: by what the service does as a whole, compared with
 * the same hour last week or with the time just before anybody met it. Ratios are parts of one.
 */
export const Success = z.strictObject({
  baseline: z.enum(['last week', 'before']).default('before'),
  minThroughput: z.number().min(0).max(1).default(0.8),
  metrics: z.record(z.string(), Bounds).default({}),
  otherwise: z.enum(['ask', 'roll back']).default('ask'),
});
export type Success = z.infer<typeof Success>;
