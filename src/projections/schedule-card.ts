import {
  type Schedule,
  type ScheduleEvent,
  sayOrders,
  sayWay,
  sayWhen,
} from '../domain/governance/schedule.ts';
import { header, offer, offers, state, text } from './parts.ts';
import type { Line, Offer, Part, View } from './view.ts';
import { anyOf, plainAnyOf, plainAt } from './words.ts';

/** One live card for each schedule: what it does next, and what became of its last time. */
export function scheduleCard(s: Schedule): View {
  return {
    text: `Schedule ${s.id}: ${sayOrders(s)}. ${plainState(s)}${plainLast(s)} Orders of ${s.by}.`,
    parts: [
      header(`Schedule ${s.id}: ${sayWay(s)}`),
      statePart(s),
      text({ bold: 'When' }, `: ${sayWhen(s)} · orders of `, { person: s.by }, ...reason(s)),
      ...lastPart(s),
      ...(s.removed ? [] : [offers(buttons(s))]),
    ],
  };
}

/** What the card's thread says of an event; where people must hear of it, mentioning them. */
export function scheduleWord({ note, tell }: Pick<ScheduleEvent, 'note' | 'tell'>): View | null {
  if (note === null) return null;
  if (tell.length === 0) return { text: note, parts: [text({ foreign: note })] };
  return {
    text: `${plainAnyOf(tell)}: ${note}`,
    parts: [text(...anyOf(tell), ': ', { foreign: note })],
  };
}

function statePart(s: Schedule): Part {
  if (s.removed) return state('blocked', 'Removed');
  if (s.stopped) {
    const { by, why } = s.stopped;
    return state('waiting', { bold: 'Paused' }, ' by ', { person: by }, ': ', { foreign: why });
  }
  return state('pending', ...nextLine(s));
}

/** When it comes next, or what it waits for. */
export function nextLine(s: Schedule): Line {
  const delayed: Line = s.delayed === null ? [] : [' · waiting: ', { foreign: s.delayed }];
  if (s.dueAt !== null) return ['Next: ', { at: s.dueAt }, ...delayed];
  return s.from === null ? [...heardLine(s), ...delayed] : ['Looks each minute', ...delayed];
}

/** Somebody else wrote the version. */
function heardLine({ heard }: Schedule): Line {
  if (!heard) return ['Waits to be told of a version'];
  return ['Told of ', { foreign: heard.version }, ` by ${heard.publisher}`];
}

export function plainState(s: Schedule): string {
  if (s.removed) return 'It is removed.';
  if (s.stopped) return `It is paused by ${s.stopped.by}: ${s.stopped.why}.`;
  const delayed = s.delayed === null ? '' : `, waiting: ${s.delayed}`;
  if (s.dueAt !== null) return `Next: ${plainAt(s.dueAt)}${delayed}.`;
  if (s.from !== null) return `It looks each minute${delayed}.`;
  const { heard } = s;
  const told = heard ? `Told of ${heard.version} by ${heard.publisher}` : WAITS;
  return `${told}${delayed}.`;
}
const WAITS = 'It waits to be told of a version';

function lastPart({ last }: Schedule): readonly Part[] {
  if (!last) return [];
  return [
    text({ bold: 'Last time' }, ' (', { at: last.at }, `): ${last.what}, `, { foreign: last.why }),
  ];
}

function plainLast({ last }: Schedule): string {
  return last ? ` Last time: ${last.what}, ${last.why}.` : '';
}

function reason({ because }: Schedule): Line {
  return because === null ? [] : [' · ', { foreign: because }];
}

/** What can be done with it, with ids of their own since many stand in one list. */
export function buttons(s: Schedule): readonly Offer[] {
  const goOn = s.stopped
    ? offer(`resume:${s.id}`, 'Resume', `/release resume ${s.id}`, {
        spoken: `Let ${s.id} go on, as orders of yours`,
      })
    : offer(`pause:${s.id}`, 'Pause', `/release pause ${s.id}`, { spoken: `Pause ${s.id}` });
  const remove = offer(`unschedule:${s.id}`, 'Remove', `/release unschedule ${s.id}`, {
    style: 'danger',
    spoken: `Remove ${s.id}`,
    confirm: {
      title: 'Remove this schedule?',
      text: 'It asks for nothing more. What it asked for already goes on.',
      yes: 'Remove',
    },
  });
  return [goOn, remove];
}
