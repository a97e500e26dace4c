import { type Schedule, sayOrders } from '../domain/governance/schedule.ts';
import { header, note, text } from './parts.ts';
import { nextLine, plainState } from './schedule-card.ts';
import type { Line, Part, View } from './view.ts';

const TITLE = 'Schedules';

/** Every schedule as a line, with whose orders it is and what comes next. */
export function scheduleList(all: readonly Schedule[]): View {
  if (all.length === 0) {
    const none =
      'none. Make one: /release schedule <service> from <environment> to <environment> every weekday at 10';
    return { text: `${TITLE}: ${none}`, parts: [header(TITLE), text(none)] };
  }
  const plain = all.map((s) => `${s.id} ${sayOrders(s)}. ${plainState(s)}`);
  return {
    text: `${TITLE}: ${plain.join(' ')}`,
    parts: [
      header(TITLE),
      ...all.map((s): Part => text(...scheduleLine(s))),
      note(['/release pause, resume or unschedule <id>']),
    ],
  };
}

export function scheduleLine(s: Schedule): Line {
  const stands: Line = s.stopped
    ? ['paused by ', { person: s.stopped.by }, ': ', { foreign: s.stopped.why }]
    : nextLine(s);
  const last: Line = s.last ? [` · last time ${s.last.what}: `, { foreign: s.last.why }] : [];
  return [
    { code: s.id },
    ' · ',
    { bold: sayOrders(s) },
    ' · ',
    { person: s.by },
    ' · ',
    ...stands,
    ...last,
  ];
}
