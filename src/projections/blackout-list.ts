import {
  type AdHocBlackout,
  type BlackoutEvent,
  EVERY_SERVICE,
  endersOf,
} from '../domain/governance/ad-hoc-blackout.ts';
import { plainLine } from './calendar-news.ts';
import { header, list, note, offer, offers, state, text } from './parts.ts';
import type { Item, Line, Span, View } from './view.ts';
import { plainAt } from './words.ts';

const TITLE = 'Closed by a command';
const REST = 'What the configuration closes: /release calendar.';

/** What people have closed by a command, until when and why, and who may end it. */
export function blackoutList(all: readonly AdHocBlackout[], feeds: readonly Line[] = []): View {
  const said = feeds.map((line) => ` ${plainLine(line)}.`).join('');
  if (all.length === 0) {
    const none = `${TITLE}: nothing. ${REST}${said}`;
    return { text: none, parts: [header(TITLE), text('Nothing.'), note([REST], ...feeds)] };
  }
  return {
    text: `${TITLE}: ${all.map(plain).join('; ')}. ${REST}${said}`,
    parts: [header(TITLE), list(null, all.map(item)), note([REST], ...feeds)],
  };
}

/** What the channel hears when something is closed by a command, made longer, or ended before its time. */
export function blackoutNotice({ what, by, because, blackout }: BlackoutEvent): View {
  const { service, environment, until } = blackout;
  const name = nameOf(service, environment);
  const why: Line = because === null ? [] : [': ', { foreign: because }];
  const plainWhy = because === null ? '' : `: ${because}`;
  if (what === 'ended') {
    return {
      text: `${by} opened ${name} again${plainWhy}.`,
      parts: [state('healthy', { person: by }, ` opened ${name} again`, ...why)],
    };
  }
  const who = endersOf(blackout);
  const line = `/release blackout end ${service === EVERY_SERVICE ? '' : `${service} in `}${environment}`;
  return {
    text: `${by} closed ${name} until ${plainAt(until)}${plainWhy}. Nothing new starts there; rollbacks go. It may be ended by ${who.join(' or ') || 'nobody'}.`,
    parts: [
      state('blocked', { person: by }, ` closed ${name} until `, { at: until }, ...why),
      note(
        ['Nothing new starts there; rollbacks go.'],
        ['It may be ended by ', ...(who.length === 0 ? ['nobody'] : people(who)), '.'],
      ),
      offers([offer('blackout:end', 'End it', line, { spoken: `Open ${name} again` })]),
    ],
  };
}

function item({ service, environment, by, until, because, enders }: AdHocBlackout): Item {
  const line: Line = [
    { bold: nameOf(service, environment) },
    ' until ',
    { at: until },
    ', ',
    ...people(by),
    ': ',
    { foreign: because },
    '. It may be ended by ',
    ...(enders.length === 0 ? ['nobody'] : people(enders)),
  ];
  return { mark: 'plain', line };
}

function plain({ service, environment, by, until, because, enders }: AdHocBlackout): string {
  const who = enders.join(' or ') || 'nobody';
  return `${nameOf(service, environment)} until ${plainAt(until)}, ${by.join(' and ')}: ${because}; may be ended by ${who}`;
}

function people(ids: readonly string[]): readonly Span[] {
  return ids.flatMap((person, i): Span[] => (i === 0 ? [{ person }] : [', ', { person }]));
}

function nameOf(service: string, environment: string): string {
  return service === EVERY_SERVICE ? environment : `${service} in ${environment}`;
}
