import type { Governed } from '../domain/configuration/governs.ts';
import { sayValue } from '../domain/configuration/told.ts';
import type { ActionItem } from '../domain/governance/action-item.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { fields, header, text } from './parts.ts';
import type { Line, View } from './view.ts';

/** One key of the configuration: what it is, where that is written, by whom, and what changing it takes. */
export interface Explained {
  readonly key: string;
  readonly path: readonly string[];
  readonly value: unknown;
  readonly isWritten: boolean;
  /** `fairway.yaml:26:5`. */
  readonly place: string;
  readonly blame: {
    readonly commit: string;
    readonly author: string;
    readonly at: Instant;
    readonly summary: string;
  } | null;
  readonly governed: Governed;
  /** The action item that its rule came from, and what that was learned from; null where it says none. */
  readonly lesson?: Pick<ActionItem, 'id' | 'about' | 'words'> | null;
  /** The version that is in force, and since when; null where a folder was asked about. */
  readonly inForce: { readonly id: string; readonly since: Instant | null } | null;
}

export function explainView(one: Explained): View {
  const { key, place, blame, governed } = one;
  const value = sayValue(one.value, one.path.at(-1) ?? '');
  const who: Line = blame
    ? [
        { foreign: blame.author },
        ', ',
        { at: blame.at },
        ', ',
        { code: blame.commit.slice(0, 12) },
        ' ',
        { foreign: blame.summary },
      ]
    : [NOBODY_KNOWS];
  const since: Line | null = one.inForce && [
    { code: one.inForce.id },
    ...(one.inForce.since === null ? [] : [', since ', { at: one.inForce.since }]),
  ];
  return {
    text: explainLines(one).join('. '),
    parts: [
      header(key),
      text({ bold: 'Is' }, ' ', { foreign: value }),
      fields([
        ['Written', [{ code: place }, ...(one.isWritten ? [] : [' (left out)'])]],
        one.isWritten ? ['By', who] : null,
        since && ['In force with', since],
        one.lesson ? ['Came from', lessonLine(one.lesson)] : null,
        ['To change it', [sayGoverned(governed)]],
      ]),
    ],
  };
}

function lessonLine({ id, about, words }: NonNullable<Explained['lesson']>): Line {
  return [{ code: id }, ' of ', { code: about }, ': ', { foreign: words }];
}

const NOBODY_KNOWS = 'nobody knows: the files are in no commit of a git repository';

/** The same for a terminal, a line each. */
export function explainLines(one: Explained): readonly string[] {
  const { key, place, blame, governed, inForce, lesson } = one;
  const value = sayValue(one.value, one.path.at(-1) ?? '');
  const by = blame
    ? `${blame.author}, ${new Date(blame.at).toISOString()}, commit ${blame.commit.slice(0, 12)} ${blame.summary}`
    : NOBODY_KNOWS;
  return [
    `${key} is ${value}`,
    one.isWritten ? `written at ${place}` : `left out of the files; it could stand at ${place}`,
    ...(one.isWritten ? [`who wrote it: ${by}`] : []),
    ...(inForce ? [`in force with ${inForce.id}`] : []),
    ...(lesson ? [`it came from ${lesson.id} of ${lesson.about}: ${lesson.words}`] : []),
    `to change it: ${sayGoverned(governed)}`,
  ];
}

function sayGoverned({ direction, asks }: Governed): string {
  const whom = asks.map(
    ({ rule, people, quorum }) => `${quorum} of ${people.join(', ') || 'nobody'} for ${rule}`,
  );
  switch (direction) {
    case 'neutral':
      return 'no rule hangs on it, so it takes nobody’s approval';
    case 'loosens':
      return `it takes ${whom.join('; ')}, none of whom wrote the change`;
    case 'may tighten':
      return `what tightens it takes nobody’s approval; what loosens it takes ${whom.join('; ')}, none of whom wrote the change`;
  }
}
