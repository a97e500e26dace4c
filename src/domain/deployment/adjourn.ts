import type { Instant } from '../kernel/time.ts';
import { sums, tallyOf } from './board.ts';
import { close } from './close.ts';
import type { Deployment } from './deployment.ts';
import { minutesOf } from './minutes.ts';
import { type DeploymentChange, move } from './moves.ts';

/** The board said yes; its minutes are recorded. */
export function approved(d: Deployment, now: Instant): DeploymentChange {
  return move(d, {}, 'board-approved', {
    by: 'fairway',
    at: now,
    note: `The change advisory board approved it: ${sums(d)}`,
    tell: [d.requestedBy],
    evidence: minutesOf(d, 'approved', now),
  });
}

/** The board said no, or nothing in time: it closes, with the minutes of what was said. */
export function adjourn(d: Deployment, now: Instant): DeploymentChange {
  const rejected = tallyOf(d)?.outcome === 'rejected';
  const how = rejected ? 'said no' : 'did not approve it in time';
  const why = `the change advisory board ${how}: ${sums(d)}`;
  const evidence = minutesOf(d, rejected ? 'rejected' : 'not approved in time', now);
  return close(d, { code: 'board-rejected', why }, now, { type: 'board-rejected', evidence });
}
