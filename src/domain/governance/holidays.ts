import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Instant } from '../kernel/time.ts';
import { daysIn, type Recurrence, type Span } from './recurrence.ts';

export const Day = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'must be a day such as 2026-12-25');

/** Days that blackouts and release windows refer to by the name of their list, whatever their zone. */
export interface HolidayList {
  readonly name: string;
  readonly days: readonly string[];
}

/** Whether a word where a day may stand is the name of a list instead. */
export function isListName(word: string): boolean {
  return /^[a-z]/.test(word);
}

/** The same with the days of the lists it names in their place. A list that is not there has no days. */
export function withDays<One extends Recurrence>(one: One, lists: readonly HolidayList[]): One {
  const daysOf = (name: string): readonly string[] =>
    lists.find((list) => list.name === name)?.days ?? [];
  const spans = isListName(one.from) ? spansOf(daysOf(one.from), daysIn(one.for)) : null;
  const except = one.except?.flatMap((word) => (isListName(word) ? daysOf(word) : [word]));
  return { ...one, ...(spans && { spans }), ...(except && { except: [...new Set(except)] }) };
}

/** The last moment of which the list knows: the end of its last day, in UTC. */
export function endOfList({ days }: HolidayList): Instant {
  const last = days.toSorted().at(-1) ?? '1970-01-01';
  const end = Temporal.PlainDate.from(last).add({ days: 1 }).toZonedDateTime('UTC');
  return end.epochMilliseconds as Instant;
}

/** Each day and those after it, up to `each`; days that touch are one span, so that its end is an end. */
function spansOf(days: readonly string[], each: number): readonly Span[] {
  const spans: Span[] = [];
  for (const from of [...new Set(days)].toSorted()) {
    const last = spans.at(-1);
    const apart = last ? daysBetween(last.from, from) : 0;
    if (last && apart <= last.days) spans[spans.length - 1] = { ...last, days: apart + each };
    else spans.push({ from, days: each });
  }
  return spans;
}

function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;
}
