import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { type Instant, instant, plus } from '../kernel/time.ts';

/** No zone sets its clocks by more. */
const APART_MS = 3 * 3_600_000;

/** What comes back: wall times in `zone`, the first of them `from`, without those of `except`. */
export interface Series {
  readonly zone: string;
  readonly from: string;
  readonly repeat?: string | undefined;
  readonly except?: readonly string[] | undefined;
}

/** Each as it was read: that costs more than what is asked of it. */
const rules = new WeakMap<Series, RRuleTemporal>();

/** When it last began, now or before, and when it begins next; null: never. It throws where that cannot be found. */
export function beginningsAround(one: Series & { readonly repeat: string }, now: Instant) {
  const rule = rules.get(one) ?? wallRule(one, one.repeat);
  rules.set(one, rule);
  return {
    last: beginning(rule, one.zone, now, 'last'),
    next: beginning(rule, one.zone, now, 'next'),
  };
}

/**
 * When it last began, now or before, or begins next, by a rule of wall times. One that the clocks skip is as much
 * later, and of one that comes twice the first counts, as RFC 5545 3.3.5 and 3.3.10 say. So near a change of the
 * clocks the order of wall times is not that of time, and each of them is looked at.
 */
function beginning(
  rule: RRuleTemporal,
  zone: string,
  now: Instant,
  which: 'last' | 'next',
): Instant | null {
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

export function readableRule(repeat: string): boolean {
  try {
    return wallRule({ from: '2026-01-01T00:00', zone: 'UTC' }, repeat) !== undefined;
  } catch {
    return false;
  }
}

/** Of wall times, which are written as if they were in UTC: there every one of them exists, and once. */
function wallRule({ from, zone, except = [] }: Series, repeat: string): RRuleTemporal {
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
