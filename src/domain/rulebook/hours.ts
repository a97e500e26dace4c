import { Temporal } from 'temporal-polyfill';
import type { Catalog } from '../catalog/catalog.ts';
import { isAtWork } from '../governance/working-hours.ts';
import { type Instant, instant, plus } from '../kernel/time.ts';

const HOUR_MS = 3_600_000;
const STEP_MS = HOUR_MS / 2;
const WEEK_STEPS = (7 * 24 * HOUR_MS) / STEP_MS;
/** Whoever works at all works within a week of any moment; the change of clocks moves that by an hour. */
const LONGEST_AWAY_MS = 8 * 24 * HOUR_MS;
const FIRST_YEAR = 2026;

/** Each half hour of two weeks that begin on a Monday, one on each side of the change of clocks, in the first year after these moments. */
export function halfHours(after: readonly Instant[]): readonly (readonly Instant[])[] {
  const year = Math.max(FIRST_YEAR, ...after.map((at) => yearOf(at) + 1));
  return ['01-05', '07-06'].map((day) => {
    const begin = mondayFrom(`${year}-${day}`);
    return Array.from({ length: WEEK_STEPS }, (_, i) => plus(begin, i * STEP_MS));
  });
}

/** The same where no moment has to be waited for. */
export const HALF_HOURS = halfHours([]);

export interface Gap {
  readonly from: Instant;
  readonly until: Instant;
  /** Of the whole week, with all that follow. */
  readonly hours: number;
}

/**
 * The first stretch in which it is `short`, from the first moment on that `counts`, and for how many hours of that week
 * it is both. The first week in which it is at all.
 */
export function firstGap(
  weeks: readonly (readonly Instant[])[],
  short: (at: Instant) => boolean,
  counts: (at: Instant) => boolean = () => true,
): Gap | null {
  for (const moments of weeks) {
    const gaps = moments.filter((at) => short(at) && counts(at));
    const [from] = gaps;
    if (from === undefined) continue;
    const end = moments.find((at) => at > from && !short(at));
    const until = end ?? plus(moments.at(-1) ?? from, STEP_MS);
    return { from, until, hours: (gaps.length * STEP_MS) / HOUR_MS };
  }
  return null;
}

/** Who is at work when; asked once of everybody with the same hours. */
export interface Presence {
  works(id: string, at: Instant): boolean;
  /** Whether they are at work then, or come to it within this time: in the half hour in which it ends as well. */
  comes(id: string, at: Instant, withinMs: number): boolean;
}

export function presenceIn(catalog: Catalog): Presence {
  const known = new Map<string, Map<Instant, boolean>>();
  const people = new Map(
    catalog.people.map(({ id, workingHours = null, zone: own }) => {
      const zone = own ?? 'UTC';
      const key = JSON.stringify([workingHours, zone]);
      const seen = known.get(key) ?? new Map<Instant, boolean>();
      known.set(key, seen);
      return [id, { workingHours, zone, seen }] as const;
    }),
  );
  function works(id: string, at: Instant): boolean {
    const one = people.get(id);
    if (!one) return false;
    if (one.workingHours === null) return true;
    const answer = one.seen.get(at) ?? isAtWork(one.workingHours, one.zone, at);
    one.seen.set(at, answer);
    return answer;
  }
  return {
    works,
    comes(id, at, withinMs) {
      const end = plus(at, Math.min(withinMs, LONGEST_AWAY_MS));
      for (let then = at; then <= end; then = plus(then, STEP_MS)) if (works(id, then)) return true;
      return false;
    },
  };
}

/** Of several askers, each with the hours that concern them: `ana (7 hours of the week) or bo (3)`. */
export function sayAskers(
  all: readonly { readonly asker: string; readonly gap: Pick<Gap, 'hours'> }[],
): string {
  return all
    .map(({ asker, gap }, i) => `${asker} (${gap.hours}${i === 0 ? ' hours of the week' : ''})`)
    .join(' or ');
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** `Mon 08:00 UTC`. */
export function sayHour(at: Instant): string {
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC');
  return `${DAYS[there.dayOfWeek - 1]} ${there.toPlainTime().toString().slice(0, 5)} UTC`;
}

function yearOf(at: Instant): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC').year;
}

function mondayFrom(date: string): Instant {
  const day = Temporal.PlainDate.from(date);
  const monday = day.add({ days: (8 - day.dayOfWeek) % 7 });
  return instant(monday.toZonedDateTime('UTC').epochMilliseconds);
}
