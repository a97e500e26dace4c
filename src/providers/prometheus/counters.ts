import type { Bucket, Counters } from '../../domain/verdict/counters.ts';
import type { Span } from '../../ports/metrics.ts';
import type { Series } from './api.ts';
import { increase, NUMBERS, type Reading } from './increase.ts';
import { counted, onGrid, SPREADS, type Spread, spreadOf } from './native.ts';

/** What the three selectors gave, raw. */
export interface Found {
  readonly requests: readonly Series[];
  readonly failed: readonly Series[];
  readonly latency: readonly Series[];
}

interface Reads {
  readonly versionLabel: string;
  /** What one of the latency's unit is, in milliseconds. */
  readonly unitMs: number;
}

/** By version, summed over the processes that served it; what no version is said of belongs to none. */
export function countersIn(
  found: Found,
  span: Span,
  { versionLabel, unitMs }: Reads,
): ReadonlyMap<string, Counters> {
  const versionOf = ({ metric }: Series): string => metric[versionLabel] ?? '';
  const all = [...found.requests, ...found.latency].map(versionOf);
  const versions = new Set(all.filter((version) => version !== ''));
  return new Map(
    [...versions].map((version) => {
      const own = (series: readonly Series[]) => series.filter((one) => versionOf(one) === version);
      return [
        version,
        {
          requests: grownBy(own(found.requests), span),
          errors: grownBy(own(found.failed), span),
          buckets: bucketsOf(own(found.latency), span, unitMs),
        },
      ];
    }),
  );
}

function grownBy(series: readonly Series[], span: Span): number {
  return series.reduce((sum, one) => sum + increase(numbers(one), span, NUMBERS), 0);
}

function numbers({ values }: Series): readonly Reading<number>[] {
  return values.map(([at, text]) => ({ at: Math.round(at * 1_000), value: counted(text) }));
}

function bucketsOf(series: readonly Series[], span: Span, unitMs: number): readonly Bucket[] {
  const native = series.filter(({ histograms }) => histograms.length > 0);
  if (native.length === 0) return classic(series, span, unitMs);
  const grown = native.map(({ histograms }) => {
    const readings = histograms.map(
      ([at, one]): Reading<Spread> => ({
        at: Math.round(at * 1_000),
        value: spreadOf(one),
      }),
    );
    return increase(readings, span, SPREADS);
  });
  return onGrid(grown.reduce(SPREADS.plus, SPREADS.none), unitMs);
}

function classic(series: readonly Series[], span: Span, unitMs: number): readonly Bucket[] {
  const edges = new Map<number, Series[]>();
  for (const one of series) {
    const le = one.metric['le'] ?? '';
    const edge = le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le);
    if (le === '' || Number.isNaN(edge)) throw new Error('a bucket of the latency has no edge');
    edges.set(edge, [...(edges.get(edge) ?? []), one]);
  }
  // Scraped while it counts, a lower bucket may be a request ahead of a higher one.
  let most = 0;
  return [...edges]
    .toSorted(([a], [b]) => a - b)
    .map(([edge, own]): Bucket => {
      most = Math.max(most, grownBy(own, span));
      return [Number.isFinite(edge) ? Number((edge * unitMs).toPrecision(12)) : null, most];
    });
}
