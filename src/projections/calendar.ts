import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Held } from '../domain/governance/lock.ts';
import { namePlace } from '../domain/governance/lock-place.ts';
import { nameCause } from '../domain/governance/precedence.ts';
import { type Schedule, sayWay } from '../domain/governance/schedule.ts';
import type { Train, TrainHold } from '../domain/governance/train.ts';
import type { Closed } from '../domain/governance/window.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { plainLine } from './calendar-news.ts';
import { header, list, note, text } from './parts.ts';
import type { Item, Line, View } from './view.ts';
import { near, plainAt, titleOf } from './words.ts';

interface Scope {
  readonly environments: readonly string[];
  readonly services?: readonly string[] | undefined;
}

/** One line of the calendar: a time that is closed or open, a start that is planned, or a schedule's time. */
export type CalendarEntry =
  | (Closed & { readonly kind: 'blackout' | 'window'; readonly scope: Scope })
  | {
      readonly kind: 'lock';
      readonly from: Instant;
      readonly until: Instant | null;
      readonly lock: Held;
    }
  | { readonly kind: 'start'; readonly from: Instant; readonly d: Deployment }
  | { readonly kind: 'schedule'; readonly from: Instant; readonly s: Schedule }
  | {
      readonly kind: 'train';
      readonly from: Instant;
      readonly name: string;
      readonly train: Train;
      /** Who rides as far as anybody has boarded. */
      readonly services: readonly string[];
      readonly riders: string;
      readonly held: TrainHold | null;
    };

const MOST_LINES = 40;
const WORDS = { blackout: 'blackout', window: 'release window' } as const;

/** What is said below: who is booked twice and what else does not fit, and how calendars of others are read. */
interface Said {
  readonly clashes: readonly Line[];
  readonly feeds: readonly Line[];
}

/** What is closed, open, locked and planned, in the order in which it begins. */
export function calendarView(
  title: string,
  all: readonly CalendarEntry[],
  now: Instant,
  { feeds = [], clashes = [] }: Partial<Said> = {},
): View {
  const told = clashes.map((line) => text(...line, '.'));
  const read = [...told, ...(feeds.length === 0 ? [] : [note(...feeds)])];
  const said = [...clashes, ...feeds].map((line) => ` ${plainLine(line)}.`).join('');
  if (all.length === 0) {
    const none = 'nothing is closed, and nothing is planned.';
    return { text: `${title}: ${none}${said}`, parts: [header(title), text(none), ...read] };
  }
  const ordered = all.toSorted((a, b) => a.from - b.from);
  const shown = ordered.slice(0, MOST_LINES);
  const more = ordered.length - shown.length;
  const rest = more === 0 ? '' : ` ${more} more are later; name a shorter time or an environment.`;
  return {
    text: `${title}: ${shown.map(plain).join('; ')}.${rest}${said}`,
    parts: [
      header(title),
      list(
        null,
        shown.map((one) => item(one, now)),
      ),
      ...(more === 0 ? [] : [note([rest.trim()])]),
      ...read,
    ],
  };
}

function item(entry: CalendarEntry, now: Instant): Item {
  if (entry.kind === 'start') {
    const { d, from } = entry;
    const line: Line = [
      { at: from },
      ' · planned start · ',
      { bold: titleOf(d) },
      ' (',
      { code: d.id },
      '), ',
      { person: d.requestedBy },
    ];
    return { mark: 'next', line };
  }
  if (entry.kind === 'lock') return { mark: 'plain', line: lockLine(entry.lock, now) };
  if (entry.kind === 'schedule') return { mark: 'next', line: scheduleLine(entry.s, entry.from) };
  if (entry.kind === 'train') {
    const { name, riders, from, held } = entry;
    const by: Line = held ? [' · held by ', { person: held.by }, ': ', { foreign: held.why }] : [];
    const line: Line = [{ at: from }, ' · train · ', { bold: name }, ...by, ` · ${riders}`];
    return { mark: 'next', line };
  }
  const { kind, name, owner, from, until, scope } = entry;
  const when: Line =
    from <= now ? ['now, until ', { at: until }] : [{ at: from }, ' to ', near(until, from)];
  return {
    mark: 'plain',
    line: [
      ...when,
      ` · ${WORDS[kind]} · `,
      { bold: name },
      ` · ${sayScope(scope)} · `,
      { person: owner },
    ],
  };
}

function lockLine(lock: Held, now: Instant): Line {
  const { by, until, because, cause } = lock.held;
  const name = nameCause(cause);
  const end: Line = until === null ? ['no end'] : ['until ', near(until, now)];
  return [
    'now, ',
    ...end,
    ' · lock · ',
    { bold: namePlace(lock) },
    ' · ',
    { person: by },
    ...(name ? [' for ', { foreign: name }] : []),
    ...(because ? [': ', { foreign: because }] : []),
  ];
}

function scheduleLine(s: Schedule, from: Instant): Line {
  const what = sayWay(s);
  return [
    { at: from },
    ' · schedule · ',
    { bold: what },
    ' (',
    { code: s.id },
    '), ',
    { person: s.by },
  ];
}

function plain(entry: CalendarEntry): string {
  if (entry.kind === 'start') {
    return `planned start ${titleOf(entry.d)} (${entry.d.id}) ${plainAt(entry.from)}`;
  }
  if (entry.kind === 'schedule') {
    const { s, from } = entry;
    return `schedule ${s.id} ${sayWay(s)} ${plainAt(from)}`;
  }
  if (entry.kind === 'lock') {
    const { lock, until } = entry;
    return `lock ${namePlace(lock)} by ${lock.held.by} until ${until === null ? 'it is taken off' : plainAt(until)}`;
  }
  if (entry.kind === 'train') {
    const { name, held, riders, from } = entry;
    return `train ${name} (${held ? `held by ${held.by}: ${held.why}; ` : ''}${riders}) ${plainAt(from)}`;
  }
  const { kind, name, from, until, scope } = entry;
  return `${WORDS[kind]} ${name} (${sayScope(scope)}) ${plainAt(from)} to ${plainAt(until)}`;
}

export function sayScope({ environments, services }: Scope): string {
  return `${services ? services.join(', ') : 'everything'} in ${environments.join(', ')}`;
}
