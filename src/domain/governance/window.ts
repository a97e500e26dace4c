import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { Duration } from '../kernel/duration.ts';
import type { Target } from '../kernel/target.ts';
import { type Instant, instant, plus } from '../kernel/time.ts';

const Day = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'must be a day such as 2026-12-25');
const From = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/,
    'must be a wall time such as 2026-12-24T18:00, or a day such as 2026-12-24',
  );
const DAY_MS = 24 * 3_600_000;
const Zone = z
  .string()
  .refine(knownZone, { error: 'must be an IANA time zone such as Europe/Berlin' });

const form = {
  name: z.string().min(1),
  environments: z.array(z.string()).min(1),
  services: z.array(z.string()).optional(),
  owner: z.string(),
  zone: Zone,
  from: From,
  for: Duration,
  except: z.array(Day).optional(),
};
const Rule = z
  .string()
  .refine(readableRule, { error: 'must be an RFC 5545 rule such as FREQ=WEEKLY;BYDAY=FR' });

/**
 * A time in which nothing new starts. `from` is a wall time in `zone`, or a day, and `for` its length:
 * from a day on whole calendar days, however long the zone makes them. `repeat` is an RFC 5545 RRULE
 * (without DTSTART) when it comes back, `except` the days on which it then does not begin. No
 * `services` means all of them.
 */
export const Blackout = z
  .strictObject({ ...form, repeat: Rule.optional() })
  .refine(wholeDays, { error: 'must be whole days, as "from" is a day', path: ['for'] })
  .refine(({ repeat, except }) => repeat !== undefined || except === undefined, {
    error: 'needs "repeat": what does not come back has no days to leave out',
    path: ['except'],
  });
export type Blackout = z.infer<typeof Blackout>;

/**
 * A time in which something new may start: where one or more speak of a target, it starts within one of
 * them and at no other time. It comes back for ever, for one that ended would close the target for good.
 */
export const ReleaseWindow = z
  .strictObject({
    ...form,
    repeat: Rule.refine((rule) => !/\b(COUNT|UNTIL)=/i.test(rule), {
      error: 'must come back for ever (no COUNT, no UNTIL): after its end nothing could start',
    }),
  })
  .refine(wholeDays, { error: 'must be whole days, as "from" is a day', path: ['for'] });
export type ReleaseWindow = z.infer<typeof ReleaseWindow>;

export interface Closed {
  readonly name: string;
  readonly owner: string;
  readonly from: Instant;
  readonly until: Instant;
  /** It is a time between release windows: `name` and `owner` are of the one that opens at `until`. */
  readonly between?: true;
}

/** The blackout's occurrence that holds this target at this moment, or null. Ends are exclusive. */
export function closedAt(
  window: Blackout | ReleaseWindow,
  target: Target,
  now: Instant,
): Closed | null {
  if (!covers(window, target)) return null;
  const from = lastStart(window, now);
  if (from === null) return null;
  const until = endOf(window, from);
  return now < until ? { name: window.name, owner: window.owner, from, until } : null;
}

/** The time between the release windows that speak of this target, when that is now; else null. */
export function outsideAt(
  windows: readonly ReleaseWindow[],
  target: Target,
  now: Instant,
): Closed | null {
  const own = windows.filter((window) => covers(window, target));
  if (own.some((window) => closedAt(window, target, now) !== null)) return null;
  const [next] = own
    .flatMap((window) => nextClosed(window, now) ?? [])
    .toSorted((a, b) => a.from - b.from);
  return next ? { ...next, from: now, until: next.from, between: true } : null;
}

/** The next occurrence that starts after `now`, or null when it never comes back. */
export function nextClosed(window: Blackout | ReleaseWindow, now: Instant): Closed | null {
  const from = window.repeat
    ? toInstant(rule(window, window.repeat).next(zoned(now, window.zone), false))
    : startOf(window);
  if (from === null || from <= now) return null;
  return { name: window.name, owner: window.owner, from, until: endOf(window, from) };
}

/** Its occurrences between two moments, in order, the one under way first; no more than `most`. */
export function occurrences(
  window: Blackout | ReleaseWindow,
  {
    since,
    until,
    most,
  }: { readonly since: Instant; readonly until: Instant; readonly most: number },
): readonly Closed[] {
  const target = {
    service: window.services?.[0] ?? '',
    environment: window.environments[0] ?? '',
  };
  const found: Closed[] = [];
  let one = closedAt(window, target, since) ?? nextClosed(window, since);
  while (one && one.from < until && found.length < most) {
    found.push(one);
    one = nextClosed(window, one.from);
  }
  return found;
}

/** Whether it speaks of this target at all, whenever that is. */
export function covers(window: Blackout | ReleaseWindow, target: Target): boolean {
  const service = window.services === undefined || window.services.includes(target.service);
  return service && window.environments.includes(target.environment);
}

function lastStart(window: Blackout | ReleaseWindow, now: Instant): Instant | null {
  if (window.repeat)
    return toInstant(rule(window, window.repeat).previous(zoned(now, window.zone), true));
  const first = startOf(window);
  return first <= now ? first : null;
}

/** When it is in force for the first time. */
export function startOf(window: Pick<Blackout, 'from' | 'zone'>): Instant {
  const wall = Temporal.PlainDateTime.from(window.from);
  return instant(wall.toZonedDateTime(window.zone).epochMilliseconds);
}

function rule(window: Pick<Blackout, 'from' | 'zone' | 'except'>, repeat: string): RRuleTemporal {
  const [day = '', clock = '00:00'] = window.from.split('T');
  const on = (date: string): string =>
    `TZID=${window.zone}:${`${date}T${clock}`.replaceAll(/[-:]/g, '')}00`;
  const left = (window.except ?? []).map((date) => `\nEXDATE;${on(date)}`);
  return new RRuleTemporal({
    rruleString: `DTSTART;${on(day)}\nRRULE:${repeat}${left.join('')}`,
  });
}

/** A day has as many hours as its zone gives it. */
function endOf(window: Pick<Blackout, 'from' | 'for' | 'zone'>, from: Instant): Instant {
  if (window.from.includes('T')) return plus(from, window.for);
  return instant(zoned(from, window.zone).add({ days: window.for / DAY_MS }).epochMilliseconds);
}

function wholeDays(window: { readonly from: string; readonly for: number }): boolean {
  return window.from.includes('T') || window.for % DAY_MS === 0;
}

function zoned(at: Instant, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}

function toInstant(at: { readonly epochMilliseconds: number } | null): Instant | null {
  return at === null ? null : instant(at.epochMilliseconds);
}

function knownZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}

function readableRule(repeat: string): boolean {
  try {
    return rule({ from: '2026-01-01T00:00', zone: 'UTC' }, repeat) !== undefined;
  } catch {
    return false;
  }
}
