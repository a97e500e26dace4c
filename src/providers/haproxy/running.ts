import { z } from 'zod';
import { artifactAnswer, configAnswer, stagedAnswer } from '../programs/answers.ts';

/** What `running` prints. */
export const runningSlots = z.object({
  slots: z.record(
    z.string(),
    artifactAnswer.extend({ healthy: z.boolean().default(true), config: configAnswer }).nullable(),
  ),
  staged: stagedAnswer,
});
