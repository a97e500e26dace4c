import type { Blackout } from '../window.ts';
import { eventsIn } from './components.ts';
import { type CalendarEvent, readEvent } from './event.ts';
import { CalendarError, type CalendarFault } from './lines.ts';
import { inZone, isDay, type When } from './when.ts';

/** What a calendar closes, and for whom; `zone` is that of its whole days and of times without a zone. */
export type Closes = Pick<Blackout, 'name' | 'environments' | 'services' | 'owner' | 'zone'>;

export type ReadClosings =
  | { readonly blackouts: readonly Blackout[] }
  | { readonly faults: readonly CalendarFault[] };

/**
 * The blackouts of an iCalendar text (RFC 5545): one for each event, which is called `<calendar>: <its
 * summary>`. All of it is taken or nothing: half a calendar would leave open what it closes.
 */
export function readClosings(text: string, closes: Closes): ReadClosings {
  const found = orFault(() => eventsIn(text));
  if ('fault' in found) return { faults: [found.fault] };
  const read = found.value.map((event) => orFault(() => readEvent(event, closes.zone)));
  const faults = read.flatMap((one) => ('fault' in one ? [one.fault] : []));
  if (faults.length > 0) return { faults };
  const events = newest(read.flatMap((one) => ('value' in one ? [one.value] : [])));
  return { blackouts: events.flatMap((event) => blackoutsOf(event, events, closes)) };
}

function orFault<T>(read: () => T): { readonly value: T } | { readonly fault: CalendarFault } {
  try {
    return { value: read() };
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    return { fault: { line: error.line, message: error.message } };
  }
}

/** Of what was sent several times the last word: the highest SEQUENCE, and of equals the last. */
function newest(all: readonly CalendarEvent[]): readonly CalendarEvent[] {
  const last = new Map<string, CalendarEvent>();
  for (const event of all) {
    const { instead } = event;
    const utc = instead && inZone(instead, isDay(instead) ? instead.zone : 'UTC');
    const key = JSON.stringify([event.uid, utc?.wall ?? null]);
    const before = last.get(key);
    if (!before || before.sequence <= event.sequence) last.set(key, event);
  }
  return [...last.values()];
}

function blackoutsOf(
  event: CalendarEvent,
  all: readonly CalendarEvent[],
  closes: Closes,
): readonly Blackout[] {
  const same = all.filter((one) => one.uid === event.uid);
  const whole = same.find((one) => one.instead === null);
  if (event.cancelled || whole?.cancelled || event.forMs === 0) return [];
  const instead = event.instead ? [] : same.flatMap((one) => one.instead ?? []);
  const except = [...event.except, ...instead].map((when) => wallIn(when, event.start));
  const one = (from: string): Blackout => ({
    ...closes,
    name: event.summary === '' ? closes.name : `${closes.name}: ${event.summary}`,
    zone: event.start.zone,
    from,
    for: event.forMs,
  });
  const { wall } = event.start;
  const also = event.also.map((when) => wallIn(when, event.start));
  const single = (event.repeat === null ? [wall, ...also] : also).filter(
    (at) => !except.includes(at),
  );
  const series = event.repeat === null ? [] : [{ ...one(wall), repeat: event.repeat, except }];
  return [...series, ...[...new Set(single)].map(one)];
}

/** A day left out of a series of times is left out at its time. */
function wallIn(when: When, start: When): string {
  const { wall } = inZone(when, start.zone);
  if (isDay(start)) return wall.slice(0, 10);
  return isDay(when) ? `${wall}T${start.wall.slice(11)}` : wall;
}
