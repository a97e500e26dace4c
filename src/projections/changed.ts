import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { cardOffers } from './card-offers.ts';
import { stateLine } from './deployment-list.ts';
import { header, note, offer, offers, text } from './parts.ts';
import { type Line, type Offer, type Part, STATES, type View } from './view.ts';
import { plainAt, stateOf, titleOf } from './words.ts';

/** Something that moved: when, what in one line, and what can be done about it. */
export interface Moved {
  readonly at: Instant;
  readonly line: Line;
  readonly plain: string;
  readonly offers: readonly Offer[];
}

/** Each takes two blocks, and Slack shows fifty: more than this nobody reads on a phone either. */
const MOST = 15;

/** What the answer may lack. */
export interface Lacking {
  readonly isCut: boolean;
  /** What to type instead of what is cut. */
  readonly shorter: string;
  /** Of rules, locks and blackouts nothing before this was read; null where all of it was. */
  readonly readBack: Instant | null;
}

/** Everything that moved, newest first, each with its way back or its reason. */
export function changedView(title: string, all: readonly Moved[], more: Lacking): View {
  const unread = unreadBefore(more);
  if (all.length === 0) {
    const nothing = more.readBack === null ? 'nothing moved.' : 'nothing that was read moved.';
    return {
      text: `${title}: ${nothing} ${unread.join('')}`.trim(),
      parts: [header(title), text(`N${nothing.slice(1)}`), ...unread.map((one) => note([one]))],
    };
  }
  const ordered = all.toSorted((a, b) => b.at - a.at);
  const shown = ordered.slice(0, MOST);
  const left = ordered.length - shown.length;
  const rest =
    left === 0 && !more.isCut
      ? ''
      : `${left === 0 ? 'There may be more' : `${left}${more.isCut ? ' or more' : ''} earlier ones are left out`}: ${more.shorter}`;
  return {
    text: `${title}: ${shown.map(({ plain, at }) => `${plain} (${plainAt(at)})`).join('; ')}. ${[rest, ...unread].join(' ').trim()}`.trim(),
    parts: [
      header(title),
      ...shown.flatMap(({ at, line, offers: own }): Part[] => [
        text({ at }, ' · ', ...line),
        ...(own.length === 0 ? [] : [offers(own)]),
      ]),
      ...(rest === '' ? [] : [note([rest])]),
      ...unread.map((one) => note([one])),
    ],
  };
}

/** What is too much to read is said: an empty list would mean that nothing was there. */
function unreadBefore({ readBack }: Lacking): readonly string[] {
  if (readBack === null) return [];
  const since = `Rules, locks and blackouts changed before ${plainAt(readBack)} are not in this list`;
  return [
    `${since}: more was written since than is read at once. In force now: /release locks, /release blackout list.`,
  ];
}

/** The last time it did anything by which people could notice it. */
export function movedAt(d: Deployment): Instant {
  const times = [
    d.startedAt,
    d.exposedAt,
    d.finishedAt,
    d.status === 'running' ? d.progress.since : null,
  ];
  return times.reduce<Instant>((last, at) => (at !== null && at > last ? at : last), d.requestedAt);
}

/** A deployment or a rollback that started. */
export function movedDeployment(d: Deployment): Moved {
  const name = `${d.id} ${titleOf(d)}`;
  const back = cardOffers(d).main.filter(({ line }) => line.startsWith('/rollback '));
  return {
    at: movedAt(d),
    line: [
      { code: d.id },
      ' · ',
      { bold: titleOf(d) },
      ' · ',
      ...stateLine(d),
      ' · ',
      { person: d.requestedBy },
    ],
    plain: `${name} ${STATES[stateOf(d)].word.toLowerCase()}`,
    offers: [
      ...back.map((one) => ({ ...one, action: `${one.action}:${d.id}` })),
      offer(`why:${d.id}`, 'Why?', `/release why ${d.id}`, { spoken: `Why ${name}?` }),
    ],
  };
}
