import { type Artifact, shortDigest } from '../artifact/artifact.ts';
import type { Instant } from '../kernel/time.ts';
import { close } from './close.ts';
import { type Deployment, FRESH } from './deployment.ts';
import { type DeploymentChange, move } from './moves.ts';
import type { StepOutcome } from './step-outcome.ts';

type Moved = Extract<StepOutcome, { kind: 'moved' }>;

/**
 * The tag was moved, or something else came to serve, between the request and the run. Nothing has
 * been exposed: the deployment goes back to waiting with what is true now, and every approval, given
 * for something else, is void. It ends where it would bring what already serves, and where its rules
 * were chosen by what changes: who wrote something else, and which files, was never asked.
 */
export function repin(
  d: Deployment,
  { to, previous }: Moved,
  reseal: (d: Deployment) => string,
  now: Instant,
): DeploymentChange {
  if (to.digest === previous?.digest) return alreadyThere(d, now);
  if (d.traced) return askAgain(d, sayMoves(d, to, previous), now);
  const moved: Deployment = { ...d, artifact: to, previous };
  const planDigest = reseal(moved);
  const givers = d.approvals.map((a) => a.by);
  const what = sayMoves(d, to, previous);
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
          ? `Approvals of ${d.id} no longer count: ${what}. Review again: /release show ${d.id}`
          : `Before the start of ${d.id} ${what}; it goes on from there`,
      tell: givers.length > 0 ? [...new Set([...givers, d.requestedBy])] : [],
      evidence: {
        from: d.artifact.digest,
        to: to.digest,
        replaced: d.previous?.digest ?? null,
        replaces: previous?.digest ?? null,
        givers,
        planDigest,
      },
    },
  );
}

function sayMoves(d: Deployment, to: Artifact, previous: Artifact | null): string {
  const image =
    to.digest === d.artifact.digest
      ? []
      : [
          `the image ${to.version} moved ${shortDigest(d.artifact.digest)} → ${shortDigest(to.digest)}`,
        ];
  const start =
    previous?.digest === d.previous?.digest
      ? []
      : [
          `what it replaces changed ${nameOf(d.previous, previous)} → ${nameOf(previous, d.previous)}`,
        ];
  return [...image, ...start].join(' and ');
}

/** The version, with its digest where the other one has the same name. */
function nameOf(one: Artifact | null, other: Artifact | null): string {
  if (!one) return 'nothing';
  return one.version === other?.version
    ? `${one.version} (${shortDigest(one.digest)})`
    : one.version;
}

function alreadyThere(d: Deployment, now: Instant): DeploymentChange {
  const why = `${d.service} ${d.artifact.version} came to serve ${d.environment} another way`;
  return close(d, { code: 'already-there', why }, now);
}

function askAgain(d: Deployment, what: string, now: Instant): DeploymentChange {
  const why = `${what}, so who wrote it and what it touches is not known: ask for it again`;
  const givers = d.approvals.map((a) => a.by);
  return close(d, { code: 'moved', why }, now, { tell: givers });
}
