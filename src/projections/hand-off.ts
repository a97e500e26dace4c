import {
  type HandOff,
  type HandOffEvent,
  type Reached,
  type Running,
  reachedBy,
} from '../domain/governance/hand-off.ts';
import type { Pace } from '../domain/governance/hand-off-pace.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { header, list, text } from './parts.ts';
import type { Item, Line, Part, Span, View } from './view.ts';
import { about, near, plainAt } from './words.ts';

const TITLE = 'Hand-offs';

interface Shown {
  readonly row: HandOff;
  readonly seen: Reached;
  readonly clock: Running | null;
}

/** Every artifact on its way, with its clock. */
export function handOffList(all: readonly Shown[]): View {
  if (all.length === 0) {
    const none = 'nothing is on its way. /release mark <service>@<version> built begins one.';
    return { text: `${TITLE}: ${none}`, parts: [header(TITLE), text(none)] };
  }
  return {
    text: `${TITLE}: ${all.map(plain).join('; ')}.`,
    parts: [header(TITLE), list(null, all.map(item))],
  };
}

function item({ row, seen, clock }: Shown): Item {
  const steps = Object.entries(reachedBy(row, seen)).flatMap(([what, at]): Span[] =>
    at === null ? [] : [` · ${what} `, { at }],
  );
  const waits: Line = clock
    ? [` · ${clock.step} by `, { at: clock.dueAt }, `, ${clock.owner} answers, then ${clock.next}`]
    : [];
  const reports = row.marks.flatMap(({ report }): Span[] =>
    report === null ? [] : [' · ', { foreign: report }],
  );
  return {
    mark: 'next',
    line: [{ bold: `${row.service} ${row.version}` }, ...steps, ...waits, ...reports],
  };
}

function plain({ row, seen, clock }: Shown): string {
  const steps = Object.entries(reachedBy(row, seen)).flatMap(([what, at]) =>
    at === null ? [] : [`${what} ${plainAt(at as Instant)}`],
  );
  const waits = clock ? [`${clock.step} by ${plainAt(clock.dueAt)}, ${clock.owner} answers`] : [];
  return `${row.service} ${row.version} (${[...steps, ...waits].join(', ')})`;
}

/** Of one deployment's artifact: when each step was reached and how late; null where nothing was told of it. */
export function handOffLine(pace: readonly Pace[], now: Instant): Part | null {
  if (pace.length === 0) return null;
  const steps = pace.flatMap(({ what, at, lateMs }, i): Span[] => {
    const late = lateMs > 0 ? `late by ${about(lateMs)}` : null;
    const said: Span[] =
      at === null
        ? [`not ${what}, ${late}`]
        : [`${what} `, near(at, now), ...(late ? [` (${late})`] : [])];
    return [i === 0 ? '' : ', ', ...said];
  });
  return text({ bold: `${TITLE}:` }, ' ', ...steps);
}

/** A step is late: who answers for it is asked by name. */
export function handOffNotice({ note, tell, service }: HandOffEvent): View {
  const named = tell.flatMap((person, i): Span[] => [...(i === 0 ? [] : [', ']), { person }]);
  const who: Line =
    tell.length === 0 ? ['Nobody is there to ask'] : [...named, ': please hand it on'];
  return {
    text: `${note}. ${tell.length === 0 ? 'Nobody is there to ask' : `${tell.join(', ')}: please hand it on`}.`,
    parts: [
      text({ foreign: note }, '. ', ...who, ', or say why not: ', {
        code: `/release hand-offs ${service}`,
      }),
    ],
  };
}
