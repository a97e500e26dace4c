import type { Closed } from '../governance/window.ts';
import type { Instant } from '../kernel/time.ts';
import type { Deployment, DeploymentId } from './deployment.ts';
import { began, heeds, isDue, policyOf, takeBack, takenBackBy, wallOf, warn } from './in-flight.ts';
import type { DeploymentChange } from './moves.ts';
import { plannedFor } from './planned.ts';

/**
 * What closes while it does not move: people hold it, or it has not started. It is told of once before, and what is
 * held goes back like what runs where the rule says so; null while there is nothing to do. What moves by itself meets
 * its closings as it goes (`meetClosings`).
 * @param closings what is closed for it, and what closes next
 * @param rollbackId for the rollback there may be; null: it is looked at again with one
 */
export function meetStill(
  d: Deployment,
  closings: readonly Closed[],
  rollbackId: DeploymentId | null,
  now: Instant,
): DeploymentChange | null {
  if (!isStill(d, now)) return null;
  const closed = takenBackBy(d, closings, now);
  if (closed) return rollbackId && takeBack(d, closed, rollbackId, now);
  const due = closings.find((one) => isDue(d, one, now) && concerns(d, one, closings, now));
  return due ? warn(d, due, comesOf(d, due), now) : null;
}

/** Whether it is one that nothing moves, and that a closed door keeps out. */
export function isStill(d: Deployment, now: Instant): boolean {
  const stands = d.status === 'pending' || (d.status === 'running' && d.hold !== null);
  return stands && heeds(d, now);
}

/** What could not start by then anyway, or is planned for after it, loses nothing. */
function concerns(d: Deployment, next: Closed, all: readonly Closed[], now: Instant): boolean {
  if (d.status !== 'pending') return began(d, next.from);
  const isClosed = all.some(({ from, until }) => from <= now && until > next.from);
  return !isClosed && (plannedFor(d)?.at ?? now) < next.until;
}

function comesOf(d: Deployment, closing: Closed): string {
  const { hold, expiresAt } = d;
  const { until } = closing;
  if (!hold) {
    return expiresAt !== null && expiresAt < until
      ? `this has not started, and is over at ${wallOf(expiresAt)}, before it opens again at ${wallOf(until)}: what has not started by the closing has to be asked for anew`
      : `this has not started; what has not by then starts not before ${wallOf(until)}`;
  }
  const held = `this is held${hold.by === 'fairway' ? '' : ` by ${hold.by}`} (${hold.why})`;
  switch (policyOf(closing)) {
    case 'finish':
      return `${held} and stays where it is; it does not finish by itself, and whoever resumes it then lets it go through its plan`;
    case 'pause':
      return `${held} and stays where it is; whoever resumes it then shows it to nobody new until it opens again`;
    case 'roll-back':
      return `${held} and is then rolled back all the same, unless it is resumed and done before`;
  }
}
