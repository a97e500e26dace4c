import type { SilenceNews, SilentService } from '../domain/deployment/source-silence.ts';
import { plainLine } from './calendar-news.ts';
import { list, note, state } from './parts.ts';
import type { Item, Line, View } from './view.ts';

/** What the channel hears when a source of measurements falls silent, and when it is back. */
export function sourceNotice({ environment, lost, back, still }: SilenceNews): View {
  const heads: Line[] = [
    ...(lost.length > 0 ? [headOf(lost, environment)] : []),
    ...(back.length > 0 ? [backOf(back, environment, still)] : []),
  ];
  const notes: readonly Line[] = lost.length > 0 ? [MEANS] : [];
  const items = lost.map(item);
  const text = [...heads, ...items.map(({ line }) => [...line, '.']), ...notes].map(plainLine);
  return {
    text: text.join(' '),
    parts: [
      ...heads.map((line) => state(lost.length > 0 ? 'degraded' : 'healthy', ...line)),
      ...(items.length > 0 ? [list(null, items)] : []),
      ...(notes.length > 0 ? [note(...notes)] : []),
    ],
  };
}

const MEANS: Line = [
  'Nothing passes for want of an answer: judges ask people, no version is undone for burning a budget, and after 10 minutes a place that promised something is closed to all but rollbacks and break-glass. It is told when they are measured again.',
];

function headOf(lost: readonly SilentService[], environment: string): Line {
  const what = lost.length === 1 ? (lost[0]?.service ?? '') : `${lost.length} services`;
  return ['Nobody answers for what ', { bold: what }, ` serves in ${environment}.`];
}

function backOf(back: SilenceNews['back'], environment: string, still: readonly string[]): Line {
  const rest = still.length === 0 ? '' : `; still silent: ${still.join(', ')}`;
  return [
    { bold: back.map(({ service }) => service).join(', ') },
    ` in ${environment} ${back.length === 1 ? 'is' : 'are'} measured again (`,
    ...people(back.flatMap(({ owners }) => owners)),
    `)${rest}.`,
  ];
}

function item({ service, owners, since, why }: SilentService): Item {
  return {
    mark: 'plain',
    line: [
      { bold: service },
      ' since ',
      { at: since },
      ': ',
      { foreign: why },
      '; ',
      ...people(owners),
    ],
  };
}

function people(owners: readonly string[]): Line {
  const all = [...new Set(owners)];
  if (all.length === 0) return ['it has no owner'];
  return all.flatMap((person, i): Line => [...(i === 0 ? [] : [', ']), { person }]);
}
