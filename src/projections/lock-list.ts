import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Held } from '../domain/governance/lock.ts';
import { namePlace, type Place } from '../domain/governance/lock-place.ts';
import { goesBefore, nameCause } from '../domain/governance/precedence.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { header, list, note, text } from './parts.ts';
import type { Item, Line, View } from './view.ts';
import { plainAt, titleOf } from './words.ts';

const TITLE = 'Locks';

/** Every lock with those that wait for it, in the order in which they will go. */
export function lockList(
  held: readonly Held[],
  pending: readonly Deployment[],
  turns: ReadonlyMap<string, Instant | null> = new Map(),
): View {
  if (held.length === 0) {
    const none = 'none. Nothing is kept out of anything.';
    return { text: `${TITLE}: ${none}`, parts: [header(TITLE), text(none)] };
  }
  const plain = held.map((one) => {
    const waiting = waitersFor(one, pending).map(({ id }) => `${id}${plainTurn(turns.get(id))}`);
    return `${namePlace(one)} by ${one.held.by}${waiting.length > 0 ? `, ${waiting.join(', ')} waiting` : ''}`;
  });
  return {
    text: `${TITLE}: ${plain.join('; ')}.`,
    parts: [
      header(TITLE),
      ...held.flatMap((one) => [
        text(...line(one)),
        ...(waitersFor(one, pending).length > 0
          ? [
              list(
                'Waiting, in this order',
                waitersFor(one, pending).map((d) => item(d, turns.get(d.id))),
              ),
            ]
          : []),
      ]),
      ...(turns.size > 0 ? [note([ESTIMATE])] : []),
      note(['A rollback is never held. /release ask, takeover or unlock, then what is locked.']),
    ],
  };
}

/** The deployments that this lock holds, in the order in which they will go. */
export function waitersFor(lock: Place, pending: readonly Deployment[]): readonly Deployment[] {
  const holds = (d: Deployment): boolean =>
    d.waiting.some(
      (w) => w.lock?.service === lock.service && w.lock.environment === lock.environment,
    );
  return pending.filter(holds).toSorted((a, b) => (goesBefore(a, b) ? -1 : 1));
}

/** Who holds it, for what, and until when. */
export function line(one: Held): Line {
  const { by, because, cause, until, claim } = one.held;
  const name = nameCause(cause);
  return [
    { bold: namePlace(one) },
    ' · ',
    { person: by },
    ...(name ? [' for ', { foreign: name }] : []),
    ...(because ? [': ', { foreign: because }] : []),
    ...(until === null ? [' · no end'] : [' · until ', { at: until }]),
    ...(claim
      ? [
          ' · ',
          { person: claim.by },
          claim.objection ? ' wants it, and an arbiter decides' : ' is taking it over',
        ]
      : []),
  ];
}

const ESTIMATE =
  'Turns are estimates: from the ends of the locks, and the median of what deployments of the service took there, or what their plans take.';

function plainTurn(turn: Instant | null | undefined): string {
  return turn ? ` (about ${plainAt(turn)})` : '';
}

function item(d: Deployment, turn: Instant | null | undefined): Item {
  const at: Line = turn ? [' · turn about ', { at: turn }] : [];
  return {
    mark: 'next',
    line: [{ code: d.id }, ` ${titleOf(d)}, asked for by `, { person: d.requestedBy }, ...at],
  };
}
