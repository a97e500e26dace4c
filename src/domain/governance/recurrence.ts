import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { type Instant, instant, plus } from '../kernel/time.ts';

const DAY_MS = 24 * 3_600_000;
/** No zone sets its clocks by more. */
const APART_MS = 3 * 3_600_000;

/** Days that follow each other: the first as `2026-12-25`, and how many they are. */
export interface Span {
  readonly from: string;
  readonly days: number;
}

/**
 * When something is, and when again. `from` is a wall time in `zone`, or a day, and `for` its length: from
 * a day on whole calendar days, however long the zone makes them. `repeat` is an RFC 5545 RRULE (without
 * DTSTART), `except` the days on which it does not
 * begin, or wall times at which it does not. With `spans`, which are in order and do not
 * touch, it is on those days and at no other time.
 */
export interface Recurrence {
  readonly zone: string;
  readonly from: string;
  readonly for: number;
  readonly repeat?: string | undefined;
  readonly except?: readonly string[] | undefined;
  readonly spans?: readonly Span[] | undefined;
}

/** One time of it; the end is outside. */
export interface Occurrence {
  readonly from: Instant;
  readonly until: Instant;
}

/** The newest occurrence that has begun, over or not; null before the first. */
export function lastOf(one: Recurrence, now: Instant): Occurrence | null {
  if (one.spans)
    return spanAt(
      one,
      one.spans.findLast((span) => begin(span, one.zone) <= now),
    );
  if (one.repeat === undefined) {
    const first = startOf(one);
    return first <= now ? occurrence(one, first) : null;
  }
  const from = beginning(one, one.repeat, now, 'last');
  return from === null ? null : occurrence(one, from);
}

/** The first occurrence that begins after `now`, or null when it never comes back. */
export function nextOf(one: Recurrence, now: Instant): Occurrence | null {
  if (one.spans)
    return spanAt(
      one,
      one.spans.find((span) => begin(span, one.zone) > now),
    );
  if (one.repeat === undefined) {
    const first = startOf(one);
    return first > now ? occurrence(one, first) : null;
  }
  const from = beginning(one, one.repeat, now, 'next');
  return from === null ? null : occurrence(one, from);
}

/**
 * When it last began, now or before, or begins next, by a rule of wall times. One that the clocks skip is as much
 * later, and of one that comes twice the first counts, as RFC 5545 3.3.5 and 3.3.10 say. So near a change of the
 * clocks the order of wall times is not that of time, and each of them is looked at.
 */
function beginning(
  { zone, ...one }: Recurrence,
  repeat: string,
  now: Instant,
  which: 'last' | 'next',
): Instant | null {
  const rule = wallRule({ zone, ...one }, repeat);
  const at = (wall: Temporal.ZonedDateTime): Instant =>
    instant(wall.toPlainDateTime().toZonedDateTime(zone).epochMilliseconds);
  const beyond = (wall: Temporal.ZonedDateTime, inclusive: boolean): Instant | null => {
    const found = which === 'last' ? rule.previous(wall, inclusive) : rule.next(wall, inclusive);
    return found ? at(found) : null;
  };
  const [before, here, after] = [-APART_MS, 0, APART_MS].map((ms) => zoned(plus(now, ms), zone));
  if (!before || !here || !after) return null;
  if (before.offsetNanoseconds === after.offsetNanoseconds)
    return beyond(floating(here), which === 'last');
  const near = rule.between(floating(before), floating(after), true).map(at);
  const found =
    which === 'last' ? near.filter((one) => one <= now) : near.filter((one) => one > now);
  if (found.length === 0) return beyond(floating(which === 'last' ? before : after), false);
  return instant(which === 'last' ? Math.max(...found) : Math.min(...found));
}

/** When it is in force for the first time. */
export function startOf({
  from,
  zone,
  spans,
}: Pick<Recurrence, 'from' | 'zone' | 'spans'>): Instant {
  const wall = Temporal.PlainDateTime.from(spans?.[0]?.from ?? from);
  return instant(wall.toZonedDateTime(zone).epochMilliseconds);
}

/** Whether its length goes with its beginning: whole days from a day on. */
export function wholeDays({ from, for: forMs }: Pick<Recurrence, 'from' | 'for'>): boolean {
  return from.includes('T') || forMs % DAY_MS === 0;
}

/** How many days a length is that `wholeDays` let through. */
export function daysIn(forMs: number): number {
  return forMs / DAY_MS;
}

export function knownZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}

export function readableRule(repeat: string): boolean {
  try {
    return wallRule({ from: '2026-01-01T00:00', zone: 'UTC' }, repeat) !== undefined;
  } catch {
    return false;
  }
}

function begin({ from }: Span, zone: string): Instant {
  return startOf({ from, zone });
}

function spanAt({ zone }: Recurrence, span: Span | undefined): Occurrence | null {
  if (!span) return null;
  const from = begin(span, zone);
  return { from, until: daysLater(from, span.days, zone) };
}

function occurrence(one: Recurrence, from: Instant): Occurrence {
  const whole = !one.from.includes('T');
  return { from, until: whole ? daysLater(from, daysIn(one.for), one.zone) : plus(from, one.for) };
}

/** A day has as many hours as its zone gives it. */
function daysLater(from: Instant, days: number, zone: string): Instant {
  return instant(zoned(from, zone).add({ days }).epochMilliseconds);
}

/** Of wall times, which are written as if they were in UTC: there every one of them exists, and once. */
function wallRule(
  { from, zone, except = [] }: Pick<Recurrence, 'from' | 'zone' | 'except'>,
  repeat: string,
): RRuleTemporal {
  const [, clock = '00:00'] = from.split('T');
  const on = (wall: string): string =>
    `TZID=UTC:${stamp(wall.includes('T') ? wall : `${wall}T${clock}`)}`;
  const left = except.map((wall) => `\nEXDATE;${on(wall)}`);
  return new RRuleTemporal({
    rruleString: `DTSTART;${on(from)}\nRRULE:${endingThere(repeat, zone)}${left.join('')}`,
  });
}

/** An end that is written in UTC, as the wall clock shows it then. */
function endingThere(repeat: string, zone: string): string {
  return repeat.replace(
    /(UNTIL=)(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/i,
    (_, until, ...[y, m, d, h, min, s]: string[]) => {
      const end = Temporal.Instant.from(`${y}-${m}-${d}T${h}:${min}:${s}Z`);
      return `${until}${stamp(end.toZonedDateTimeISO(zone).toPlainDateTime().toString())}Z`;
    },
  );
}

/** The wall clock as if it were in UTC. */
function floating(at: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  return at.toPlainDateTime().toZonedDateTime('UTC');
}

/** `2026-12-24T18:00`, with seconds or without, as RFC 5545 writes it. */
function stamp(wall: string): string {
  return wall.replaceAll(/[-:]/g, '').padEnd('20261224T180000'.length, '0');
}

function zoned(at: Instant, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}
