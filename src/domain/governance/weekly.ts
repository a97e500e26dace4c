import { Temporal } from 'temporal-polyfill';
import { type Instant, instant } from '../kernel/time.ts';

/** Days of the week, 1 is Monday, and a wall time such as `10:00` on the clocks of a zone. */
export interface Recurrence {
  readonly days: readonly number[];
  readonly time: string;
  readonly zone: string;
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** Every weekday comes within a week; a zone that leaves a whole day out makes it two. */
const LONGEST_DAYS = 16;

/**
 * Its first moment after this one. A time that a change of clocks leaves out comes as much later as the
 * clocks go forward (02:30 is 03:30 that day); one that comes twice counts once, the first time.
 */
export function nextTime({ days, time, zone }: Recurrence, after: Instant): Instant {
  const plainTime = Temporal.PlainTime.from(time);
  const here = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(zone);
  const first = here.toPlainDate().subtract({ days: 1 });
  for (let n = 0; n < LONGEST_DAYS; n += 1) {
    const date = first.add({ days: n });
    const at = date.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds;
    if (days.includes(date.dayOfWeek) && at > after) return instant(at);
  }
  throw new Error(`no ${time} ${zone} within ${LONGEST_DAYS} days`);
}

/** Its next moments, in order. */
export function nextTimes(every: Recurrence, after: Instant, count: number): readonly Instant[] {
  const found: Instant[] = [];
  for (let last = after; found.length < count; found.push(last)) last = nextTime(every, last);
  return found;
}

/** As people say it and can type it again: `weekday at 10:00 Europe/Berlin`. */
export function sayRecurrence({ days, time, zone }: Recurrence): string {
  const named = days.map((day) => DAYS[day - 1]).join(',');
  return `${SHORT[named] ?? named} at ${time} ${zone}`;
}

const SHORT: Readonly<Record<string, string>> = {
  [DAYS.join(',')]: 'day',
  [DAYS.slice(0, 5).join(',')]: 'weekday',
};
