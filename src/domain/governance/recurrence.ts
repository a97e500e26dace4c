import { Temporal } from 'temporal-polyfill';
import { type Instant, instant, plus } from '../kernel/time.ts';
import { beginningsAround, type Series } from './beginnings.ts';

export { readableRule } from './beginnings.ts';

const DAY_MS = 24 * 3_600_000;

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
export interface Recurrence extends Series {
  readonly for: number;
  readonly spans?: readonly Span[] | undefined;
}

/** One time of it; the end is outside. */
export interface Occurrence {
  readonly from: Instant;
  readonly until: Instant;
}

/** Two of its times with none between them; null: there is none before, or after. */
interface Around {
  readonly last: Occurrence | null;
  readonly next: Occurrence | null;
}

/**
 * What was found last of each, which never changes. A rule book is asked again and again about moments that lie close
 * together.
 */
const known = new WeakMap<Recurrence, Around>();

/** The newest occurrence that has begun, over or not; null before the first. */
export function lastOf(one: Recurrence, now: Instant): Occurrence | null {
  return around(one, now).last;
}

/** The first occurrence that begins after `now`, or null when it never comes back. */
export function nextOf(one: Recurrence, now: Instant): Occurrence | null {
  return around(one, now).next;
}

function around(one: Recurrence, now: Instant): Around {
  const before = known.get(one);
  if (before && isBetween(before, now)) return before;
  const found = lookAround(one, now);
  known.set(one, found);
  return found;
}

function isBetween({ last, next }: Around, now: Instant): boolean {
  return (last === null || last.from <= now) && (next === null || now < next.from);
}

function lookAround(one: Recurrence, now: Instant): Around {
  if (one.spans) {
    const after = one.spans.findIndex((span) => begin(span, one.zone) > now);
    const index = after < 0 ? one.spans.length : after;
    return { last: spanAt(one, one.spans[index - 1]), next: spanAt(one, one.spans[index]) };
  }
  if (!comesBack(one)) {
    const only = occurrence(one, startOf(one));
    return only.from <= now ? { last: only, next: null } : { last: null, next: only };
  }
  const { last, next } = beginningsAround(one, now);
  return {
    last: last === null ? null : occurrence(one, last),
    next: next === null ? null : occurrence(one, next),
  };
}

function comesBack(one: Recurrence): one is Recurrence & { readonly repeat: string } {
  return one.repeat !== undefined;
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

/** Looked up once: it takes a third of a millisecond, and a rule book names the same few zones everywhere. */
const zones = new Set<string>();

export function knownZone(zone: string): boolean {
  if (zones.has(zone)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    zones.add(zone);
    return true;
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

function zoned(at: Instant, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}
