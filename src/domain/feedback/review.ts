import { z } from 'zod';
import { type Instant, instant } from '../kernel/time.ts';
import type { Ticket } from './ticket.ts';

/** A store that has reviews of an application: `app-store` is read again and again, `play` is imported. */
export const ReviewSource = z
  .strictObject({
    name: z
      .string()
      .regex(
        /^[a-z][a-z0-9-]{0,62}$/,
        'must be a name of small letters, digits and "-" that begins with a letter',
      )
      .describe('What it is called here.'),
    kind: z
      .enum(['app-store', 'play'])
      .describe('app-store: a feed of customer reviews; play: reports that are imported.'),
    url: z
      .string()
      .regex(/^https?:\/\/[^\s<>|]+$/, 'must be the address of a feed')
      .optional()
      .describe('For app-store: the feed of customer reviews as JSON, of one country.'),
    private: z
      .boolean()
      .optional()
      .describe('Whether the feed may lie in your own networks, and be read without TLS.'),
    service: z.string().describe('The service whose versions the application has.'),
    inEnvironment: z.string().describe('Where its users are.'),
    low: z
      .number()
      .int()
      .min(1)
      .max(5)
      .default(2)
      .describe('Reviews with so many stars or fewer count.'),
    link: z
      .string()
      .regex(/^https:\/\/[^\s<>|]+$/, 'must be an address such as https://apps.apple.com/app/id1')
      .optional()
      .describe('Where people read its reviews; {id} stands for one. Left out: none is linked to.'),
  })
  .refine(({ kind, url }) => (kind === 'app-store') === (url !== undefined), {
    error: 'must have a "url" with kind app-store, and none with play',
  })
  .refine(({ url, private: own }) => !url?.startsWith('http:') || own === true, {
    error: 'must be https, unless it says private: true',
  });
export type ReviewSource = z.infer<typeof ReviewSource>;

/** That somebody gave so many stars, when, and to which version. No word of theirs. */
export const ForeignReview = z.object({
  ref: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/),
  at: z.number().int().transform(instant),
  stars: z.number().int().min(1).max(5),
  version: z.string().max(128).nullable(),
});
export type ForeignReview = z.infer<typeof ForeignReview>;

/** Bad reviews, counted as tickets are; good ones say nothing of what broke, and what is from later than now is none. */
export function complaints(
  reviews: readonly ForeignReview[],
  source: ReviewSource,
  now: Instant,
): readonly Ticket[] {
  const { name, service, inEnvironment: environment, low } = source;
  return reviews
    .filter(({ stars, at }) => stars <= low && at <= now)
    .map(({ ref, at, version }) => ({ service, environment, source: name, ref, at, version }));
}
