import { z } from 'zod';

/** What a load is to be. */
export const Load = z.object({
  port: z.number(),
  secret: z.string(),
  run: z.string(),
  connections: z.number(),
  count: z.number(),
  /** Requests a second that leave on schedule whatever comes back; null: as fast as answers come. */
  perSecond: z.number().nullable(),
  mostMs: z.number(),
});
export type Load = z.infer<typeof Load>;

/** And what became of it; times from the moment a request was due to its whole answer. */
export const Loaded = z.object({
  done: z.number(),
  bad: z.number(),
  seconds: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
});
export type Loaded = z.infer<typeof Loaded>;
