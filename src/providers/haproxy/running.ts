import { z } from 'zod';
import { artifactAnswer, stagedAnswer } from '../programs/answers.ts';

/** What `running` prints. */
export const runningSlots = z.object({
  slots: z.record(
    z.string(),
    artifactAnswer.extend({ healthy: z.boolean().default(true) }).nullable(),
  ),
  staged: stagedAnswer,
});
