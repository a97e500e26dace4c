import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Instant } from '../kernel/time.ts';
import { type Departure, type TrainChange, written } from './departure.ts';
import type { TrainHold } from './train.ts';

/** Who of it has not left stays, until somebody lets it go or its time is over. */
export function hold(
  d: Departure,
  { by, why }: Pick<TrainHold, 'by' | 'why'>,
  now: Instant,
): TrainChange {
  const held = { by, at: now, why };
  const note = `${by} holds ${d.train}: ${why}`;
  const deed = { what: 'held', by, at: now, note, tell: ridersOf(d), evidence: { why } };
  return written(d, { hold: held }, deed);
}

/** It may depart again; what is too late for that by now is found by whoever drives it. */
export function release(
  d: Departure,
  { by, why }: { readonly by: string; readonly why: string | null },
  now: Instant,
): TrainChange {
  const note = `${by} lets ${d.train} go${why === null ? '' : `: ${why}`}`;
  const deed = { what: 'released', by, at: now, note, tell: ridersOf(d), evidence: { why } };
  return written(d, { hold: null, wakeAt: d.hold?.due ?? d.wakeAt }, deed);
}

/** The departure after one that was held until it was over is held by the same person for the same reason. */
export function handOn(next: Departure, held: TrainHold, now: Instant): TrainChange {
  const { by, at: since, why } = held;
  const evidence = { why, since };
  const deed = { what: 'held', by, at: now, note: null, evidence };
  return written(next, { hold: holdAnew(held) }, deed);
}

/** The same hold where nobody waits to leave yet. */
export function holdAnew(held: TrainHold | null | undefined): TrainHold | null {
  if (!held) return null;
  const { by, at, why } = held;
  return { by, at, why };
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
