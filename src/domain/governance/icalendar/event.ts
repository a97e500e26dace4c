import { Temporal } from 'temporal-polyfill';
import { readableRule } from '../recurrence.ts';
import type { EventLines } from './components.ts';
import { CalendarError, type ContentLine, unescapeText } from './lines.ts';
import { isDay, type When, whensOf, zonedOf } from './when.ts';

/** One VEVENT: a series, a single time, or what one time of a series became (`instead`). */
export interface CalendarEvent {
  readonly uid: string;
  readonly sequence: number;
  readonly summary: string;
  readonly cancelled: boolean;
  readonly start: When;
  /** Whole days times 24 hours from a day on, else as long as it is. */
  readonly forMs: number;
  readonly repeat: string | null;
  readonly except: readonly When[];
  readonly also: readonly When[];
  /** RECURRENCE-ID: the time of the series in whose place this one stands. */
  readonly instead: When | null;
}

const DAY_MS = 86_400_000;
const LONGEST_NAME = 80;

/**
 * What an event says.
 * @throws CalendarError on the first thing in it that cannot be taken: a closed time is never guessed
 */
export function readEvent(event: EventLines, floating: string): CalendarEvent {
  const all = (name: string) => event.lines.filter((one) => one.name === name);
  const text = (name: string) => all(name)[0]?.value.trim();
  refuseStrange(all);
  const [begins = null] = all('DTSTART');
  if (!begins) throw new CalendarError(event, 'this event has no DTSTART');
  const start = single(begins, floating);
  const whens = (name: string) => all(name).flatMap((line) => whensOf(line, floating));
  const [instead] = all('RECURRENCE-ID').map((line) => single(line, floating));
  return {
    uid: text('UID') ?? `line ${event.line}`,
    sequence: Number(text('SEQUENCE') ?? 0) || 0,
    summary: plainName(text('SUMMARY') ?? ''),
    cancelled: text('STATUS')?.toUpperCase() === 'CANCELLED',
    start,
    forMs: lengthOf(start, all, floating),
    repeat: text('RRULE') ?? null,
    except: whens('EXDATE'),
    also: whens('RDATE'),
    instead: instead ?? null,
  };
}

type All = (name: string) => readonly ContentLine[];

/** What RFC 5545 knows, or knew, and this does not. */
function refuseStrange(all: All): void {
  const [strange] = [
    ...all('EXRULE'),
    ...all('RDATE').filter(isPeriod),
    ...all('RECURRENCE-ID').filter(({ params }) => params['RANGE'] !== undefined),
    ...all('RRULE').slice(1),
  ];
  if (strange) throw new CalendarError(strange, `${strange.name} of this kind is not understood`);
  const unreadable = all('RRULE').find(({ value }) => !readableRule(value.trim()));
  if (unreadable) throw new CalendarError(unreadable, `no RFC 5545 rule: ${unreadable.value}`);
}

function isPeriod({ params, value }: ContentLine): boolean {
  return params['VALUE']?.toUpperCase() === 'PERIOD' || value.includes('/');
}

function single(line: ContentLine, floating: string): When {
  const [when, ...more] = whensOf(line, floating);
  if (when && more.length === 0) return when;
  throw new CalendarError(line, `${line.name} is one date or time`);
}

/** Without an end a day lasts a day and a moment no time (3.6.1). */
function lengthOf(start: When, all: All, floating: string): number {
  const [end] = all('DTEND');
  if (end) return untilEnd(start, end, floating);
  const [duration] = all('DURATION');
  if (!duration) return isDay(start) ? DAY_MS : 0;
  const ms = durationMs(start, duration.value.trim());
  if (ms !== null) return ms;
  throw new CalendarError(duration, `no duration: ${duration.value}`);
}

function untilEnd(start: When, end: ContentLine, floating: string): number {
  const until = single(end, floating);
  if (isDay(until) !== isDay(start)) {
    throw new CalendarError(end, 'DTEND and DTSTART must both be dates, or both times');
  }
  const ms = isDay(start)
    ? daysBetween(start.wall, until.wall) * DAY_MS
    : zonedOf(until).epochMilliseconds - zonedOf(start).epochMilliseconds;
  if (ms >= 0) return ms;
  throw new CalendarError(end, 'DTEND is before DTSTART');
}

function durationMs(start: When, text: string): number | null {
  try {
    const length = Temporal.Duration.from(text);
    if (length.sign < 0) return null;
    const from = isDay(start) ? zonedOf({ ...start, zone: 'UTC' }) : zonedOf(start);
    const ms = from.add(length).epochMilliseconds - from.epochMilliseconds;
    return isDay(start) && ms % DAY_MS !== 0 ? null : ms;
  } catch {
    return null;
  }
}

function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;
}

/** Somebody else wrote it: one line, nothing that cannot be seen. */
function plainName(summary: string): string {
  const words = unescapeText(summary)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return words.length > LONGEST_NAME ? `${words.slice(0, LONGEST_NAME - 1)}…` : words;
}
