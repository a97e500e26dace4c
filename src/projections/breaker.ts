import type { Stop } from '../domain/breaker/breaker.ts';
import type { Breaker, BreakerEvent } from '../domain/breaker/decide.ts';
import { nameLine, typeLine } from '../domain/breaker/place.ts';
import { header, list, note, offer, offers, state, text } from './parts.ts';
import type { Item, Line, Offer, Part, Span, View } from './view.ts';
import { plainAt } from './words.ts';

const TITLE = 'Stopped lines';

/** Which lines are stopped or tried again: who stopped them, since when, why, and who may open them. */
export function lineList(all: readonly Breaker[]): View {
  if (all.length === 0) {
    const none = `${TITLE}: none.`;
    return { text: none, parts: [header(TITLE), text('None: every line runs.')] };
  }
  return {
    text: `${TITLE}: ${all.map(plain).join('; ')}.`,
    parts: [header(TITLE), list(null, all.map(item)), offers(all.slice(0, 4).map(opens))],
  };
}

/** The same on somebody's own page; nothing where every line runs. */
export function stoppedLines(all: readonly Breaker[]): readonly Part[] {
  if (all.length === 0) return [];
  return [header(TITLE), list(null, all.map(item)), offers(all.slice(0, 4).map(opens))];
}

/** What the channel hears of a line. */
export function lineNotice(event: BreakerEvent): View {
  const { breaker, by, because } = event;
  const name = nameLine(breaker);
  const why: Line = because === null ? [] : [': ', { foreign: because }];
  switch (event.what) {
    case 'stopped':
      return stopNotice(event, name);
    case 'opened':
      return {
        text: `${by} opened the line of ${name} again${because === null ? '' : `: ${because}`}.`,
        parts: [state('healthy', { person: by }, ` opened the line of ${name} again`, ...why)],
      };
    case 'half-opened':
      return word(
        'waiting',
        `The line of ${name} has rested: one deployment of low risk may try now.`,
      );
    case 'trying':
      return word('running', `${because} tries whether the line of ${name} can run again.`);
    case 'tried-well':
      return word('healthy', `${because} went well: the line of ${name} runs again.`);
    case 'tried-badly':
      return word('blocked', `${because} failed: the line of ${name} stays stopped.`);
    case 'not-tried':
      return word('waiting', `${because} tried nothing: another of low risk may try on ${name}.`);
  }
}

function word(mark: Parameters<typeof state>[0], sentence: string): View {
  return { text: sentence, parts: [state(mark, sentence)] };
}

function stopNotice({ breaker, by, because }: BreakerEvent, name: string): View {
  const { state: now } = breaker;
  if (now.kind === 'closed') return word('healthy', `The line of ${name} runs.`);
  const { stop } = now;
  const runs = stop.holds
    ? 'Nothing new starts there, what runs is held where it is; rollbacks go.'
    : 'Nothing new starts there; what runs goes through its plan; rollbacks go.';
  const who = stop.openers;
  return {
    text: `${by} stopped the line of ${name}: ${because}. ${runs} ${laterOf(stop)}It may be opened by ${who.join(' or ') || 'nobody'}.`,
    parts: [
      state('blocked', { person: by }, ` stopped the line of ${name}: `, {
        foreign: because ?? '',
      }),
      note([runs], ...(stop.restMs === null ? [] : [[laterOf(stop).trim()]]), [
        'It may be opened by ',
        ...people(who),
        '.',
      ]),
      offers([opens(breaker)]),
    ],
  };
}

function laterOf({ at, restMs }: Stop): string {
  if (restMs === null) return '';
  const from = plainAt((at + restMs) as typeof at);
  return `From ${from} on one deployment of low risk may try. `;
}

function opens(breaker: Breaker): Offer {
  const name = nameLine(breaker);
  return offer(
    `line:open:${name.replaceAll(' ', '-')}`,
    `Open ${name}`,
    `/release line open ${typeLine(breaker)}`,
    {
      spoken: `Open the line of ${name}`,
    },
  );
}

/** One line for each, as it stands in lists of several things. */
export function lineItems(all: readonly Breaker[]): readonly Item[] {
  return all.map(item);
}

function item(breaker: Breaker): Item {
  const { state: now } = breaker;
  if (now.kind === 'closed') return { mark: 'plain', line: [{ bold: nameLine(breaker) }, ' runs'] };
  const { by, at, because, openers } = now.stop;
  const line: Line = [
    { bold: nameLine(breaker) },
    now.kind === 'open' ? ' since ' : ' (tried again) since ',
    { at },
    ', ',
    { person: by },
    ': ',
    { foreign: because },
    '. It may be opened by ',
    ...people(openers),
  ];
  return { mark: 'plain', line };
}

function plain(breaker: Breaker): string {
  const { state: now } = breaker;
  if (now.kind === 'closed') return `${nameLine(breaker)} runs`;
  const { by, at, because, openers } = now.stop;
  const again = now.kind === 'half-open' ? ' (tried again)' : '';
  return `${nameLine(breaker)}${again} since ${plainAt(at)}, ${by}: ${because}; may be opened by ${openers.join(' or ') || 'nobody'}`;
}

function people(ids: readonly string[]): readonly Span[] {
  if (ids.length === 0) return ['nobody'];
  return ids.flatMap((person, i): Span[] => (i === 0 ? [{ person }] : [', ', { person }]));
}
