import { plainAction } from './action-item.ts';
import { header, list, note, offer, offers, text } from './parts.ts';
import type { Retro } from './retro.ts';
import { retroMarkdown } from './retro-document.ts';
import type { Moment } from './retro-timeline.ts';
import type { Part, View } from './view.ts';

/** What people see in the chat: the outcome, the times, who decided, what changes, and the newest of the timeline. */
export function retroView(retro: Retro, most: number): View {
  const { id, title, outcome, times, timeline } = retro;
  const shown = timeline.slice(-most);
  const left = timeline.length - shown.length;
  return {
    text: `${title}. ${outcome} ${times.map(([what, lasted]) => `${what}: ${lasted}.`).join(' ')}`,
    parts: [
      header(title),
      text({ foreign: outcome }),
      list(
        'How long',
        times.map(([what, lasted]) => plain(`${what}: ${lasted}`)),
      ),
      ...section('Evidence', retro.evidence),
      ...section('Users', retro.users ? [retro.users] : []),
      ...section('Approved by', retro.approvals),
      ...section('Deployments', retro.deployments),
      ...section('Incidents', retro.incidents),
      ...(retro.marks.length > 0 ? [list('Marked for this', retro.marks.map(momentLine))] : []),
      ...section('What changes', retro.actions.map(plainAction)),
      list(
        left > 0 ? `What happened, the last ${most} of ${timeline.length}` : 'What happened',
        shown.map(momentLine),
      ),
      note(['What is to change: ', { code: `/release action ${id} "…" as gate` }]),
      offers([
        offer(`retro:${id}`, 'As a document', `/release retro ${id} document`, {
          spoken: `The retrospective of ${id} as a document, with all of it`,
        }),
      ]),
    ],
  };
}

function section(title: string, lines: readonly string[]): readonly Part[] {
  return lines.length === 0 ? [] : [list(title, lines.map(plain))];
}

function plain(words: string) {
  return { mark: 'plain', line: [{ foreign: words }] } as const;
}

function momentLine({ at, ref, by, what, link }: Moment) {
  const said = [{ at, as: 'time' }, ' ', { code: ref }, ' ', { foreign: `${by} ${what}` }] as const;
  const message = link === null ? [] : ([' (', { link, label: 'the message' }, ')'] as const);
  return { mark: 'plain', line: [...said, ...message] } as const;
}

/** So much is shown whole in one piece of a message. */
const PIECE = 2_500;

/** The same as a document to copy, in as many pieces as it takes. */
export function retroPieces(retro: Retro): View {
  const pieces: string[][] = [];
  let length = PIECE;
  for (const line of retroMarkdown(retro).split('\n')) {
    if (length + line.length > PIECE) {
      pieces.push([]);
      length = 0;
    }
    pieces.at(-1)?.push(line);
    length += line.length + 1;
  }
  return {
    text: `${retro.title} as Markdown. ${retro.outcome}`,
    parts: pieces.map((lines) => ({ part: 'output', lines })),
  };
}
