import type { Booking, Overload } from '../domain/governance/overload.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { CalendarEntry } from './calendar.ts';
import type { Line, Span } from './view.ts';
import { near, titleOf } from './words.ts';

/** Something of the calendar that keeps people busy; `entry` is null of what is only asked for. */
export interface Booked extends Booking, Target {
  readonly entry: Extract<CalendarEntry, { kind: 'start' | 'schedule' | 'train' }> | null;
}

/** Somebody is booked twice, and the least shift that frees them, with what is typed for it. */
export interface Clash extends Overload<Booked> {
  readonly shift: {
    readonly which: Booked;
    readonly at: Instant;
    readonly lines: readonly string[];
  } | null;
}

/** Who is booked twice by what, for about how long, and what to type. */
export function clashLine({ booking, others, of, people, shift }: Clash): Line {
  const all = [booking, ...others];
  const from = Math.max(...all.map((one) => one.from)) as Instant;
  const left = Math.min(...all.map((one) => one.from + one.forMs)) - from;
  return [
    'Booked twice ',
    { at: from },
    ` for about ${sayDuration(Math.max(60_000, left))}: `,
    ...people.flatMap((person, i): Span[] => [...(i === 0 ? [] : [', ']), { person }]),
    ` (${of}) by `,
    ...all.flatMap((one, i): Span[] => [...(i === 0 ? [] : [' and ']), { bold: nameOf(one) }]),
    '. ',
    ...shiftLine(shift, from),
  ];
}

function shiftLine(shift: Clash['shift'], beside: Instant): Line {
  if (!shift)
    return ['No start within reach frees both: somebody else has to look after one of them'];
  const typed = shift.lines.flatMap((line, i): Span[] => [
    i === 0 ? ': ' : ', then ',
    { code: line },
  ]);
  return [
    'The least shift that frees both is to start ',
    nameOf(shift.which),
    ' at ',
    near(shift.at, beside),
    ...typed,
  ];
}

function nameOf({ entry, service, environment }: Booked): string {
  if (entry?.kind === 'start') return `${titleOf(entry.d)} (${entry.d.id})`;
  if (entry?.kind === 'train') return `train ${entry.name}`;
  return entry ? `${service} to ${environment} (${entry.s.id})` : 'this';
}
