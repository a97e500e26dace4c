import type { GateRuling } from '../gates/index.ts';
import { worst } from '../kernel/ruling.ts';
import { type Instant, sooner } from '../kernel/time.ts';
import { adjourn } from './adjourn.ts';
import { endedByBoard } from './board.ts';
import { close } from './close.ts';
import type { Deployment } from './deployment.ts';
import { FRESH } from './deployment.ts';
import { intend } from './go-on.ts';
import { type DeploymentChange, move, quietly, together } from './moves.ts';
import { missed } from './planned.ts';
import { lookedFrom, recheckAt, sameWait, sparedFrom, waitingFrom } from './waiting.ts';

/** May it start? Everything passes: it starts. Something waits: it sleeps until that could pass. */
export function decidePending(
  d: Deployment,
  rulings: readonly GateRuling[],
  now: Instant,
): DeploymentChange {
  const late = missed(d, now);
  if (late !== null) {
    return close(d, { code: 'missed', why: `${late}. To ask again: ${lineAgain(d)}` }, now);
  }
  if (d.expiresAt !== null && now >= d.expiresAt) {
    return close(d, { code: 'expired', why: 'nobody decided in time' }, now);
  }
  switch (worst(rulings.map((r) => r.ruling.verdict))) {
    case 'pass':
      return start(d, rulings, now);
    case 'wait':
      return sleep(d, rulings, now);
    case 'block': {
      if (endedByBoard(rulings)) return adjourn(d, now);
      const whys = waitingFrom(rulings, now).map((w) => w.why);
      return close(d, { code: 'refused', why: whys.join('; ') }, now);
    }
  }
}

/** It starts, and its first step is intended in the same change: the gates were asked a moment ago. */
function start(d: Deployment, rulings: readonly GateRuling[], now: Instant): DeploymentChange {
  const [spared, calendars] = [sparedFrom(rulings), lookedFrom(rulings)];
  const patch = {
    status: 'running',
    startedAt: now,
    waiting: [],
    spared,
    progress: FRESH,
    wakeAt: now,
  } as const;
  const running = { ...d, ...patch, revision: d.revision + 1 };
  const started = move(d, patch, 'started', {
    by: 'fairway',
    at: now,
    note: `Started: ${d.previous?.version ?? 'nothing'} → ${d.artifact.version}`,
    evidence: {
      planDigest: d.planDigest,
      digest: d.artifact.digest,
      approvals: d.approvals.map((a) => a.by),
      steps: d.plan.map((s) => s.kind),
      ...(spared.length > 0 ? { spared } : {}),
      ...(calendars.length > 0 ? { calendars } : {}),
    },
  });
  return together(started, intend(running, 0, null, now));
}

function sleep(d: Deployment, rulings: readonly GateRuling[], now: Instant): DeploymentChange {
  const waiting = waitingFrom(rulings, now);
  const wakeAt = sooner(recheckAt(waiting, now), d.expiresAt);
  const spared = sparedFrom(rulings);
  if (sameWait(waiting, d.waiting)) return quietly(d, { waiting, spared, wakeAt });
  return move(d, { waiting, spared, wakeAt }, 'held', { by: 'fairway', at: now });
}

function lineAgain({ service, artifact, environment, strategy }: Deployment): string {
  return `/deploy ${service}@${artifact.version} to ${environment} --strategy ${strategy}`;
}
