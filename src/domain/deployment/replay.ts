import type { Instant } from '../kernel/time.ts';
import type { Step } from '../plan/step.ts';
import { withGauges } from '../verdict/gauges.ts';
import { judge } from '../verdict/judge.ts';
import { alarmOf } from '../verdict/policy.ts';
import {
  evidence,
  type Leaning,
  leanings,
  type Metric,
  observe,
  type Standing,
  UNSEEN,
} from '../verdict/sequential-judge.ts';
import { judgeSuccess } from '../verdict/success.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { Deployment } from './deployment.ts';
import { type AnyKept, isComparison, isLook, type KeptSample } from './sample.ts';

/** One judging computed again from what it saw, by the plan's own terms. */
export interface Judgement {
  /** The place of its judge in the plan. */
  readonly step: number;
  readonly verdict: Verdict;
  /** The looks that counted, each with the evidence after it. */
  readonly looks: readonly Look[];
  readonly last: Instant;
  /** When the first look that counted began; of what is still warming up, that. */
  readonly from: Instant;
  /** What it served while it warmed up, as long as no look counts. */
  readonly warm?: NonNullable<Standing['warm']>;
}

export interface Look {
  readonly kept: KeptSample;
  readonly evidence: number;
  /** What each metric says by itself. */
  readonly metrics: { readonly [M in Metric]: Leaning };
  /** The requests it rests on. */
  readonly weighed: Standing['weighed'];
}

type JudgeStep = Extract<Step, { kind: 'judge' }>;

/** Every judging of a deployment, in order; each begins with a look at the past. */
export function replay(d: Deployment, samples: readonly AnyKept[]): readonly Judgement[] {
  const spells: KeptSample[][] = [];
  for (const kept of samples.filter(isLook)) {
    if (kept.sample.kind === 'past') spells.push([]);
    spells.at(-1)?.push(kept);
  }
  return spells.flatMap((spell) => judgementOf(d, spell) ?? []);
}

function judgementOf(d: Deployment, spell: readonly KeptSample[]): Judgement | null {
  const last = spell.at(-1);
  const step = last && d.plan[last.step];
  if (!last || step?.kind !== 'judge') return null;
  const looks: Look[] = [];
  let standing: Standing = UNSEEN;
  for (const kept of spell) {
    standing = observe(standing, kept.sample, step.criteria);
    if (kept.sample.kind !== 'judged') continue;
    const { weighed } = standing;
    looks.push({ kept, evidence: evidence(standing), metrics: leanings(standing), weighed });
  }
  const told = toldBy(d, step);
  const gauges = spell.findLast(({ sample }) => sample.gauges !== undefined)?.sample.gauges ?? null;
  const verdict = withGauges(judge(standing, step.criteria, told), gauges, step.criteria, told);
  const { warm } = standing;
  const opening = warm ? spell[0] : spell.findLast(({ sample }) => sample.kind !== 'judged');
  const from = (opening ?? last).at;
  return { step: last.step, verdict, looks, last: last.at, from, ...(warm ? { warm } : {}) };
}

/** One comparison with how the service did, computed again from both times by the plan's own terms. */
export interface Comparison {
  readonly step: number;
  readonly verdict: Verdict;
  readonly last: Instant;
}

/** Every comparison of a deployment, in order; one that was held and resumed was made again. */
export function compareAgain(d: Deployment, samples: readonly AnyKept[]): readonly Comparison[] {
  return samples.filter(isComparison).flatMap(({ step, at, sample: { is, was, baseline } }) => {
    const bake = d.plan[step];
    if (bake?.kind !== 'bake' || !bake.judged) return [];
    return [{ step, verdict: judgeSuccess(is, was, bake.judged, baseline), last: at }];
  });
}

/** The names by which a judge of this deployment speaks. */
export function toldBy(d: Deployment, { mode = 'abort' }: JudgeStep) {
  return {
    canary: d.artifact.version,
    stable: d.previous?.version ?? 'before',
    alarm: alarmOf(mode),
  };
}
