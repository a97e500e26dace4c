import { z } from 'zod';
import { Route } from '../../domain/verdict/journey/form.ts';

/** What a Fairway asks another host to walk. */
export const Asked = z.strictObject({
  route: Route,
  given: z.record(z.string(), z.string().max(1_000)),
});

/** A page without scrolling, in base64; nobody takes more. */
const MOST_PICTURE = 360_000;

/** What that host answers. */
export const Answered = z.object({
  steps: z
    .array(
      z.object({
        name: z.string().max(80),
        ms: z.number().int().min(0),
        why: z.string().max(2_000).nullable(),
      }),
    )
    .max(30),
  picture: z
    .string()
    .max(MOST_PICTURE)
    .regex(/^\/9j\/[A-Za-z0-9+/]*={0,2}$/, 'must be a JPEG in base64')
    .optional(),
});

/** What it answers when it has no say: why, for people. Nothing of its own environment is in it. */
export const Declined = z.object({ why: z.string().max(2_000) });
export type Declined = z.infer<typeof Declined>;

export const PATH = '/walk';
/** A route is text that people wrote; nobody writes more. */
export const MOST_BYTES = 262_144;
