import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Instant } from '../kernel/time.ts';
import { nameStep, type Step } from '../plan/step.ts';
import { currentStep, type Deployment, exposure, FRESH } from './deployment.ts';
import { keepFinding } from './finding.ts';
import { type DeploymentChange, move } from './moves.ts';
import { notRunning } from './state.ts';

/**
 * Leaves the watching steps out and goes to all traffic; the gates are still asked before it. At a look
 * from outside it leaves out that look alone: nothing else may be missed because a probe is broken.
 */
export function skip(
  d: Deployment,
  by: string,
  because: string | null,
  now: Instant,
): DeploymentChange | Refusal {
  const no = notRunning(d, 'Only a running deployment can skip ahead.');
  if (no) return no;
  const step = currentStep(d);
  if (step?.kind === 'journey' || step?.kind === 'validate')
    return leaveOut(d, step, { by, because, now });
  const full = d.plan.findIndex((s, i) => i > d.cursor && s.kind === 'shift' && s.percent === 100);
  if (full === -1) {
    return refuse('nothing-to-skip', `${d.id} is already past its last traffic step.`, {
      fix: 'Let it finish, or roll it back.',
    });
  }
  if (step?.kind !== 'judge' && step?.kind !== 'bake') {
    return refuse(
      'effect-under-way',
      `${d.id} is in the middle of an effect (${step?.kind ?? 'none'}).`,
      {
        why: 'Skipping is possible while it only watches.',
        fix: 'Try again in a few seconds.',
      },
    );
  }
  return move(
    d,
    { cursor: full, progress: { ...FRESH, since: now }, hold: null, wakeAt: now },
    'stepped',
    {
      by,
      at: now,
      note: `${by} skipped ahead from ${exposure(d)} % to 100 %${because ? `: ${because}` : ''}`,
      evidence: { because, from: d.cursor, to: full, percent: exposure(d) },
    },
  );
}

/** What was left out is written down: it is neither green nor red, and what comes after knows that. */
function leaveOut(
  d: Deployment,
  step: Extract<Step, { kind: 'journey' | 'validate' }>,
  { by, because, now }: { by: string; because: string | null; now: Instant },
): DeploymentChange {
  const says = `${by} went on without it${because ? `: ${because}` : ''}`;
  const outcome = {
    kind: 'done',
    note: null,
    verdict: null,
    found: { ...subjectIn(step), outcome: 'skipped', says, evidence: [] },
  } as const;
  const patch = {
    cursor: d.cursor + 1,
    progress: { ...FRESH, since: now },
    hold: null,
    wakeAt: now,
  };
  const change = move(d, patch, 'stepped', {
    by,
    at: now,
    note: `${by} left out "${nameStep(step)}"${because ? `: ${because}` : ''}`,
    evidence: { because, from: d.cursor, to: d.cursor + 1, percent: exposure(d) },
  });
  return keepFinding(d, outcome, change, now);
}

function subjectIn(step: Extract<Step, { kind: 'journey' | 'validate' }>) {
  return step.kind === 'journey'
    ? ({ what: 'journey', name: step.journey.name } as const)
    : ({ what: 'validation', name: step.validation.name } as const);
}
