/**
 * 1,000 windows of every kind, over environments that each have the same share of them. A third of each kind (of the
 * calendars all of it) speaks of every service in its environment, so that about 100 speak of one request.
 */
import { createHash } from 'node:crypto';
import {
  type Closures,
  closuresOf,
  type ReadCopy,
  readCopyInForce,
} from '../../src/domain/governance/calendar-copies.ts';
import type { CalendarFeed, FeedState } from '../../src/domain/governance/calendar-feed.ts';
import { type HolidayList, withDays } from '../../src/domain/governance/holidays.ts';
import { Blackout, ReleaseWindow } from '../../src/domain/governance/window.ts';
import { type Instant, instant } from '../../src/domain/kernel/time.ts';

const RELEASES = 250;
const REPEATED = 300;
const SINGLE = 100;
const HOLIDAYS = 150;
/** Of each of the calendars, one an environment. */
const ENTRIES = 40;
const HALF_HOUR = 30 * 60_000;

const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Singapore', 'UTC'];
const DAYS = ['MO,TU,WE,TH', 'TU,TH', 'MO,WE,FR', 'MO,TU,WE,TH,FR'];
const REPEATS = [
  'FREQ=WEEKLY;BYDAY=SA,SU',
  'FREQ=DAILY',
  'FREQ=MONTHLY;BYDAY=-1FR',
  'FREQ=YEARLY',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=TH',
];
const YEARS = [2024, 2025, 2026, 2027];
const LISTS: readonly HolidayList[] = [
  {
    name: 'public',
    days: YEARS.flatMap((y) =>
      ['01-01', '05-01', '10-03', '12-25', '12-26'].map((d) => `${y}-${d}`),
    ),
  },
  {
    name: 'fiscal',
    days: YEARS.flatMap((y) =>
      ['03-31', '06-30', '09-30', '11-30', '12-31'].map((d) => `${y}-${d}`),
    ),
  },
];

interface Places {
  readonly environments: readonly string[];
  /** The service that the i-th speaks of, where it speaks of one. */
  readonly service: (i: number) => string;
}

const pick = <T>(all: readonly T[], i: number): T => all[i % all.length] as T;
const two = (n: number): string => String(n).padStart(2, '0');
const count = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);

/** What the configuration says: it is read as its folder would be. */
export function windowsOver({ environments, service }: Places) {
  const form = (kind: string, i: number) => ({
    name: `${kind} ${i}`,
    environments: [pick(environments, i)],
    ...(Math.floor(i / environments.length) % 3 === 0 ? {} : { services: [service(i)] }),
    owner: 'group-1',
    zone: pick(ZONES, i),
  });
  const from = (i: number, hour: number): string =>
    `20${20 + (i % 7)}-0${1 + (i % 9)}-${two(1 + (i % 28))}T${two(hour)}:00`;
  const release = (i: number) => ({
    ...form('release', i),
    from: from(i, 7 + (i % 3)),
    for: `${2 + (i % 8)}h`,
    repeat: `FREQ=WEEKLY;BYDAY=${pick(DAYS, i)}`,
    except: ['public', '2026-11-26'],
  });
  const repeated = (i: number) => ({
    ...form('repeated', i),
    from: from(i, i % 24),
    for: '1h',
    repeat: pick(REPEATS, Math.floor(i / environments.length)),
    except: ['2026-11-19', '2026-12-24'],
  });
  const single = (i: number) => ({
    ...form('single', i),
    from: `2026-1${1 + (i % 2)}-${two(1 + (i % 28))}T${two(i % 24)}:00`,
    for: '4h',
  });
  const holiday = (i: number) => ({
    ...form('holiday', i),
    from: pick(['public', 'fiscal'], i),
    for: '1d',
  });
  return {
    windows: count(RELEASES).map((i) => withDays(ReleaseWindow.parse(release(i)), LISTS)),
    blackouts: [
      ...count(REPEATED).map(repeated),
      ...count(SINGLE).map(single),
      ...count(HOLIDAYS).map(holiday),
    ].map((one) => withDays(Blackout.parse(one), LISTS)),
    feeds: environments.map((name) => feedOf(name)),
  };
}

/** Everything that is closed: the configuration's, and the calendars as they were read last, once. */
export function closuresIn(catalog: Parameters<typeof closuresOf>[0]): () => Closures {
  const { feeds = [] } = catalog;
  const states = feeds.map(stateOf);
  const read = new Map<string, ReadCopy>(
    feeds.flatMap((feed, i) => {
      const { kept } = states[i] ?? {};
      return kept ? [[feed.name, readCopyInForce(textOf(feed, i), feed, kept)]] : [];
    }),
  );
  return () => closuresOf(catalog, states, ({ name }) => read.get(name) ?? { why: 'never read' });
}

function feedOf(environment: string): CalendarFeed {
  return {
    name: `calendar-${environment}`,
    environments: [environment],
    owner: 'group-1',
    zone: 'Europe/Berlin',
    url: `https://calendars.example/${environment}.ics`,
    every: HALF_HOUR,
  };
}

const READ: Instant = instant(Date.UTC(2026, 10, 18, 9));

function stateOf(feed: CalendarFeed, i: number): FeedState {
  const digest = createHash('sha256').update(textOf(feed, i)).digest('hex');
  return {
    service: `calendar/${feed.name}`,
    environment: '*',
    calendar: feed.name,
    since: READ,
    seenAt: READ,
    kept: { digest, at: READ, closings: ENTRIES },
    fading: [],
    tags: null,
    trouble: null,
    revision: 1,
  };
}

/** Half of its events come back, each with a day left out. */
function textOf(_: CalendarFeed, nth: number): string {
  const event = (i: number): readonly string[] => {
    const hour = two((i * 5 + nth) % 24);
    const minute = two(i);
    const start = i % 2 === 0 ? `2026010${1 + (i % 9)}` : `202611${two(18 + (i % 12))}`;
    const again = [
      `RRULE:${pick(REPEATS, i / 2)}`,
      `EXDATE;TZID=Europe/Berlin:20261120T${hour}${minute}00`,
    ];
    return [
      'BEGIN:VEVENT',
      `UID:${nth}-${i}@calendars.example`,
      'DTSTAMP:20260101T000000Z',
      `DTSTART;TZID=Europe/Berlin:${start}T${hour}${minute}00`,
      'DURATION:PT2H',
      ...(i % 2 === 0 ? again : []),
      `SUMMARY:entry ${i}`,
      'END:VEVENT',
    ];
  };
  const events = count(ENTRIES).flatMap(event);
  const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example//EN'];
  return [...head, ...events, 'END:VCALENDAR', ''].join('\r\n');
}
