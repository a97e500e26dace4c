import { z } from 'zod';
import { SenderSecrets } from '../kernel/sender.ts';

/** Who may ask what an environment gives whom. */
export const FlagReaders = z.strictObject({
  secrets: SenderSecrets,
  perMinute: z
    .int()
    .min(1)
    .default(60_000)
    .describe('How often each process of Fairway is asked in a minute at most.'),
});
export type FlagReaders = z.infer<typeof FlagReaders>;
