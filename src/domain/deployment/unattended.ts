import { type Instant, plus } from '../kernel/time.ts';
import { type Deployment, isOver } from './deployment.ts';
import { type DeploymentChange, quietly } from './moves.ts';
import { LONGEST_SLEEP_MS } from './waiting.ts';

/**
 * Ways in which a deployment that is not over may wait for nothing. `unwoken`: no wake-up and no hold;
 * `nobody`: held, and nobody is asked by name; `far`: its wake-up is later than anything sleeps;
 * `overdue`: its wake-up is long past and no worker has it in hand.
 */
export type Neglect = 'unwoken' | 'nobody' | 'far' | 'overdue';

export interface Unattended {
  readonly deployment: Deployment;
  readonly neglect: Neglect;
}

/** A wake-up this long past is no delay any more. */
export const OVERDUE_MS = 60_000;
/** Clocks may be set back a little between two readings. */
export const FAR_MS = LONGEST_SLEEP_MS + 15_000;

/** Wakes what nothing else would; null where it is over, or held, or will wake by itself. */
export function rouse(d: Deployment, now: Instant): DeploymentChange | null {
  if (isOver(d) || d.hold) return null;
  const wakes = d.wakeAt !== null && d.wakeAt <= plus(now, FAR_MS);
  return wakes ? null : quietly(d, { wakeAt: now });
}
