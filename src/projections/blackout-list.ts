import { type AdHocBlackout, EVERY_SERVICE } from '../domain/governance/ad-hoc-blackout.ts';
import { header, list, note, text } from './parts.ts';
import type { Item, Line, Span, View } from './view.ts';
import { plainAt } from './words.ts';

const TITLE = 'Closed by a command';
const REST = 'What the configuration closes: /release calendar.';

/** What people have closed by a command, until when and why, and who may end it. */
export function blackoutList(all: readonly AdHocBlackout[]): View {
  if (all.length === 0) {
    const none = `${TITLE}: nothing. ${REST}`;
    return { text: none, parts: [header(TITLE), text('Nothing.'), note([REST])] };
  }
  return {
    text: `${TITLE}: ${all.map(plain).join('; ')}. ${REST}`,
    parts: [header(TITLE), list(null, all.map(item)), note([REST])],
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
