import { CalendarError, type ContentLine, contentLines } from './lines.ts';

/** What stands between BEGIN:VEVENT and END:VEVENT, without the alarms inside of it. */
export interface EventLines {
  /** The line of its BEGIN. */
  readonly line: number;
  readonly lines: readonly ContentLine[];
}

/** Far more than any calendar of closed times has; more is a mistake or an attack. */
const MOST_EVENTS = 5_000;

/** The events of a calendar, in order. @throws CalendarError */
export function eventsIn(text: string): readonly EventLines[] {
  const lines = contentLines(text);
  refuseParts(lines);
  const events: Open[] = [];
  const open: Open[] = [];
  for (const one of lines) {
    if (one.name === 'BEGIN') {
      open.push({ line: one.line, what: one.value.trim().toUpperCase(), lines: [] });
    } else if (one.name === 'END') {
      const closed = close(open.pop(), one);
      if (closed.what === 'VEVENT') events.push(closed);
    } else {
      open.at(-1)?.lines.push(one);
    }
  }
  const [unclosed] = open;
  if (unclosed) throw new CalendarError(unclosed, `this ${unclosed.what} is never closed`);
  if (events.length <= MOST_EVENTS) return events;
  throw new CalendarError({ line: 1 }, `there are more than ${MOST_EVENTS} events`);
}

/** Half a file, or another kind of one: what is missing of it would be open. */
function refuseParts(lines: readonly ContentLine[]): void {
  const [first, last] = [lines[0], lines.at(-1)];
  if (first && last && is(first, 'BEGIN', 'VCALENDAR') && is(last, 'END', 'VCALENDAR')) return;
  const whole = 'a calendar begins with BEGIN:VCALENDAR and ends with END:VCALENDAR';
  throw new CalendarError(last ?? { line: 1 }, whole);
}

interface Open extends EventLines {
  readonly what: string;
  readonly lines: ContentLine[];
}

function close(inner: Open | undefined, end: ContentLine): Open {
  if (inner && is(end, 'END', inner.what)) return inner;
  throw new CalendarError(end, `END:${end.value} has no BEGIN of its own before it`);
}

function is({ name, value }: ContentLine, word: string, what: string): boolean {
  return name === word && value.trim().toUpperCase() === what;
}
