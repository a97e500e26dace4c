import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Instant, instant } from '../kernel/time.ts';
import { ReleaseWindow } from './window.ts';

const { zone, from: wall } = ReleaseWindow.shape;

/**
 * Who of a group is on call: the people in turn, each for a day or a week, from a wall time in `zone` on.
 * Turns change at that time of day, through summer and winter.
 */
export const Rotation = z.strictObject({
  group: z.string(),
  people: z.array(z.string()).min(1),
  each: z.enum(['day', 'week']).default('week'),
  from: wall,
  zone,
});
export type Rotation = z.infer<typeof Rotation>;

export interface Turn {
  readonly person: string;
  readonly until: Instant;
  readonly next: string;
}

/** Whose turn it is at this moment; null before the first one. */
export function turnAt({ people, each, from, zone: where }: Rotation, now: Instant): Turn | null {
  const first = Temporal.PlainDateTime.from(from, { overflow: 'reject' }).toZonedDateTime(where);
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(where);
  if (now < first.epochMilliseconds) return null;
  const days = each === 'week' ? 7 : 1;
  const turn = Math.floor(first.until(here, { largestUnit: 'day' }).days / days);
  const of = (nth: number): string => people[nth % people.length] ?? '';
  const until = first.add({ days: (turn + 1) * days });
  return { person: of(turn), until: instant(until.epochMilliseconds), next: of(turn + 1) };
}
