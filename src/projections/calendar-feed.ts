import { namePlace } from '../domain/governance/lock-place.ts';
import { sayWay } from '../domain/governance/schedule.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { plus } from '../domain/kernel/time.ts';
import { type CalendarEntry, sayScope } from './calendar.ts';
import type { CalendarTime } from './icalendar.ts';
import { note, text } from './parts.ts';
import type { View } from './view.ts';
import { titleOf } from './words.ts';

/** A lock without an end, in calendars that have no such thing. */
const NO_END_MS = 24 * 3_600_000;
export const FEED_PATH = '/calendar/';
/** Calendars show nothing that has no length, and how long a start takes nobody knows. */
const START_MS = 15 * 60_000;

/** Everything a calendar of Fairway holds, as other calendars show it. */
export function feedTimes(entries: readonly CalendarEntry[]): readonly CalendarTime[] {
  return entries.map(timeOf).toSorted((a, b) => a.from - b.from);
}

function timeOf(entry: CalendarEntry): CalendarTime {
  switch (entry.kind) {
    case 'blackout':
    case 'window': {
      const { kind, name, owner, from, until, scope } = entry;
      const about = `${sayScope(scope)}; owner ${owner}`;
      return { kind: kind === 'window' ? 'release window' : kind, name, about, from, until };
    }
    case 'lock': {
      const { by, because } = entry.lock.held;
      const about = `${by}${because ? `: ${because}` : ''}`;
      const until = entry.until ?? plus(entry.from, NO_END_MS);
      return { kind: 'lock', name: namePlace(entry.lock), about, from: entry.from, until };
    }
    case 'start': {
      const { d, from } = entry;
      const name = `${titleOf(d)} (${d.id})`;
      return lasting('planned start', name, `asked for by ${d.requestedBy}`, from);
    }
    case 'train':
      return lasting('train', entry.name, ridersOf(entry), entry.from);
    case 'schedule': {
      const { s, from } = entry;
      const name = `${sayWay(s)} (${s.id})`;
      return lasting('schedule', name, `ordered by ${s.by}`, from);
    }
  }
}

function ridersOf({ held, riders }: Extract<CalendarEntry, { kind: 'train' }>): string {
  return held ? `held by ${held.by}: ${held.why}; ${riders}` : riders;
}

function lasting(kind: string, name: string, about: string, from: Instant): CalendarTime {
  return { kind, name, about, from, until: plus(from, START_MS) };
}

/** The link, which is shown this once; `bare`: nobody has said at which address Fairway is reached. */
export function calendarLinkView(address: string, bare: boolean): View {
  const said = `Your calendar link, shown this once: ${address}`;
  const where = 'It begins with the address of this Fairway, which FAIRWAY_URL would say.';
  return {
    text: bare ? `${said}. ${where}` : said,
    parts: [
      text('Your calendar link, shown this once: ', { code: address }),
      ...(bare ? [note([where])] : []),
      note([WHOEVER]),
      note(['To take it back: ', { code: '/release calendar revoke' }]),
    ],
  };
}

const WHOEVER =
  'Whoever has it reads what is closed, open and planned. A link you had before opens nothing any more.';
