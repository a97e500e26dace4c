import type { Instant } from '../domain/kernel/time.ts';

/** One closed or open time, as other calendars show it. */
export interface CalendarTime {
  /** What it is, such as `blackout`; with its name and its beginning it stays the same event. */
  readonly kind: string;
  readonly name: string;
  readonly about: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** RFC 5545, 3.1: no line is longer, its break not counted. */
const LONGEST_OCTETS = 75;

/**
 * An iCalendar text (RFC 5545) of these times, in UTC, so that it needs no definition of a zone. `at` is when it
 * is made. The same time has the same UID in every text, so that a calendar that reads it again doubles nothing.
 */
export function icalendar(title: string, times: readonly CalendarTime[], at: Instant): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Fairway//Calendar//EN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${textOf(title)}`,
    ...times.flatMap((one) => eventOf(one, at)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventOf({ kind, name, about, from, until }: CalendarTime, at: Instant): readonly string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${encodeURIComponent(`${kind} ${name}`)}-${stamp(from)}@fairway`,
    `DTSTAMP:${stamp(at)}`,
    'SEQUENCE:0',
    `DTSTART:${stamp(from)}`,
    `DTEND:${stamp(until)}`,
    `SUMMARY:${textOf(`${kind}: ${name}`)}`,
    `DESCRIPTION:${textOf(about)}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

function stamp(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** 3.3.11; what cannot be shown is left out. */
function textOf(text: string): string {
  return text
    .replaceAll(/\r\n|[\n\r]/g, '\n')
    .replaceAll(/[\\;,]/g, (sign) => `\\${sign}`)
    .replaceAll('\n', '\\n')
    .replaceAll(/\p{Cc}/gu, '');
}

/** Long lines go on in the next after a space; no character is cut in two. */
function folded(line: string): string {
  const rows: string[] = [];
  let row = '';
  let octets = 0;
  for (const sign of line) {
    const size = new TextEncoder().encode(sign).length;
    if (octets + size > LONGEST_OCTETS) {
      rows.push(row);
      [row, octets] = [' ', 1];
    }
    row += sign;
    octets += size;
  }
  return [...rows, row].join('\r\n');
}
