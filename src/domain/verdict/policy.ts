import { z } from 'zod';
import type { Verdict } from './verdict.ts';

/** What a judgement may do: only be told, stop and ask people, or go back by itself. */
export const JudgeMode = z.enum(['observe', 'pause', 'abort']);
export type JudgeMode = z.infer<typeof JudgeMode>;

/** What becomes of a version that its time has shown to be neither worse nor as good. */
export const Inconclusive = z.enum(['ask', 'extend', 'abort', 'proceed']);
export type Inconclusive = z.infer<typeof Inconclusive>;

export interface Policy {
  readonly mode: JudgeMode;
  readonly inconclusive: Inconclusive;
}

/** What follows from a verdict at a moment. `why` is said to people. */
export type Settled =
  | { readonly kind: 'wait' }
  | { readonly kind: 'go on'; readonly why: string }
  | { readonly kind: 'fail'; readonly why: string }
  | { readonly kind: 'ask'; readonly why: string };

const WAIT: Settled = { kind: 'wait' };

/** The word for what the evidence triggers, as it stands in a sentence. */
export function alarmOf(mode: JudgeMode): string {
  switch (mode) {
    case 'abort':
      return 'rollback';
    case 'pause':
      return 'a pause';
    case 'observe':
      return 'nothing, as this is only observed';
  }
}

export interface Span {
  /** What remains of its time in milliseconds, below zero when it is over. */
  readonly left: number;
  readonly forMs: number;
}

/**
 * A verdict is acted on at once. Without one it goes on looking to the end of its time; too few
 * requests, or a limit that was passed though nothing is shown to be worse, get as long again.
 */
export function settle(verdict: Verdict, policy: Policy, span: Span, version: string): Settled {
  const { why } = verdict;
  if (policy.mode === 'observe')
    return span.left > 0 ? WAIT : { kind: 'go on', why: `Observed only, decided nothing: ${why}` };
  switch (verdict.verdict) {
    case 'fail':
      return { kind: policy.mode === 'abort' ? 'fail' : 'ask', why };
    case 'pass':
      return { kind: 'go on', why: `Judged healthy: ${why}` };
    case 'not enough data':
      return span.left > 0 ? WAIT : withoutOne(verdict, policy, span, version);
  }
}

/** Its time is over and there is no verdict. */
function withoutOne(
  verdict: Verdict,
  { inconclusive }: Policy,
  { left, forMs }: Span,
  version: string,
): Settled {
  const isUndecided = verdict.ground === 'undecided';
  const none = isUndecided ? `No verdict on ${version}` : `Not enough data to judge ${version}`;
  if (isUndecided && inconclusive === 'proceed') {
    const meaning =
      'nothing shows that it is worse, and too little was seen to show that it is as good';
    return { kind: 'go on', why: `${none}, ${meaning}; it goes on as configured: ${verdict.why}` };
  }
  const isPatient = !isUndecided || inconclusive === 'extend';
  if (isPatient && left + forMs > 0) return WAIT;
  return { kind: inconclusive === 'abort' ? 'fail' : 'ask', why: `${none}: ${verdict.why}` };
}
