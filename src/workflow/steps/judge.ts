import { z } from 'zod';
import type { Memo } from '../../domain/deployment/deployment.ts';
import type { StepOutcome } from '../../domain/deployment/step-outcome.ts';
import { between, type Counters, NO_TRAFFIC } from '../../domain/verdict/counters.ts';
import { judge as byThresholds } from '../../domain/verdict/threshold-judge.ts';
import type { Verdict } from '../../domain/verdict/verdict.ts';
import type { Run, Runner } from './runner.ts';

const LOOK_MS = 3_000;
/** Past the end of its time it still waits this long for the last requests it needs. */
const GRACE = 1;

/**
 * What the judge keeps between looks: the new version's counters when the warm-up was over, and when
 * that was read. Its time counts from there, so that silence before it shortens no judgement.
 */
const Opening = z.object({
  openedAt: z.number(),
  opening: z.object({
    requests: z.number(),
    errors: z.number(),
    buckets: z.array(z.tuple([z.number().nullable(), z.number()])),
  }),
});

/**
 * Compares the new version with the old on live traffic. It fails as soon as the evidence says so,
 * passes only at the end of its time, and where there is too little of it people must decide.
 */
export const judge: Runner<'judge'> = async (run) => {
  const { d, step, provider, call, now } = run;
  if (!provider.metrics) {
    return {
      kind: 'unsure',
      why: 'nothing measures traffic there, so nothing can be judged',
      verdict: null,
    };
  }
  const elapsed = now - (d.progress.since ?? now);
  if (elapsed < step.warmUpMs) return again(step.warmUpMs - elapsed, null, null);
  const read = await provider.metrics.read(d, call.placement);
  const canary = read.get(d.artifact.version) ?? NO_TRAFFIC;
  const baseline = read.get(d.previous?.version ?? '') ?? NO_TRAFFIC;
  const opened = Opening.safeParse(d.progress.memo);
  if (!opened.success) return again(LOOK_MS, { opening: plain(canary), openedAt: now }, null);
  const left = opened.data.openedAt + step.forMs - now;
  const evidence = { canary: between(opened.data.opening, canary), baseline };
  return conclude(run, byThresholds(evidence, step.criteria), left);
};

/** `left` is what remains of the judge's time, in milliseconds; below zero it is over. */
function conclude({ d, step }: Run<'judge'>, verdict: Verdict, left: number): StepOutcome {
  switch (verdict.verdict) {
    case 'fail':
      return { kind: 'failed', code: 'verdict', why: verdict.why, retryable: false, verdict };
    case 'pass':
      return left <= 0
        ? { kind: 'done', note: `Judged healthy: ${verdict.why}`, verdict }
        : again(Math.min(LOOK_MS, left), d.progress.memo, verdict);
    case 'not enough data':
      if (left + step.forMs * GRACE > 0) return again(LOOK_MS, d.progress.memo, verdict);
      return {
        kind: 'unsure',
        why: `Not enough data to judge ${d.artifact.version}: ${verdict.why}`,
        verdict,
      };
  }
}

function again(againInMs: number, memo: Memo | null, verdict: Verdict | null): StepOutcome {
  return { kind: 'running', againInMs, memo, verdict };
}

function plain(counters: Counters): Memo {
  return { requests: counters.requests, errors: counters.errors, buckets: counters.buckets };
}
