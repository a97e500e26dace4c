import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Instant } from '../kernel/time.ts';
import { type Deployment, type DeploymentId, isOver } from './deployment.ts';
import { type DeploymentChange, move } from './moves.ts';
import { rollBack } from './roll-back.ts';

/**
 * Stops it for good. Before anybody met the new version it is cancelled; after that it has failed and
 * a rollback takes its slot in the same change. A rollback itself is never aborted half-way.
 */
export function abort(
  d: Deployment,
  by: string,
  because: string | null,
  rollbackId: DeploymentId,
  now: Instant,
  code: 'aborted' | 'closed' = 'aborted',
): DeploymentChange | Refusal {
  if (isOver(d)) {
    return refuse('over', `${d.id} is already ${d.status}.`, {
      fix: d.status === 'succeeded' ? 'To return to the version before, roll it back.' : '',
      line:
        d.status === 'succeeded'
          ? `/rollback ${d.service} in ${d.environment}`
          : `/release show ${d.id}`,
    });
  }
  if (d.kind === 'rollback') {
    return refuse(
      'is-rollback',
      `${d.id} is a rollback: stopping it would leave two versions serving.`,
      {
        fix: 'Pause it, or let it end and deploy what you want instead.',
        line: `/release pause ${d.id}`,
      },
    );
  }
  const why = because ?? `aborted by ${by}`;
  if (d.exposedAt !== null && d.previous) {
    const back = {
      id: rollbackId,
      to: d.previous,
      by,
      why,
      code,
      digest: d.planDigest,
    } as const;
    return rollBack(d, back, now);
  }
  const outcome = { code: d.exposedAt === null ? 'aborted' : 'aborted-exposed', why, by };
  const status = d.exposedAt === null ? 'cancelled' : 'failed';
  return {
    ...move(
      d,
      { status, outcome, finishedAt: now, hold: null, waiting: [], wakeAt: null },
      status,
      {
        by,
        at: now,
        note: `${by} stopped it before anybody met the new version`,
        evidence: { because, step: d.cursor },
      },
    ),
    raiseFence: d.status === 'running',
  };
}
