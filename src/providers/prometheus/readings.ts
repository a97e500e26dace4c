import type { Target } from '../../domain/kernel/target.ts';
import { filled } from '../../domain/verdict/queries.ts';
import type { SignalSource } from '../../domain/verdict/signal-source.ts';
import type { Span } from '../../ports/metrics.ts';
import type { Api, Series } from './api.ts';

/** Readings of a named query over a span: at most so many of each series. */
const MOST_READINGS = 60;

/** One series of a named query: its labels, and what it read. */
interface Read {
  readonly metric: Series['metric'];
  readonly numbers: readonly number[];
}

/**
 * Reads a named query of the source over a span, series by series; `expected` is how many readings each should
 * have. Throws where nobody is called so, and as the API does.
 */
export function createReadings(
  source: SignalSource,
  api: Api,
): (
  target: Target,
  name: string,
  span: Span,
) => Promise<{ readonly series: readonly Read[]; readonly expected: number }> {
  return async (target, name, span) => {
    const query = source.queries[name];
    if (query === undefined) throw new Error(`no query is called "${name}" there`);
    const stepMs = Math.max(source.interval, Math.ceil((span.to - span.from) / MOST_READINGS));
    const found = await api('query_range', {
      query: filled(query, target),
      start: seconds(span.from),
      end: seconds(span.to),
      step: `${stepMs / 1_000}`,
    });
    const series = found.map(({ metric, values }) => ({
      metric,
      numbers: values.map(([, text]) => Number(text)).filter(Number.isFinite),
    }));
    return { series, expected: Math.floor((span.to - span.from) / stepMs) + 1 };
  };
}

/** As the API takes a time. */
export function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
