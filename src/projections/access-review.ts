import { type AccessLine, accessLines } from './access-lines.ts';
import { type AccessRecord, type DoneByRight, sayDone, sayGiver } from './access-record.ts';
import { header, list, note } from './parts.ts';
import type { Item, Line, Part, View } from './view.ts';
import { plainAt } from './words.ts';

/** Of each kind; a longer list is a file. */
const MOST = 12;
const SPOKEN = 8;

/** Who may what since when and by whose word, who no longer may, and what was done by right; as much as one reads. */
export function accessReview(title: string, record: AccessRecord): View {
  const { since, until, delegations, glass, locks } = record;
  const { ended, given, kept } = accessLines(record);
  const lines = [...ended, ...given, ...kept];
  const spoken = lines
    .slice(0, SPOKEN)
    .map((one) => `${one.person} ${one.what} ${sayWhen(one, record)}`);
  const more = lines.length > SPOKEN ? `; and ${lines.length - SPOKEN} more` : '';
  const counts = `${delegations.length} delegations, ${glass.length} steps of break-glass and ${locks.length} of locks`;
  const period = `${plainAt(since)} to ${plainAt(until)}`;
  return {
    text: `${title}, ${period}: ${spoken.join('; ')}${more}. Besides ${counts}.`,
    parts: [
      header(title),
      ...rights('No longer', ended, record),
      ...rights('Given in this time', given, record),
      ...rights('Held throughout', kept, record),
      ...some('Delegations', delegations, (one) => {
        const { to, from, since: begins, until: ends, zone, because } = one.what;
        return [
          { person: to },
          ' for ',
          { person: from },
          ` from ${begins} to ${ends} ${zone}: `,
          { foreign: because },
          ` (${sayGiver(one.givenBy, record)})`,
        ];
      }),
      ...some('Break-glass', glass, doneLine),
      ...some('Locks', locks, doneLine),
      note(
        [`From ${period}${record.whole ? '' : '; more was done than is listed'}.`],
        [
          'In full, as a table or a document: ',
          { code: `fairway access-review --since=${new Date(since).toISOString().slice(0, 10)}` },
        ],
      ),
    ],
  };
}

function rights(
  heading: string,
  all: readonly AccessLine[],
  record: AccessRecord,
): readonly Part[] {
  return some(heading, all, (one) => [
    { person: one.person },
    ' ',
    { foreign: one.what },
    ` since ${one.atLeast ? 'before ' : ''}`,
    { at: one.since },
    ' by ',
    { foreign: sayGiver(one.givenBy, record) },
    ...(one.until === null
      ? []
      : [', until ', { at: one.until }, ' by ', { foreign: sayGiver(one.endedBy, record) }]),
  ]);
}

function some<One>(
  heading: string,
  all: readonly One[],
  line: (one: One) => Line,
): readonly Part[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, MOST).map((one): Item => ({ mark: 'plain', line: line(one) }));
  const more = all.length - shown.length;
  const rest: readonly Item[] = more > 0 ? [{ mark: 'plain', line: [`… and ${more} more`] }] : [];
  return [list(`${heading} (${all.length})`, [...shown, ...rest])];
}

/** Since when, by whose word, and until when by whose. */
export function sayWhen(one: AccessLine, record: AccessRecord): string {
  const since = `since ${one.atLeast ? 'before ' : ''}${plainAt(one.since)} by ${sayGiver(one.givenBy, record)}`;
  if (one.until === null) return since;
  return `${since}, until ${plainAt(one.until)} by ${sayGiver(one.endedBy, record)}`;
}

function doneLine(one: DoneByRight): Line {
  const { by, at, service, environment, ref } = one;
  return [
    { at },
    ' ',
    { person: by },
    ` ${service} in ${environment} `,
    { foreign: sayDone(one) },
    ' ',
    { code: ref },
  ];
}
