import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Instant } from '../kernel/time.ts';
import { nameStep, type Step } from '../plan/step.ts';
import { slotsOf } from './consent.ts';
import { currentStep, type Deployment, exposure, FRESH } from './deployment.ts';
import { keepFinding } from './finding.ts';
import { type DeploymentChange, move } from './moves.ts';
import { notRunning } from './state.ts';

interface Said {
  readonly by: string;
  readonly because: string | null;
}

/**
 * Leaves the watching steps out and goes to all traffic; the gates are still asked before it. At a look
 * from outside it leaves out that look alone: nothing else may be missed because a probe is broken.
 * Never without a reason, and where others had to approve it not by who asked for it.
 * @param said `others`: who else may steer there
 */
export function skip(
  d: Deployment,
  { others, ...said }: Said & { readonly others: readonly string[] },
  now: Instant,
): DeploymentChange | Refusal {
  const { by, because } = said;
  const no = notRunning(d, 'Only a running deployment can skip ahead.') ?? oneWord(d, said, others);
  if (no) return no;
  const step = currentStep(d);
  if (step?.kind === 'journey' || step?.kind === 'validate')
    return leaveOut(d, step, { ...said, now });
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
  return move(d, { cursor: full, progress: FRESH, hold: null, wakeAt: now }, 'stepped', {
    by,
    at: now,
    note: `${by} skipped ahead from ${exposure(d)} % to 100 %: ${because}`,
    evidence: { because, from: d.cursor, to: full, percent: exposure(d) },
  });
}

/** What others approved was approved with its verdict, so nobody leaves that out of their own request. */
function oneWord(d: Deployment, { by, because }: Said, others: readonly string[]): Refusal | null {
  if (by === d.requestedBy && slotsOf(d).length > 0) {
    const who = others.filter((one) => one !== by).join(', ');
    const wait = 'ait for its verdict, or roll it back.';
    const what = `You asked for ${d.id} and others approved it, so somebody else has to take it past its verdict.`;
    return refuse('own-request', what, {
      why: 'They approved it as a plan that is judged.',
      fix: who
        ? `Ask one of them: ${who}. Or w${wait}`
        : `Nobody else may steer there yet. W${wait}`,
    });
  }
  if (because?.trim()) return null;
  return refuse('no-reason', `Why ${d.id} goes on without waiting for it is missing.`, {
    fix: 'Its thread and the ledger keep the reason.',
    line: `/release skip ${d.id} because …`,
  });
}

/** What was left out is written down: it is neither green nor red, and what comes after knows that. */
function leaveOut(
  d: Deployment,
  step: Extract<Step, { kind: 'journey' | 'validate' }>,
  { by, because, now }: Said & { readonly now: Instant },
): DeploymentChange {
  const says = `${by} went on without it: ${because}`;
  const outcome = {
    kind: 'done',
    note: null,
    verdict: null,
    found: { ...subjectIn(step), outcome: 'skipped', says, evidence: [] },
  } as const;
  const patch = {
    cursor: d.cursor + 1,
    progress: FRESH,
    hold: null,
    wakeAt: now,
  };
  const change = move(d, patch, 'stepped', {
    by,
    at: now,
    note: `${by} left out "${nameStep(step)}": ${because}`,
    evidence: { because, from: d.cursor, to: d.cursor + 1, percent: exposure(d) },
  });
  return keepFinding(d, outcome, change, now);
}

function subjectIn(step: Extract<Step, { kind: 'journey' | 'validate' }>) {
  return step.kind === 'journey'
    ? ({ what: 'journey', name: step.journey.name } as const)
    : ({ what: 'validation', name: step.validation.name } as const);
}
