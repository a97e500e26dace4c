import type { StepOutcome } from '../../domain/deployment/step-outcome.ts';
import { type Instant, plus } from '../../domain/kernel/time.ts';
import { NO_TRAFFIC, together } from '../../domain/verdict/counters.ts';
import { judgeSuccess, type Spell, type Terms } from '../../domain/verdict/success.ts';
import type { Span, Spans } from '../../ports/metrics.ts';
import type { Run } from './runner.ts';

const WEEK_MS = 7 * 24 * 3_600_000;

/**
 * Whether the service does as it did: the time it baked against as long a time before anybody met the new
 * version, or against the same hour last week. @throws when the source is silent, which is the caller's
 */
export async function compared(run: Run<'bake'>, terms: Terms): Promise<StepOutcome> {
  const { d, step, provider, now } = run;
  const spans = provider.metrics?.spans;
  if (!spans) {
    const why = 'nothing there remembers how the service did before, so it cannot be Verified';
    return { kind: 'unsure', why, verdict: null };
  }
  const to = plus(now, -spans.lateMs);
  const baked: Span = { from: plus(to, -step.forMs), to };
  const [is, was] = await Promise.all([
    spellOf(run, spans, baked, terms),
    spellOf(run, spans, baselineOf(run, baked, terms), terms),
  ]);
  const verdict = judgeSuccess(is, was, terms);
  const { version } = d.artifact;
  switch (verdict.verdict) {
    case 'pass':
      return { kind: 'done', note: `Verified: ${verdict.why}`, verdict };
    case 'not enough data':
      return {
        kind: 'unsure',
        why: `Not enough data to verify ${version}: ${verdict.why}`,
        verdict,
      };
    case 'fail':
      return terms.success.otherwise === 'roll back'
        ? { kind: 'failed', code: 'verdict', why: verdict.why, retryable: false, verdict }
        : { kind: 'unsure', why: `${version} is not Verified: ${verdict.why}`, verdict };
  }
}

function baselineOf({ d, step }: Run<'bake'>, baked: Span, { success }: Terms): Span {
  const shifted = (span: Span, byMs: number): Span => ({
    from: plus(span.from, byMs),
    to: plus(span.to, byMs),
  });
  if (success.baseline === 'last week') return shifted(baked, -WEEK_MS);
  const to: Instant = d.exposedAt ?? d.startedAt ?? baked.from;
  return { from: plus(to, -step.forMs), to };
}

/** All versions together: what people got, whoever served it. */
async function spellOf(
  { d, call }: Run<'bake'>,
  spans: Spans,
  span: Span,
  { success }: Terms,
): Promise<Spell> {
  const names = Object.keys(success.metrics);
  const [served, ...values] = await Promise.all([
    spans.during(d, call.placement, span),
    ...names.map((name) => spans.measure(d, name, span)),
  ]);
  return {
    served: [...served.values()].reduce(together, NO_TRAFFIC),
    numbers: Object.fromEntries(names.map((name, i) => [name, values[i] ?? null])),
    forMs: span.to - span.from,
  };
}
