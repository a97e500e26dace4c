import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { Duration } from '../kernel/duration.ts';
import type { Target } from '../kernel/target.ts';
import { type Instant, instant, plus } from '../kernel/time.ts';

const Wall = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'must be a wall time such as 2026-12-24T18:00');
const Zone = z
  .string()
  .refine(knownZone, { error: 'must be an IANA time zone such as Europe/Berlin' });

/**
 * A time in which nothing new starts. `from` is a wall time in `zone`, `for` its length, and `repeat`
 * an RFC 5545 RRULE (without DTSTART) when it comes back. No `services` means all of them.
 */
export const Blackout = z.strictObject({
  name: z.string().min(1),
  environments: z.array(z.string()).min(1),
  services: z.array(z.string()).optional(),
  owner: z.string(),
  zone: Zone,
  from: Wall,
  for: Duration,
  repeat: z
    .string()
    .refine(readableRule, { error: 'must be an RFC 5545 rule such as FREQ=WEEKLY;BYDAY=FR' })
    .optional(),
});
export type Blackout = z.infer<typeof Blackout>;

export interface Closed {
  readonly name: string;
  readonly owner: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** The blackout's occurrence that holds this target at this moment, or null. Ends are exclusive. */
export function closedAt(window: Blackout, target: Target, now: Instant): Closed | null {
  if (!covers(window, target)) return null;
  const from = lastStart(window, now);
  if (from === null) return null;
  const until = plus(from, window.for);
  return now < until ? { name: window.name, owner: window.owner, from, until } : null;
}

/** The next occurrence that starts after `now`, or null when it never comes back. */
export function nextClosed(window: Blackout, now: Instant): Closed | null {
  const from = window.repeat
    ? toInstant(rule(window, window.repeat).next(zoned(now, window.zone), false))
    : startOf(window);
  if (from === null || from <= now) return null;
  return { name: window.name, owner: window.owner, from, until: plus(from, window.for) };
}

function covers(window: Blackout, target: Target): boolean {
  const service = window.services === undefined || window.services.includes(target.service);
  return service && window.environments.includes(target.environment);
}

function lastStart(window: Blackout, now: Instant): Instant | null {
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

function rule(window: Pick<Blackout, 'from' | 'zone'>, repeat: string): RRuleTemporal {
  const start = window.from.replaceAll(/[-:]/g, '');
  return new RRuleTemporal({
    rruleString: `DTSTART;TZID=${window.zone}:${start}00\nRRULE:${repeat}`,
  });
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
