import { Temporal } from 'temporal-polyfill';

const DAY_NAMES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type DayName = (typeof DAY_NAMES)[number];

/** A closed or an open time as it is drawn: on these days of the week, or on these days alone. */
export interface DrawnTimes {
  readonly zone: string;
  readonly clock: string;
  readonly minutes: number;
  readonly weekdays: readonly DayName[];
  /** Left out where it comes back, or the only ones where `weekdays` is empty; then whole days. */
  readonly days: readonly string[];
}

export interface Span {
  readonly from: number;
  readonly until: number;
}

/**
 * Every time of it that touches a moment, found the plain way: each day near the moment is asked whether it is
 * one of them, and its wall clock is placed. It knows nothing of rules, windows or gates.
 */
export function spansAround(one: DrawnTimes, at: number): readonly Span[] {
  const here = Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(one.zone)
    .toPlainDate();
  const reach = Math.ceil(one.minutes / 1440) + 2;
  const found: Span[] = [];
  for (let day = -reach; day <= 1; day += 1) {
    const date = here.add({ days: day });
    if (!isOn(one, date)) continue;
    const clock = one.weekdays.length === 0 ? '00:00' : one.clock;
    const from = date.toPlainDateTime(Temporal.PlainTime.from(clock)).toZonedDateTime(one.zone);
    const until =
      one.weekdays.length === 0
        ? from.add({ days: 1 }).epochMilliseconds
        : from.epochMilliseconds + one.minutes * 60_000;
    found.push({ from: from.epochMilliseconds, until });
  }
  return found;
}

/** The one that is under way; where days follow each other the first of them began it. */
export function underWay(one: DrawnTimes, at: number): Span | null {
  const spans = spansAround(one, at).toSorted((a, b) => a.from - b.from);
  const now = spans.findLast(({ from, until }) => from <= at && at < until);
  if (!now || one.weekdays.length > 0) return now ?? null;
  const before = spans.find(({ until }) => until === now.from);
  return before ? { from: before.from, until: now.until } : now;
}

function isOn({ weekdays, days }: DrawnTimes, date: Temporal.PlainDate): boolean {
  const listed = days.includes(date.toString());
  if (weekdays.length === 0) return listed;
  const name = DAY_NAMES[date.dayOfWeek - 1];
  return !listed && name !== undefined && weekdays.includes(name);
}
