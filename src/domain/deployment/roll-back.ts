import type { Artifact } from '../artifact/artifact.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Instant } from '../kernel/time.ts';
import type { Step } from '../plan/step.ts';
import { type Deployment, type DeploymentId, isOver } from './deployment.ts';
import { unstarted } from './draft.ts';
import { create, type DeploymentChange, move, together } from './moves.ts';

/**
 * Back to what served before. Prestage, start and shift are done at once where the forward plan left
 * the target pulled and standing by; they are asked again because doing them twice is harmless and a
 * stand-by may have died meanwhile.
 */
export const ROLLBACK_PLAN: readonly Step[] = [
  { kind: 'prestage' },
  { kind: 'start' },
  { kind: 'shift', percent: 100 },
  { kind: 'finish' },
];

export interface Return {
  readonly id: DeploymentId;
  readonly to: Artifact;
  readonly by: string;
  readonly why: string;
  /** `auto` when our own judgement asked for it; `closed` when a door closed that takes back what runs. */
  readonly code: 'auto' | 'asked' | 'aborted' | 'closed' | 'replaced';
  readonly digest: string;
  /** That of the act which asks for it; left out: it lies in the trace of what it returns from. */
  readonly trace?: string | undefined;
  /** In force now: where what it returns from is over, this says how its target is reached. */
  readonly configuration?: string;
}

/**
 * Ends what it returns from (when that still runs), creates the rollback already running, and raises
 * the fence: one change, so no older effect can land after it and no moment exists without either.
 */
export function rollBack(from: Deployment, back: Return, now: Instant): DeploymentChange | Refusal {
  if (from.artifact.digest === back.to.digest) {
    return refuse('already-there', `${from.service} already serves ${back.to.version}.`, {
      fix: 'There is nothing to return from.',
    });
  }
  if (from.rolledBackBy) {
    return refuse(
      'already-rolled-back',
      `${from.id} was already rolled back by ${from.rolledBackBy}.`,
      {
        line: `/release show ${from.rolledBackBy}`,
      },
    );
  }
  const ended = endFor(from, back, now);
  return {
    ...together(
      ended,
      create(rollbackOf(from, back, now), 'started', {
        by: back.by,
        at: now,
        note: `Rolling back ${from.service} in ${from.environment} from ${from.artifact.version} to ${back.to.version}: ${back.why}`,
        tell: back.code === 'asked' ? [] : [from.requestedBy],
        evidence: {
          rollbackOf: from.id,
          to: back.to.digest,
          version: back.to.version,
          trigger: back.code,
          why: back.why,
          ...traced(from, back),
        },
      }),
    ),
    raiseFence: true,
  };
}

function endFor(from: Deployment, back: Return, now: Instant): DeploymentChange {
  if (isOver(from)) {
    return move(from, { rolledBackBy: back.id }, 'superseded', { by: back.by, at: now });
  }
  const outcome = { code: 'rolled-back', why: back.why, by: back.by, trigger: back.code };
  return move(
    from,
    {
      status: 'failed',
      outcome,
      finishedAt: now,
      rolledBackBy: back.id,
      hold: null,
      waiting: [],
      wakeAt: null,
    },
    'failed',
    {
      by: back.by,
      at: now,
      note: `Failed and rolls back: ${back.why}`,
      evidence: { why: back.why, rolledBackBy: back.id, trigger: back.code },
    },
  );
}

function rollbackOf(from: Deployment, back: Return, now: Instant): Deployment {
  return {
    ...unstarted,
    id: back.id,
    kind: 'rollback',
    service: from.service,
    environment: from.environment,
    artifact: back.to,
    previous: from.artifact,
    strategy: 'rollback',
    plan: ROLLBACK_PLAN,
    planDigest: back.digest,
    ...pinned(from, back),
    ...traced(from, back),
    gates: [],
    requestedBy: back.by,
    requestedAt: now,
    expiresAt: null,
    because: back.why,
    channel: from.channel,
    status: 'running',
    startedAt: now,
    rollbackOf: from.id,
    wakeAt: now,
  };
}

/** From one that runs it goes the way that one went; from one that is over, the way things go now. */
function pinned(from: Deployment, back: Return): Pick<Deployment, 'configuration'> {
  const version = isOver(from) ? (back.configuration ?? from.configuration) : from.configuration;
  return version === undefined ? {} : { configuration: version };
}

function traced(from: Deployment, back: Return): Pick<Deployment, 'trace'> {
  const trace = back.trace ?? from.trace;
  return trace === undefined ? {} : { trace };
}
