import type { Deployment } from '../domain/deployment/deployment.ts';
import { type LockEvent, reasonOf } from '../domain/governance/lock.ts';
import { typedPlace } from '../domain/governance/lock-place.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import { askReason, note, offer, offers, text } from './parts.ts';
import type { Line, Offer, View } from './view.ts';
import { titleOf } from './words.ts';

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

/** The lock is gone, and this is who goes now, or after whom. */
export function turnNotice(event: LockEvent, d: Deployment, before: readonly string[]): View {
  const first = before.length === 0;
  const said = first
    ? `It is your turn: ${titleOf(d)} (${d.id}) starts as soon as nothing else holds it`
    : `${titleOf(d)} (${d.id}) is number ${before.length + 1}, after ${before.join(', ')}`;
  return {
    text: `${event.note}. ${said}.`,
    parts: [text({ foreign: event.note }, '. ', { foreign: said }, '.')],
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

function offersFor({ what, lock }: LockEvent, person: string): readonly Offer[] {
  const mine = lock.held?.by === person;
  const given = { ...typedPlace(lock), token: String(lock.token) };
  const place = `${given.service}${given.in ? ` in ${given.in}` : ''} --token ${given.token}`;
  const unlock = offer('unlock', 'Unlock', `/release unlock ${place}`);
  const extend = offer('extend', 'Extend', `/release extend ${place}`);
  if (what === 'claimed' && mine) {
    const form = askReason('object', given, {
      title: 'Object',
      submit: 'Object',
      label: 'Why must it stay yours? The arbiters read this.',
    });
    return [
      offer('object', 'Object…', `/release object ${place}`, { style: 'primary', form }),
      offer('unlock', 'Let them have it', `/release unlock ${place}`),
    ];
  }
  if (what === 'objected' && !mine && lock.held?.claim?.by !== person) {
    const settle = (verdict: string): string =>
      `/release settle ${given.service} ${verdict}${given.in ? ` in ${given.in}` : ''} --token ${given.token}`;
    return [
      offer('settle:pass-on', `Pass it to ${lock.held?.claim?.by ?? 'them'}`, settle('pass-on')),
      offer('settle:keep', `Leave it with ${lock.held?.by ?? 'them'}`, settle('keep')),
    ];
  }
  if (!mine) return [];
  return what === 'reminded' || what === 'extended' ? [extend, unlock] : [unlock];
}
