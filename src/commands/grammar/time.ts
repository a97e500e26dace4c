import { Temporal } from 'temporal-polyfill';
import { parseDuration } from '../../domain/kernel/duration.ts';
import { isRefusal, type Refusal, refuse } from '../../domain/kernel/refusal.ts';
import { type Instant, instant, plus } from '../../domain/kernel/time.ts';

/** The moment it is read at, and the zone of whoever wrote it. */
export interface Reader {
  readonly now: Instant;
  readonly zone: string;
}

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const CLOCK = /^([01]?\d|2[0-3]):([0-5]\d)$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const EXACT = /^\d{4}-\d\d-\d\d[tT]\d\d:\d\d(:\d\d(\.\d+)?)?(z|Z|[+-]\d\d:?\d\d)(\[([^\]]+)\])?$/;

/** A moment as it was meant: `zone` is the one written, else the reader's; `dated` where a day was. */
export interface Moment {
  readonly at: Instant;
  readonly zone: string;
  readonly dated: boolean;
}

/**
 * A moment as people write it: `17:00` (the next one), `Fri 17:00`, `tomorrow 9:30`, `+20m`,
 * `2026-12-24T18:00`, each with a zone after it where another one is meant; or an exact moment with its
 * offset. A time that a change of clocks leaves out or brings twice is refused, never guessed.
 */
export function readTime(text: string, reader: Reader): Instant | Refusal {
  const moment = readMoment(text, reader);
  return isRefusal(moment) ? moment : moment.at;
}

export function readMoment(text: string, reader: Reader): Moment | Refusal {
  const compact = text.trim().replaceAll(/\s+/g, ' ');
  const { now, zone } = reader;
  if (compact.toLowerCase() === 'now') return { at: now, zone, dated: true };
  if (compact.startsWith('+')) {
    const ms = parseDuration(compact.slice(1));
    return ms === null ? unreadable(text) : { at: plus(now, ms), zone, dated: true };
  }
  const read = EXACT.test(compact) ? exact(compact, zone) : onTheWall(compact, reader);
  return read ?? unreadable(text);
}

/** Whether this word still belongs to the time that was written so far. */
export function goesOn(written: string, word: string): boolean {
  const hasClock = written.includes(':');
  if (CLOCK.test(word)) return !(hasClock || written.startsWith('+'));
  return hasClock && CLOCK.test(written.slice(-5).trim()) && zoneOf(word) !== null;
}

/** A time of day with the day before it and the zone after it, either of which may be left out. */
function onTheWall(text: string, { now, zone }: Reader): Moment | Refusal | null {
  const words = text.replace(/^(\d{4}-\d\d-\d\d)[tT]/, '$1 ').split(' ');
  const named = words.length > 1 ? zoneOf(words.at(-1) ?? '') : null;
  const [clock = '', day, ...more] = (named ? words.slice(0, -1) : words).toReversed();
  const time = timeOf(clock);
  if (time === null || more.length > 0) return null;
  const where = named ?? zone;
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(where);
  const date = dateOf(day?.toLowerCase(), time, here);
  const at = date && place(date.toPlainDateTime(time), where);
  return at === null || isRefusal(at) ? at : { at, zone: where, dated: day !== undefined };
}

/** The day that is meant; a weekday or a time alone is the next one that is not over yet. */
function dateOf(
  day: string | undefined,
  time: Temporal.PlainTime,
  here: Temporal.ZonedDateTime,
): Temporal.PlainDate | null {
  const today = here.toPlainDate();
  const past = Temporal.PlainTime.compare(time, here.toPlainTime()) <= 0;
  if (day === undefined) return past ? today.add({ days: 1 }) : today;
  if (day === 'today') return today;
  if (day === 'tomorrow') return today.add({ days: 1 });
  if (DATE.test(day)) return dateNamed(day);
  const weekday = weekdayNamed(day);
  if (weekday === null) return null;
  const ahead = (weekday - today.dayOfWeek + 7) % 7;
  return today.add({ days: ahead === 0 && past ? 7 : ahead });
}

/** 1 for `mon`, 7 for `sunday`; two letters are enough. */
export function weekdayNamed(word: string): number | null {
  const found = DAYS.findIndex((name) => word.length > 1 && name.startsWith(word));
  return found < 0 ? null : found + 1;
}

function dateNamed(day: string): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from(day, { overflow: 'reject' });
  } catch {
    return null;
  }
}

function timeOf(clock: string): Temporal.PlainTime | null {
  const [, hour, minute] = CLOCK.exec(clock) ?? [];
  return hour === undefined
    ? null
    : Temporal.PlainTime.from({ hour: Number(hour), minute: Number(minute) });
}

function place(wall: Temporal.PlainDateTime, zone: string): Instant | Refusal {
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) {
    return instant(earlier.epochMilliseconds);
  }
  const said = `${wall.toString().slice(0, 16).replace('T', ' ')} in ${zone}`;
  const [first, second] = [earlier, later].map((at) => at.toString({ timeZoneName: 'never' }));
  const twice = earlier.toPlainDateTime().equals(wall);
  return refuse(
    twice ? 'time-twice' : 'no-such-time',
    twice ? `${said} comes twice.` : `There is no ${said}.`,
    {
      why: 'The clocks are changed in that night.',
      fix: `Write the one you mean: ${first} or ${second}.`,
    },
  );
}

/** The offset must be one that the zone in brackets has at that moment. */
function exact(compact: string, zone: string): Moment | null {
  const [, , , , , named] = EXACT.exec(compact) ?? [];
  const where = named === undefined ? zone : zoneOf(named);
  if (where === null) return null;
  try {
    const at =
      named === undefined ? Temporal.Instant.from(compact) : Temporal.ZonedDateTime.from(compact);
    return { at: instant(at.epochMilliseconds), zone: where, dated: true };
  } catch {
    return null;
  }
}

/** The zone a word names, in its own spelling; only what looks like one is asked about. */
export function zoneOf(word: string): string | null {
  if (!/^(utc|gmt|[a-z]+(\/[a-z_+\-0-9]+)+)$/i.test(word)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: word }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

function unreadable(text: string): Refusal {
  return refuse('bad-time', `"${text}" is not a time I can read.`, {
    fix: 'Write 17:00, "Fri 17:00", "tomorrow 9:30", +20m or 2026-12-24T18:00, with a zone such as Europe/Berlin after it where you mean another than yours.',
  });
}
