import type { Change } from '../kernel/change.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Instant } from '../kernel/time.ts';
import { type Departure, type TrainChange, written } from './departure.ts';
import type { TrainHold } from './train.ts';

/** Who of it has not left stays, until somebody lets it go or its time is over. */
export function hold(
  d: Departure,
  {
    by,
    why,
    releasers = null,
  }: Pick<TrainHold, 'by' | 'why'> & { readonly releasers?: readonly string[] | null },
  now: Instant,
): TrainChange {
  const named = releasers ? { releasers } : {};
  const held = { by, at: now, why, ...named };
  const note = `${by} holds ${d.train}: ${why}`;
  const evidence = { why, ...named };
  const deed = { what: 'held', by, at: now, note, tell: ridersOf(d), evidence };
  return written(d, { hold: held }, deed);
}

/** It may depart again; what is too late for that by now is found by whoever drives it. */
export function release(
  d: Departure,
  { by, why }: { readonly by: string; readonly why: string | null },
  now: Instant,
): TrainChange {
  const note = `${by} lets ${d.train} go${why === null ? '' : `: ${why}`}`;
  const evidence = { why, heldBy: d.hold?.by ?? null };
  const deed = { what: 'released', by, at: now, note, tell: ridersOf(d), evidence };
  return written(d, { hold: null, wakeAt: d.hold?.due ?? d.wakeAt }, deed);
}

/** Whether all that is let go was held by who lets it go. */
export function letsGoOwn(
  { ledger }: Pick<Change<unknown, unknown>, 'ledger'>,
  by: string,
): boolean {
  return ledger.every(({ evidence }) => evidence['heldBy'] === by);
}

/**
 * The departure after one that was held until it was over is held by the same person for the same reason. Where
 * nobody ever rode on that one its card shows the new one: a train that nobody lets go does not post one each time.
 */
export function handOn(
  next: Departure,
  held: TrainHold,
  over: Departure,
  now: Instant,
): TrainChange {
  const { by, at: since, why } = held;
  const evidence = { why, since };
  const deed = { what: 'held', by, at: now, note: null, evidence };
  const { id: of, revision: after } = cardOf(over);
  const shares = next.revision < 0 && over.riders.length === 0;
  return written(next, { hold: holdAnew(held), ...(shares ? { card: { of, after } } : {}) }, deed);
}

/** The departure whose card shows this one, and which revision of that card this is, the first being 1. */
export function cardOf({ id, card, revision }: Pick<Departure, 'id' | 'card' | 'revision'>) {
  const { of = id, after = 0 } = card ?? {};
  return { id: of, revision: after + revision + 1 };
}

/** Whether somebody of it could still be kept from leaving. */
export function mayBeHeld({ state, riders }: Pick<Departure, 'state' | 'riders'>): boolean {
  if (state === 'under way') return riders.some((one) => one.state === 'aboard');
  return state !== 'over';
}

/** The button of a card that is no longer so; null while it does what it says. */
export function tooLateToHold(d: Departure): Refusal | null {
  if (mayBeHeld(d)) return null;
  const left = d.riders.flatMap(({ service, version, deployment }) =>
    deployment === null ? [] : [`${service} ${version} left as ${deployment}`],
  );
  return refuse('left', `That departure of ${d.train} can't be held any more.`, {
    why:
      left.length === 0
        ? 'It is over, and nobody left with it.'
        : `${left.join(', ')}. What has left is paused, aborted or rolled back like any deployment.`,
    fix: 'To hold the next one:',
    line: `/release train hold ${d.train} because …`,
  });
}

/** The same hold where nobody waits to leave yet. */
export function holdAnew(held: TrainHold | null | undefined): TrainHold | null {
  if (!held) return null;
  const { due: _, ...rest } = held;
  return rest;
}

/**
 * Why this person does not let go what somebody else holds, though they may by the rules of now: they could not when
 * it was held. Null where they could, or where nobody is left who could, so that it is not held for good.
 */
export function driverSince(
  train: string,
  { by: holder, releasers }: TrainHold,
  by: string,
  now: { readonly may: readonly string[] | null; readonly isHere: (id: string) => boolean },
): Refusal | null {
  if (releasers === undefined || releasers.includes(by)) return null;
  const still = releasers.filter((one) => (now.may ? now.may.includes(one) : now.isHere(one)));
  const left = [...new Set([...(now.isHere(holder) ? [holder] : []), ...still])];
  if (left.length === 0) return null;
  return refuse('driver-since', `${train} was not yours to let go when ${holder} held it.`, {
    why: 'Who may let go what somebody else holds is as it was when it was held; whoever joins them later does not do it alone.',
    fix: `Ask ${left.join(' or ')}.`,
  });
}

export function notHeld(train: string): Refusal {
  return refuse('not-held', `${train} is not held.`, {
    line: `/release train hold ${train} because …`,
  });
}

export function heldAlready(train: string, { by, why }: TrainHold): Refusal {
  return refuse('held', `${by} holds ${train} already: ${why}.`, {
    line: `/release train release ${train}`,
  });
}

/** Who boarded what has not left. */
function ridersOf({ riders }: Departure): readonly string[] {
  return [...new Set(riders.filter(({ state }) => state === 'aboard').map(({ by }) => by))];
}
