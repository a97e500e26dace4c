import type { ProviderTarget } from '../domain/catalog/catalog.ts';
import { nextSpan } from '../domain/deployment/burn-span.ts';
import type { BurnWatch, Looked } from '../domain/deployment/burn-watch.ts';
import type { Target } from '../domain/kernel/target.ts';
import { type Instant, plus } from '../domain/kernel/time.ts';
import type { Served } from '../domain/verdict/burn.ts';
import { type Indicator, seriesOf } from '../domain/verdict/indicator.ts';
import type { Metrics, Span, Spans } from '../ports/metrics.ts';

/** Whose requests are counted, and by what. */
export interface Counting {
  readonly target: Target;
  readonly placement: ProviderTarget;
  readonly indicator: Indicator | undefined;
}

/**
 * What each version served since the look before: span by span where the source remembers, which no restart of one
 * process among many disturbs; by totals where it does not.
 * @throws when the source is silent, or no longer names any version of those that served
 */
export async function lookedOf(
  { read, spans }: Metrics,
  { target, placement, indicator }: Counting,
  before: BurnWatch | null,
  now: Instant,
): Promise<Looked> {
  const series = indicator && seriesOf(indicator);
  if (!spans) {
    const totals = countsIn(await read(target, placement, indicator));
    requireNamed(totals, before);
    return { totals, series };
  }
  const upTo = plus(now, -spans.lateMs);
  const span = await measuredSpan(spans, target, before, series, upTo);
  if (!span) {
    // Nothing of it is counted; it says whether somebody answers.
    await read(target, placement, indicator);
    return { served: new Map(), upTo, series };
  }
  const served = countsIn(await spans.during(target, placement, span, indicator));
  // A span in which nobody came need not name who serves; its totals do.
  if (served.size === 0) requireNamed(await read(target, placement, indicator), before);
  return { served, upTo: span.to, series };
}

/** The span to ask about next, beyond the pieces in which a source that can tell so was not there to measure. */
async function measuredSpan(
  spans: Spans,
  target: Target,
  before: BurnWatch | null,
  series: string | undefined,
  upTo: Instant,
): Promise<Span | null> {
  for (let last = before; ; ) {
    const span = nextSpan(last, series, upTo);
    if (!span || !last || (await spans.measured?.(target, span)) !== 0) return span;
    last = { ...last, readAt: span.to };
  }
}

function countsIn(answer: ReadonlyMap<string, Served>): ReadonlyMap<string, Served> {
  return new Map(
    [...answer].map(([version, { requests, errors }]) => [version, { requests, errors }]),
  );
}

/** What served before is not gone because nobody names it. */
function requireNamed(answer: ReadonlyMap<string, Served>, before: BurnWatch | null): void {
  if (answer.size > 0 || !before) return;
  const known = before.bySpans ? before.minutes.length : Object.keys(before.totals).length;
  if (known > 0) throw new Error('it answers, and names no version that serves');
}
