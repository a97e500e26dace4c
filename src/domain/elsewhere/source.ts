import { z } from 'zod';
import { SenderName, SenderSecrets } from '../kernel/sender.ts';

const Words = z.array(z.string().min(1)).min(1);
export const CHANGE_KINDS = ['launchdarkly', 'unleash', 'generic'] as const;

/** Somebody who tells of changes that Fairway did not make, at `/hooks/<name>`. It starts, holds and returns nothing. */
export const ChangeSource = z.strictObject({
  name: SenderName.describe('Also the end of its address: /hooks/<name>.'),
  kind: z.enum(CHANGE_KINDS).describe('Which form its requests have.'),
  secrets: SenderSecrets,
  names: z
    .record(z.string(), z.string())
    .default({})
    .describe(
      'What its names of services and environments mean here; "*" is all of them. Our own names and aliases need no line.',
    ),
  services: Words.optional().describe('It may speak of these alone. Left out: of any, and of all.'),
  inEnvironment: z
    .string()
    .optional()
    .describe('For changes that name no environment. Left out: they are about all of them.'),
  owner: z
    .string()
    .optional()
    .describe('Who can take back there what it tells of: a person or a group. It is only named.'),
  map: z
    .record(z.string(), z.string().min(1).max(500))
    .default({})
    .describe('For kind generic: CEL expressions over the body, by what they give.'),
});
export type ChangeSource = z.infer<typeof ChangeSource>;
