import { Temporal } from 'temporal-polyfill';
import { type Instant, instant, plus } from '../kernel/time.ts';

/**
 * What is owed after the glass was broken: somebody who had no part in it looks at it, in writing.
 * `chaseAt` is when people are reminded next, null once it is done; `chased` how often they were.
 */
export interface Review {
  readonly dueAt: Instant;
  readonly chaseAt: Instant | null;
  readonly chased: number;
  /** Who asked and who let it through: they do not judge themselves. */
  readonly involved: readonly string[];
  readonly by: string | null;
  readonly at: Instant | null;
  readonly note: string | null;
}

/** A review that begins to be owed. Broken twice, it is one review that everybody involved leaves to others. */
export function oweReview(
  before: Review | null | undefined,
  involved: readonly string[],
  when: { readonly now: Instant; readonly withinMs: number; readonly zone: string },
): Review {
  const open = before?.chaseAt == null ? null : before;
  return {
    dueAt: open?.dueAt ?? plus(when.now, when.withinMs),
    chaseAt: open?.chaseAt ?? nextMorning(when.now, when.zone),
    chased: open?.chased ?? 0,
    involved: [...new Set([...(before?.involved ?? []), ...involved])],
    by: null,
    at: null,
    note: null,
  };
}

const OPENS = Temporal.PlainTime.from('09:00');
const FRIDAY = 5;

/** Nine in the morning of the next day on which people work in this zone, Monday to Friday. */
export function nextMorning(now: Instant, zone: string): Instant {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  let day = here.toPlainDate();
  for (;;) {
    const at = day.toZonedDateTime({ timeZone: zone, plainTime: OPENS }).epochMilliseconds;
    if (day.dayOfWeek <= FRIDAY && at > now) return instant(at);
    day = day.add({ days: 1 });
  }
}
