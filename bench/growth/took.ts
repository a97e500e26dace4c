import { z } from 'zod';

/** Milliseconds by question. */
export const Took = z.record(z.string(), z.number());
export type Took = z.infer<typeof Took>;

/** Counts every deployment there is, a few times a minute: it grows, and is only told. */
export const COUNTED = 'one read of /metrics';
