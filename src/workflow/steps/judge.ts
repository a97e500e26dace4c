import { z } from 'zod';
import type { Memo } from '../../domain/deployment/deployment.ts';
import { lookedOnMs } from '../../domain/deployment/look-on.ts';
import { toldBy } from '../../domain/deployment/replay.ts';
import type { StepOutcome } from '../../domain/deployment/step-outcome.ts';
import { plus } from '../../domain/kernel/time.ts';
import { areRead, type GaugeReadings, withGauges } from '../../domain/verdict/gauges.ts';
import { judge as rule } from '../../domain/verdict/judge.ts';
import { lookEveryMs } from '../../domain/verdict/looks.ts';
import { type Policy, settle } from '../../domain/verdict/policy.ts';
import {
  observe,
  type Sample,
  type Standing,
  UNSEEN,
} from '../../domain/verdict/sequential-judge.ts';
import type { Verdict } from '../../domain/verdict/verdict.ts';
import { holding } from './held.ts';
import type { Run, Runner, StepOf } from './runner.ts';
import { type Both, seenSince } from './seen-since.ts';

/**
 * What the judge keeps between looks: both versions' totals at the last one, and what all looks have
 * left behind. Both are written by the change that the look leads to, so a look that was lost in a
 * crash is made again from the totals before it, and no request is ever counted twice.
 */
const Kept = z.object({
  form: z.literal('evidence-1'),
  /** When the warm-up was found to be over: its time counts from there. */
  openedAt: z.number().nullable(),
  totals: z.custom<Both>(),
  /** Up to when a source that remembers was asked. */
  readTo: z.number().nullish(),
  standing: z.custom<Standing>(),
  /** Read once, when its time was over. */
  gauges: z.custom<GaugeReadings>().nullish(),
});
type Kept = z.infer<typeof Kept>;

/**
 * Compares the new version with the old on live traffic, look by look. What follows from a verdict, and
 * from none, is the plan's policy; silence of the source is the caller's.
 */
export const judge: Runner<'judge'> = holding(async (run) => {
  const { d, step, provider, now } = run;
  if (!provider.metrics) {
    const why = 'nothing measures traffic there, so nothing can be judged';
    return { kind: 'unsure', why, verdict: null };
  }
  const before = Kept.safeParse(d.progress.memo);
  const { since, mark } = await seenSince(run, provider.metrics, before.data ?? null);
  const lateMs = provider.metrics.spans?.lateMs ?? 0;
  const isWarm = now - lateMs - (d.progress.since ?? now) >= step.warmUpMs;
  const opened = before.data?.openedAt ?? (isWarm ? now : null);
  const sample: Sample = { kind: kindOf(before.data ?? null), ...since };
  const standing = observe(before.data?.standing ?? UNSEEN, sample, step.criteria);
  const gauges = before.data?.gauges ?? null;
  const kept: Kept = { form: 'evidence-1', openedAt: opened, ...mark, standing, gauges };
  if (sample.kind !== 'judged') return warmUp(run, kept, sample);
  const read = await readGauges(run, kept);
  if (read === null) return conclude(run, kept, sample);
  // What is too little to be compared is read again; what was compared once is not looked at twice.
  const isWhole = areRead(read, step.criteria);
  return conclude(run, { ...kept, gauges: isWhole ? read : null }, { ...sample, gauges: read });
});

/** A look that finds the warm-up over still belongs to it: what it saw began before. */
function kindOf(before: Kept | null): Sample['kind'] {
  if (before === null) return 'past';
  return before.openedAt === null ? 'warm-up' : 'judged';
}

/** Of what warms up nothing is said but that it is past all discussion. */
function warmUp(run: Run<'judge'>, kept: Kept, sample: Sample): StepOutcome {
  const { d, step } = run;
  const { ground } = rule(kept.standing, step.criteria, toldBy(d, step));
  return ground === 'floor' ? conclude(run, kept, sample) : again(run, kept, sample, null);
}

/** What gauges read over the whole judging, asked when its time is over; null before, where none counts, or once known. */
async function readGauges(run: Run<'judge'>, kept: Kept): Promise<GaugeReadings | null> {
  const { d, step, provider, now } = run;
  const names = Object.keys(step.criteria.gauges ?? {});
  if (names.length === 0 || kept.gauges || leftOf(run, kept) > 0) return null;
  const spans = provider.metrics?.spans;
  if (!spans) return {};
  const from = plus(now, (kept.openedAt ?? now) - now);
  const span = { from, to: plus(now, -spans.lateMs) };
  const all = await Promise.all(
    names.map(async (name) => {
      const read = await spans.gauge(d, name, span);
      const of = (version: string | undefined) => read.get(version ?? '') ?? [];
      return [name, { canary: of(d.artifact.version), stable: of(d.previous?.version) }] as const;
    }),
  );
  return Object.fromEntries(all);
}

function conclude(run: Run<'judge'>, kept: Kept, sample: Sample): StepOutcome {
  const { d, step } = run;
  const policy = policyOf(step);
  const told = toldBy(d, step);
  const gauges = sample.gauges ?? kept.gauges ?? null;
  const verdict = withGauges(rule(kept.standing, step.criteria, told), gauges, step.criteria, told);
  // Who gave it a time of its own is asked again once that is over: nothing is added to it.
  const more = d.progress.lookUntil === undefined ? step.forMs : 0;
  const span = { left: leftOf(run, kept), forMs: more };
  const settled = settle(verdict, policy, span, d.artifact.version);
  switch (settled.kind) {
    case 'wait':
      return again(run, kept, sample, verdict);
    case 'go on':
      return { kind: 'done', note: settled.why, verdict, sample };
    case 'fail':
      return {
        kind: 'failed',
        code: 'verdict',
        why: settled.why,
        retryable: false,
        verdict,
        sample,
      };
    case 'ask':
      return { kind: 'unsure', why: settled.why, verdict, memo: memoOf(kept), sample };
  }
}

function policyOf({ mode = 'abort', inconclusive = 'ask' }: StepOf<'judge'>): Policy {
  return { mode, inconclusive };
}

/** What remains of its time, in milliseconds; somebody who resumed it has given it all of it again, or so long as they said. */
function leftOf({ d, step, now }: Run<'judge'>, { openedAt }: Kept): number {
  if (d.progress.lookUntil !== undefined) return d.progress.lookUntil - now;
  return Math.max(openedAt ?? now, d.progress.since ?? now) + step.forMs - now;
}

/** The next look: in a twentieth of its time or when there is news, and at the very end of warm-up and time. */
function again(
  run: Run<'judge'>,
  kept: Kept,
  sample: Sample,
  verdict: Verdict | null,
): StepOutcome {
  const { d, step, now, provider } = run;
  const { everyMs = 0, lateMs = 0 } = provider.metrics?.spans ?? {};
  const usual = lookEveryMs(step.forMs + lookedOnMs(d), everyMs);
  const warmAt = (d.progress.since ?? now) + step.warmUpMs + lateMs;
  const left = kept.openedAt === null ? warmAt - now : leftOf(run, kept);
  const againInMs = left > 0 ? Math.min(usual, left) : usual;
  return { kind: 'running', againInMs, memo: memoOf(kept), verdict, sample };
}

/** As the database gives it back. */
function memoOf(kept: Kept): Memo {
  return JSON.parse(JSON.stringify(kept));
}
