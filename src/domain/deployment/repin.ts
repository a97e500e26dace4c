import { type Artifact, shortDigest } from '../artifact/artifact.ts';
import type { Instant } from '../kernel/time.ts';
import { type Deployment, FRESH } from './deployment.ts';
import { type DeploymentChange, move } from './moves.ts';

/**
 * The tag was moved between the request and the run. Nothing has been exposed: the deployment goes
 * back to waiting with the new digest, and every approval, given for the old one, is void.
 */
export function repin(
  d: Deployment,
  to: Artifact,
  reseal: (d: Deployment) => string,
  now: Instant,
): DeploymentChange {
  const from = d.artifact;
  const moved: Deployment = { ...d, artifact: to };
  const planDigest = reseal(moved);
  const givers = d.approvals.map((a) => a.by);
  const change = `${shortDigest(from.digest)} → ${shortDigest(to.digest)}`;
  return move(
    moved,
    {
      planDigest,
      status: 'pending',
      startedAt: null,
      cursor: 0,
      progress: FRESH,
      approvals: [],
      waiting: [],
      wakeAt: now,
    },
    'approval-voided',
    {
      by: 'fairway',
      at: now,
      note:
        givers.length > 0
          ? `Approvals of ${d.id} no longer count: the image ${from.version} moved ${change}. Review again`
          : `The image ${from.version} moved ${change}; the request now means the new one`,
      tell: [...new Set([...givers, d.requestedBy])],
      evidence: { from: from.digest, to: to.digest, givers, planDigest },
    },
  );
}
