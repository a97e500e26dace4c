import type { Closures, FeedClosings } from '../domain/governance/calendar-copies.ts';
import { type FeedEvent, SETTLES_MS } from '../domain/governance/calendar-feed.ts';
import { plus } from '../domain/kernel/time.ts';
import { note, state } from './parts.ts';
import type { Line, Span, View } from './view.ts';
import { plainAt } from './words.ts';

/** How each calendar of others stands: as of when it is known, and why not later. Of one environment, or all. */
export function calendarNotes(
  { feeds, unread }: Pick<Closures, 'feeds' | 'unread'>,
  environment?: string,
): readonly Line[] {
  return feeds
    .filter(({ feed }) => environment === undefined || feed.environments.includes(environment))
    .map((one) => {
      const never = unread.find(({ name }) => name === one.feed.name);
      return never ? closedBy(one, never.why) : standing(one);
    });
}

function closedBy({ feed }: FeedClosings, why: string): Line {
  return [
    ...named(feed.name),
    ' could not be read yet, so ',
    { bold: feed.environments.join(', ') },
    ' is closed: ',
    { foreign: why },
    '; ',
    { person: feed.owner },
    ' can mend it',
  ];
}

function standing({ feed, state: known }: FeedClosings): Line {
  const asOf: Line = known?.seenAt ? [' as of ', { at: known.seenAt }] : [];
  const { trouble = null, fading = [] } = known ?? {};
  const why: Line = trouble ? [': ', { foreign: trouble.why }] : [];
  const last = fading.at(-1);
  const opens: Line = last
    ? ['; it says less than before, which counts from ', { at: plus(last.from, SETTLES_MS) }]
    : [];
  return [...named(feed.name), ...asOf, ...why, ...opens];
}

/** What the channel hears of a calendar that others keep. */
export function calendarNotice(event: FeedEvent): View {
  const { line, state: looks } = noticeOf(event);
  const rest: readonly Line[] = [
    [
      'It closes ',
      { bold: event.environments.join(', ') },
      '; owner ',
      { person: event.owner },
      '.',
    ],
    ...(event.what === 'opens' ? [[OPENS_LATER]] : []),
  ];
  const text = [line, ...rest].map(plainLine).join(' ');
  return { text, parts: [state(looks, ...line), note(...rest)] };
}

const OPENS_LATER =
  'Until then it stays closed, in case that is a mistake. To keep it closed: /release blackout add.';

function noticeOf(event: FeedEvent): {
  readonly line: Line;
  readonly state: 'healthy' | 'degraded' | 'blocked';
} {
  const name = named(event.calendar);
  const { closes, opens, opensAt, why, asOf } = event;
  switch (event.what) {
    case 'read':
      return {
        state: 'healthy',
        line: [...name, ' is read', ...listed(': it closes ', closes), '.'],
      };
    case 'changed':
      return {
        state: 'degraded',
        line: [
          ...name,
          ' changed',
          ...listed(': it closes ', closes),
          ...listed('; it opens ', opens),
          '.',
        ],
      };
    case 'opens':
      return {
        state: 'degraded',
        line: [
          ...name,
          ' will close less',
          ...(opensAt === null ? [] : [' from ', { at: opensAt }]),
          ...listed(': it opens ', opens),
          ...listed('; it closes at once ', closes),
          '.',
        ],
      };
    case 'stays':
      return { state: 'healthy', line: [...name, ' says again what it said: nothing is opened.'] };
    case 'recovered':
      return { state: 'healthy', line: [...name, ' can be read again.'] };
    case 'failing': {
      const still: Line = asOf
        ? ['; its copy as of ', { at: asOf }, ' stays in force.']
        : [
            ' and never could be: nothing new starts there until it can, but what breaks the glass.',
          ];
      return {
        state: asOf ? 'degraded' : 'blocked',
        line: [...name, ' cannot be read (', { foreign: why ?? 'unknown' }, ')', ...still],
      };
    }
  }
}

function named(calendar: string): Line {
  return ['Calendar ', { bold: calendar }];
}

/** Somebody else wrote the names. */
function listed(words: string, names: readonly string[]): Line {
  return names.length === 0 ? [] : [words, { foreign: names.join(', ') }];
}

/** A line as a screen reader has it. */
export function plainLine(line: Line): string {
  return line.map(plainSpan).join('');
}

function plainSpan(span: Span): string {
  if (typeof span === 'string') return span;
  if ('bold' in span) return span.bold;
  if ('code' in span) return span.code;
  if ('person' in span) return span.person;
  if ('group' in span) return span.group;
  if ('channel' in span) return span.channel;
  if ('link' in span) return span.label;
  return 'at' in span ? plainAt(span.at) : span.foreign;
}
