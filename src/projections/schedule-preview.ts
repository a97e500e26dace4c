import { type Orders, sayOrders, sayWay, sayWhen } from '../domain/governance/schedule.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { type Clash, clashLine } from './booked-twice.ts';
import { plainLine } from './calendar-news.ts';
import { fields, header, note, offer, offers, text } from './parts.ts';
import { type Approver, sayTheirTimes, theirTimes } from './their-time.ts';
import type { Line, Span, View } from './view.ts';

interface Making {
  /** Its first times; none where it only waits for an event. */
  readonly times: readonly Instant[];
  /** Whom each request asks. */
  readonly approvers: readonly Approver[];
  /** What the button carries. */
  readonly line: string;
  /** Who would be booked twice by one of its first times. */
  readonly clash: Clash | null;
}

/** What would be ordered, in the zone of whoever reads it and in those of the approvers. */
export function schedulePreview(orders: Orders, { times, approvers, line, clash }: Making): View {
  const { from, environment } = orders;
  const [first] = times;
  const asks = sayTheirTimes(approvers, first);
  const next: Line =
    times.length === 0
      ? [from === null ? 'as soon as one is told of' : 'as soon as it is so']
      : times.flatMap((time, i): Span[] => (i === 0 ? [{ at: time }] : [', ', { at: time }]));
  const what =
    from === null
      ? `Each version that a publisher tells of is looked up and asked for in ${environment}, once, where it is new there; each request passes every gate.`
      : `What is verified in ${from} by then is asked for in ${environment}, where it is new there; each request passes every gate.`;
  return {
    text: `Schedule ${sayOrders(orders)}? ${what}${asks === '' ? '' : ` Each asks ${asks}.`}${clash ? ` ${plainLine(clashLine(clash))}.` : ''} Make it or cancel.`,
    parts: [
      header(`Schedule ${sayWay(orders)}?`),
      fields([
        ['When', [sayWhen(orders)]],
        ['First times', next],
        orders.every ? ['Missed', [`answered up to ${sayDuration(orders.lateMs)} late`]] : null,
        approvers.length > 0 ? ['Each asks', theirTimes(approvers, first)] : null,
      ]),
      text(what),
      ...(clash ? [text(...clashLine(clash), '.')] : []),
      note([
        'It pauses itself after three failures in a row, and when you may no longer deploy there.',
      ]),
      offers([
        offer('schedule:make', 'Make the schedule', line, {
          style: 'primary',
          spoken: `Schedule ${sayWay(orders)}`,
        }),
        offer('cancel', 'Cancel', '/release dismiss'),
      ]),
    ],
  };
}
