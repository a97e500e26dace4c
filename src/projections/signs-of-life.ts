import { isHeld, type Signs } from '../domain/deployment/contact.ts';
import { type Deployment, isOver } from '../domain/deployment/deployment.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { fields } from './parts.ts';
import type { Line, Part, Span } from './view.ts';
import { anyOf, near } from './words.ts';

/** When its provider and a worker were last heard of, and what it waits for; null once it is over. */
export function signsOfLife(d: Deployment, signs: Signs, now: Instant): Part | null {
  if (isOver(d)) return null;
  return fields([
    ['Provider', provider(d, signs, now)],
    ['Worker', worker(d, signs, now)],
    ['Waits for', awaited(d, signs, now)],
  ]);
}

function provider(d: Deployment, { call }: Signs, now: Instant): Line {
  if (call) {
    const { askedAt, heardAt, until } = call;
    return [
      `${call.provider} was asked `,
      near(askedAt, now),
      ...(heardAt === null ? [', silent since'] : [', printed its last line ', near(heardAt, now)]),
      ', waited for until ',
      near(until, now),
    ];
  }
  const { heardAt, silence } = d.progress;
  if (heardAt === null) return ['not asked for anything yet'];
  return [
    'last answered ',
    near(heardAt, now),
    ...(silence ? ['; then: ', { foreign: silence }] : []),
  ];
}

/** Who is due since so short a time is about to be looked at; nobody need wonder about the worker. */
const SOON_MS = 5_000;

function worker(d: Deployment, signs: Signs, now: Instant): Line {
  if (d.status === 'pending') return ['none needed before it is due'];
  if (signs.heldAt === null) return ['none has had it yet'];
  const word = isHeld(d, signs, now) ? 'has it in hand, last seen ' : 'last had it in hand ';
  return [word, near(signs.heldAt, now)];
}

function awaited(d: Deployment, signs: Signs, now: Instant): Line {
  if (d.hold) return d.hold.asks.length > 0 ? anyOf(d.hold.asks) : [{ person: d.hold.by }];
  if (signs.call && isHeld(d, signs, now)) return [`the answer of ${signs.call.provider}`];
  const people = [...new Set(d.waiting.flatMap((w) => w.who))];
  const wake: readonly Span[] =
    d.wakeAt === null
      ? []
      : now - d.wakeAt < SOON_MS
        ? ['its next look ', near(d.wakeAt, now)]
        : ['a worker, due since ', near(d.wakeAt, now)];
  if (people.length === 0) return wake.length > 0 ? wake : ['nothing: that is a fault of Fairway'];
  return [...anyOf(people), ...(wake.length > 0 ? ['; ', ...wake] : [])];
}
