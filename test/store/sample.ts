import {
  type Deployment,
  type DeploymentId,
  FRESH,
} from '../../src/domain/deployment/deployment.ts';
import { create, type DeploymentChange, move } from '../../src/domain/deployment/moves.ts';
import { instant } from '../../src/domain/kernel/time.ts';

const shop = { service: 'shop', environment: 'production' };
export const noon = instant(Date.UTC(2026, 5, 1, 12));

/** A deployment as a decision would make it: pending, of shop to production, unless told otherwise. */
export function sample(id: DeploymentId, more: Partial<Deployment> = {}): Deployment {
  return {
    ...shop,
    id,
    kind: 'deploy',
    artifact: { version: '1.1.0', digest: `sha256:${'a'.repeat(64)}` },
    previous: null,
    strategy: 'rolling',
    plan: [{ kind: 'prestage' }, { kind: 'shift', percent: 100 }, { kind: 'finish' }],
    planDigest: 'plan',
    gates: [],
    requestedBy: 'ana',
    requestedAt: noon,
    expiresAt: null,
    because: 'it’s “ready” 🚀',
    channel: null,
    status: 'pending',
    cursor: 0,
    progress: FRESH,
    approvals: [],
    hold: null,
    waiting: [],
    startedAt: null,
    exposedAt: null,
    finishedAt: null,
    outcome: null,
    rollbackOf: null,
    rolledBackBy: null,
    revision: 0,
    wakeAt: null,
    ...more,
  };
}

/** It is asked for: a new row, one ledger entry, one event. */
export function asked(d: Deployment): DeploymentChange {
  return create(d, 'requested', { by: 'ana', at: noon, evidence: { plan: d.planDigest } });
}

/** It takes the slot. */
export function started(d: Deployment): DeploymentChange {
  const patch = { status: 'running', startedAt: noon } as const;
  return move(d, patch, 'started', { by: 'fairway', at: noon, evidence: {} });
}

/** It is over, well. */
export function succeeded(d: Deployment): DeploymentChange {
  const patch = { status: 'succeeded', finishedAt: noon } as const;
  return move(d, patch, 'succeeded', { by: 'fairway', at: noon, evidence: {} });
}
