import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Instant } from '../kernel/time.ts';
import { currentStep, type Deployment, exposure, FRESH } from './deployment.ts';
import { type DeploymentChange, move } from './moves.ts';
import { notRunning } from './state.ts';

/** Leaves the watching steps out and goes to all traffic; the gates are still asked before it. */
export function skip(
  d: Deployment,
  by: string,
  because: string | null,
  now: Instant,
): DeploymentChange | Refusal {
  const no = notRunning(d, 'Only a running deployment can skip ahead.');
  if (no) return no;
  const step = currentStep(d);
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
