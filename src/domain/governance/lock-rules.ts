import { z } from 'zod';
import { Duration } from '../kernel/duration.ts';

/**
 * How long a lock lasts when nobody says, and at most; how long before its end whoever holds it is reminded;
 * how long they may object to somebody who takes over; and who then decides, and within what time.
 */
export const LockRules = z
  .strictObject({
    lasts: Duration.prefault('2h'),
    most: Duration.prefault('24h'),
    remind: Duration.prefault('15m'),
    object: Duration.prefault('2m'),
    decide: Duration.prefault('30m'),
    arbiters: z.array(z.string()).default([]),
  })
  .refine(({ lasts, most }) => lasts <= most, {
    error: 'must not be longer than "most"',
    path: ['lasts'],
  });
export type LockRules = z.infer<typeof LockRules>;

/** What is so where the configuration says nothing. */
export const LOCK_RULES: LockRules = LockRules.parse({});

/** Something that several services stand on: a lock on it holds them all. */
export const PlatformRule = z.strictObject({
  owners: z.array(z.string()).min(1),
  services: z.array(z.string()).min(1),
});
export type PlatformRule = z.infer<typeof PlatformRule>;
