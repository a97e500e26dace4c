import type { Deployment } from '../domain/deployment/deployment.ts';
import { type Lock, type LockDeed, type LockEvent, reasonOf } from '../domain/governance/lock.ts';
import { typedPlace } from '../domain/governance/lock-place.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { askReason, note, offer, offers, text } from './parts.ts';
import type { Line, Offer, View } from './view.ts';
import { plainAt, titleOf } from './words.ts';

/** What happened to a lock, told to one of those who must hear of it, with what they may do. */
export function lockNotice(event: LockEvent, person: string): View {
  const { held } = event.lock;
  const why =
    held && event.what !== 'locked' ? [note([{ foreign: reasonOf({ ...event.lock, held }) }])] : [];
  const more: Line = until(event);
  const may = offersFor(event, person);
  return {
    text: `${event.note}.`,
    parts: [
      text({ foreign: event.note }, '. ', ...more),
      ...why,
      ...(may.length > 0 ? [offers(may)] : []),
    ],
  };
}

/** The lock is gone, and this is who goes now, or after whom and, by estimate, when. */
export function turnNotice(
  event: LockEvent,
  d: Deployment,
  before: readonly string[],
  turn: Instant | null,
): View {
  const first = before.length === 0;
  const said = first
    ? `It is your turn: ${titleOf(d)} (${d.id}) starts as soon as nothing else holds it`
    : `${titleOf(d)} (${d.id}) is number ${before.length + 1}, after ${before.join(', ')}`;
  const later = first || turn === null ? null : turn;
  const about = later ? ` By estimate its turn is at ${plainAt(later)}.` : '';
  const when: Line = later ? [' By estimate its turn is at ', { at: later, as: 'time' }, '.'] : [];
  return {
    text: `${event.note}. ${said}.${about}`,
    parts: [text({ foreign: event.note }, '. ', { foreign: said }, '.', ...when)],
  };
}

function until({ lock, what }: LockEvent): Line {
  const { held } = lock;
  const claim = held?.claim;
  if (what === 'claimed' && claim)
    return ['Silence passes it on at ', { at: claim.decideAt, as: 'time' }, '.'];
  if (what === 'objected' && claim?.objection) {
    const { decideAt, at } = claim.objection;
    return [
      'An arbiter decides within ',
      sayDuration(decideAt - at),
      '; after that the published order does, at ',
      { at: decideAt, as: 'time' },
      '.',
    ];
  }
  return held?.until ? ['It ends ', { at: held.until }, '.'] : [];
}

function offersFor(event: LockEvent, person: string): readonly Offer[] {
  const { what, lock } = event;
  return lock.held?.by === person ? ofHolder(event) : ofOthers(what, lock, person);
}

/** What is typed after a verb about this tenure, and the same for its form. */
function meant(lock: Lock) {
  const given = { ...typedPlace(lock), token: String(lock.token) };
  const where = given.in ? ` in ${given.in}` : '';
  return { given, line: `${given.service}${where} --token ${given.token}` };
}

function ofHolder({ what, lock }: LockEvent): readonly Offer[] {
  const { given, line } = meant(lock);
  const unlock = (label: string): Offer => offer('unlock', label, `/release unlock ${line}`);
  if (what !== 'claimed') {
    const ends = what === 'reminded' || what === 'extended';
    const extend = offer('extend', 'Extend', `/release extend ${line}`);
    return ends ? [extend, unlock('Unlock')] : [unlock('Unlock')];
  }
  const form = askReason('object', given, {
    title: 'Object',
    submit: 'Object',
    label: 'Why must it stay yours? The arbiters read this.',
  });
  const object = offer('object', 'Object…', `/release object ${line}`, { style: 'primary', form });
  return [object, unlock('Let them have it')];
}

function ofOthers(what: LockDeed, lock: Lock, person: string): readonly Offer[] {
  const { given, line } = meant(lock);
  const holder = lock.held?.by ?? 'whoever holds it';
  const wants = lock.held?.claim?.by ?? null;
  if (what === 'objected' && wants !== null && wants !== person) {
    const settle = (verdict: string): string => `/release settle ${line} ${verdict}`;
    return [
      offer('settle:pass-on', `Pass it to ${wants}`, settle('pass-on')),
      offer('settle:keep', `Leave it with ${holder}`, settle('keep')),
    ];
  }
  if (what !== 'locked') return [];
  const form = askReason('ask', given, {
    title: 'Ask to unlock',
    submit: 'Ask',
    label: `Why? ${holder} will read this.`,
  });
  return [offer('ask', 'Ask to unlock…', `/release ask ${line}`, { form })];
}
