import type { StepOutcome } from '../../domain/deployment/step-outcome.ts';
import { type Instant, plus } from '../../domain/kernel/time.ts';
import { NO_TRAFFIC, together } from '../../domain/verdict/counters.ts';
import { judgeSuccess, type Spell, type Terms } from '../../domain/verdict/success.ts';
import type { Baseline } from '../../domain/verdict/success-criteria.ts';
import type { Span, Spans } from '../../ports/metrics.ts';
import type { Run } from './runner.ts';

const WEEK_MS = 7 * 24 * 3_600_000;
/** So small a part of a time may be missing: the rest stands for it. */
const MISSING = 0.05;

const SAID: Readonly<Record<Baseline, string>> = {
  'last week': 'the same hour last week',
  before: 'the time just before anybody met it',
};

/**
 * Whether the service does as it did: the time it baked against as long a time before anybody met the new
 * version, or against the same hour last week. What was not measured throughout is not enough data.
 * @throws when the source is silent, which is the caller's
 */
export async function compared(run: Run<'bake'>, terms: Terms): Promise<StepOutcome> {
  const { d, step, provider, now } = run;
  const { version } = d.artifact;
  const spans = provider.metrics?.spans;
  if (!spans) {
    const why = 'nothing there remembers how the service did before, so it cannot be Verified';
    return { kind: 'unsure', why, verdict: null };
  }
  const to = plus(now, -spans.lateMs);
  const baked: Span = { from: plus(to, -step.forMs), to };
  const is = await spellOf(run, spans, baked, terms);
  if (!is) return unmeasured(version, ['the time it baked']);
  const found = await firstMeasured(run, spans, baked, terms);
  if (!found.was) return unmeasured(version, found.missing);
  const verdict = judgeSuccess(is, found.was, terms, found.baseline);
  const { was, baseline } = found;
  const sample = { kind: 'compared', is, was, baseline } as const;
  const why = [verdict.why, ...found.missing.map((one) => `${one} was not measured`)].join('; ');
  switch (verdict.verdict) {
    case 'pass':
      return { kind: 'done', note: `Verified: ${why}`, verdict, sample };
    case 'not enough data':
      return {
        kind: 'unsure',
        why: `Not enough data to verify ${version}: ${why}`,
        verdict,
        sample,
      };
    case 'fail':
      return terms.success.otherwise === 'roll back'
        ? { kind: 'failed', code: 'verdict', why, retryable: false, verdict, sample }
        : { kind: 'unsure', why: `${version} is not Verified: ${why}`, verdict, sample };
  }
}

function unmeasured(version: string, times: readonly string[]): StepOutcome {
  const were = times.length === 1 ? 'was' : 'were';
  const why = `Not enough data to verify ${version}: ${times.join(' and ')} ${were} not measured throughout`;
  return { kind: 'unsure', why, verdict: null };
}

/** How it did at the first baseline that was measured, and which were not. A source may be younger than a week. */
async function firstMeasured(run: Run<'bake'>, spans: Spans, baked: Span, terms: Terms) {
  const baselines = [terms.success.baseline].flat();
  const missing: string[] = [];
  for (const [i, baseline] of baselines.entries()) {
    const reading = spellOf(run, spans, baselineOf(run, baked, baseline), terms);
    const isLast = i === baselines.length - 1;
    const was = await (isLast ? reading : reading.catch(() => null));
    if (was) return { baseline, was, missing };
    missing.push(SAID[baseline]);
  }
  return { was: null, missing };
}

function baselineOf({ d, step }: Run<'bake'>, baked: Span, baseline: Baseline): Span {
  if (baseline === 'last week')
    return { from: plus(baked.from, -WEEK_MS), to: plus(baked.to, -WEEK_MS) };
  const to: Instant = d.exposedAt ?? d.startedAt ?? baked.from;
  return { from: plus(to, -step.forMs), to };
}

/** All versions together: what people got, whoever served it. Null where it was not measured throughout. */
async function spellOf(
  { d, call }: Run<'bake'>,
  spans: Spans,
  span: Span,
  { success }: Terms,
): Promise<Spell | null> {
  const forMs = span.to - span.from;
  const measuredMs = (await spans.measured?.(d, span)) ?? forMs;
  // A source that was away for a part of it would show less than there was.
  if (forMs - measuredMs >= Math.max(spans.everyMs, forMs * MISSING)) return null;
  const names = Object.keys(success.metrics);
  const [served, ...values] = await Promise.all([
    spans.during(d, call.placement, span),
    ...names.map((name) => spans.measure(d, name, span)),
  ]);
  return {
    served: [...served.values()].reduce(together, NO_TRAFFIC),
    numbers: Object.fromEntries(names.map((name, i) => [name, values[i] ?? null])),
    forMs,
  };
}
