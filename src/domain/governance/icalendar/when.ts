import { Temporal } from 'temporal-polyfill';
import { knownZone } from '../recurrence.ts';
import { CalendarError, type ContentLine } from './lines.ts';

/** A moment as a calendar writes it: `wall` is `2026-12-24T18:00:00`, or a day, in `zone`. */
export interface When {
  readonly wall: string;
  readonly zone: string;
}

const DATE = /^(\d{4})(\d\d)(\d\d)$/;
const TIME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)$/;

/**
 * The moments of a line, such as DTSTART or EXDATE. `floating` is the zone of whole days and of times that
 * name none: a calendar that does not say where it is does not mean where this program runs.
 * @throws CalendarError on a zone that nobody knows and on what is no moment
 */
export function whensOf(line: ContentLine, floating: string): readonly When[] {
  const { TZID: zone } = line.params;
  if (zone !== undefined && !knownZone(zone)) {
    const what = `unknown time zone "${zone}": it must be one of IANA, such as Europe/Berlin`;
    throw new CalendarError(line, what);
  }
  return line.value.split(',').map((value) => {
    const when = readWhen(value.trim(), zone ?? floating);
    if (when) return when;
    throw new CalendarError(line, `${line.name} is no date or time: ${value}`);
  });
}

export function isDay({ wall }: When): boolean {
  return !wall.includes('T');
}

export function zonedOf({ wall, zone }: When): Temporal.ZonedDateTime {
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(zone);
}

/** The same moment on another wall. A day is a day in every zone. */
export function inZone(when: When, zone: string): When {
  if (isDay(when) || when.zone === zone) return { ...when, zone };
  const wall = zonedOf(when).withTimeZone(zone).toPlainDateTime().toString();
  return { wall: wall.length === 16 ? `${wall}:00` : wall.slice(0, 19), zone };
}

function readWhen(value: string, zone: string): When | null {
  const [, year, month, day] = DATE.exec(value) ?? [];
  if (year !== undefined) return existing(`${year}-${month}-${day}`, zone);
  const [, y, m, d, hour, minute, second, utc] = TIME.exec(value) ?? [];
  if (y === undefined) return null;
  const wall = `${y}-${m}-${d}T${hour}:${minute}:${second === '60' ? '59' : second}`;
  return existing(wall, utc === 'Z' ? 'UTC' : zone);
}

function existing(wall: string, zone: string): When | null {
  try {
    Temporal.PlainDateTime.from(wall, { overflow: 'reject' });
    return { wall, zone };
  } catch {
    return null;
  }
}
