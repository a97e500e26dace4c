import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Instant } from '../kernel/time.ts';

const DAYS = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const;
const Clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day in quotes, such as "09:00"');

/** When somebody works, in their own zone. Hours that end before they begin go on past midnight. */
export const WorkingHours = z.strictObject({
  days: z.array(z.enum(DAYS)).min(1).default(['mo', 'tu', 'we', 'th', 'fr']),
  from: Clock,
  until: Clock,
});
export type WorkingHours = z.infer<typeof WorkingHours>;

/** Whether somebody with these hours is at work at this moment; without hours one always is. */
export function isAtWork(hours: WorkingHours | null, zone: string, now: Instant): boolean {
  if (hours === null) return true;
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const time = here.toPlainTime().toString().slice(0, 5);
  const works = (dayOfWeek: number): boolean => hours.days.includes(DAYS[dayOfWeek - 1] ?? 'mo');
  const today = works(here.dayOfWeek);
  if (hours.from < hours.until) return today && time >= hours.from && time < hours.until;
  const yesterday = works(here.subtract({ days: 1 }).dayOfWeek);
  return (today && time >= hours.from) || (yesterday && time < hours.until);
}
