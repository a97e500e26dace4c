import type { Target } from '../../domain/kernel/target.ts';
import { instant } from '../../domain/kernel/time.ts';
import type { Counters } from '../../domain/verdict/counters.ts';
import type { Indicator } from '../../domain/verdict/indicator.ts';
import { filled } from '../../domain/verdict/queries.ts';
import type { SignalSource } from '../../domain/verdict/signal-source.ts';
import type { Metrics, Span } from '../../ports/metrics.ts';
import type { Api } from './api.ts';
import { countersIn, type Found } from './counters.ts';
import { minutesOf } from './minutes.ts';
import { createReadings, seconds } from './readings.ts';

/** How far back a last reading is looked for: a target that was away for less has not begun anew. */
const LOOKBACK_MS = 10 * 60_000;

/**
 * Traffic as Prometheus has it. Raw readings are asked for and added up here, series by series, so that
 * a restart of one process among many loses nothing and nothing is extrapolated.
 */
export function createPrometheusMetrics(source: SignalSource, api: Api): Metrics {
  const reads = {
    versionLabel: source.versionLabel,
    unitMs: source.latencyUnit === 's' ? 1_000 : 1,
  };
  const ask = async (
    target: Target,
    range: string,
    at: Readonly<Record<string, string>>,
    selectors = [source.requests, source.failed, source.latency],
  ): Promise<Found> => {
    const [requests, failed, latency] = await Promise.all(
      selectors.map((selector) =>
        api('query', { query: `${filled(selector, target)}${range}`, ...at }),
      ),
    );
    if (!requests?.length)
      throw new Error(
        `Prometheus measures no requests of ${target.service}: ${filled(selectors[0] ?? '', target)}`,
      );
    return { requests, failed: failed ?? [], latency: latency ?? [] };
  };
  const readings = createReadings(source, api);
  return {
    async read(target, _placement, counting) {
      // An offset of nothing is refused there.
      const late = source.offset > 0 ? ` offset ${source.offset}ms` : '';
      const found = await ask(target, `[5m]${late}`, {}, counting && seriesOf(counting));
      return asCounted(countersIn(lastOf(found), ALWAYS, reads), counting);
    },
    spans: {
      everyMs: source.interval,
      lateMs: source.offset,
      async during(target, _placement, span, counting) {
        const range = `[${span.to - span.from + LOOKBACK_MS}ms]`;
        const at = { time: seconds(span.to) };
        const found = await ask(target, range, at, counting && seriesOf(counting));
        return asCounted(countersIn(found, span, reads), counting);
      },
      async measure(target, name, span) {
        const { series, expected } = await readings(target, name, span);
        const [only] = series;
        if (series.length > 1)
          throw new Error(`"${name}" gives ${series.length} numbers where one is asked for`);
        const values = only?.numbers ?? [];
        if (values.length * 2 < expected) return null;
        return values.reduce((sum, value) => sum + value, 0) / values.length;
      },
      async gauge(target, name, span) {
        const { series } = await readings(target, name, span);
        const versions = Map.groupBy(series, ({ metric }) => metric[source.versionLabel] ?? '');
        return new Map(
          [...versions].map(([version, own]) => [version, own.flatMap(({ numbers }) => numbers)]),
        );
      },
      async minutes(target, span, counting) {
        const [all, some] = counting ? seriesOf(counting) : [source.requests, source.failed];
        const minutes = await minutesOf(api, [filled(all, target), filled(some, target)], {
          span,
          versionLabel: source.versionLabel,
        });
        if (counting?.good === undefined) return minutes;
        return minutes.map(([at, version, n, good]) => [at, version, n, Math.max(0, n - good)]);
      },
    },
  };
}

/** All of an indicator's requests, and the bad or the good ones among them. */
function seriesOf({ total, bad, good }: Indicator): [all: string, some: string] {
  return [total, bad ?? good ?? total];
}

function asCounted(
  read: ReadonlyMap<string, Counters>,
  counting: Indicator | undefined,
): ReadonlyMap<string, Counters> {
  return counting?.good === undefined ? read : new Map([...read].map(badOf));
}

/** Where the good ones were counted, the others are the bad ones; one that is still under way is neither. */
function badOf([version, counters]: [string, Counters]): [string, Counters] {
  const errors = Math.max(0, counters.requests - counters.errors);
  return [version, { ...counters, errors }];
}

const ALWAYS: Span = { from: instant(0), to: instant(Number.MAX_SAFE_INTEGER) };

/** Only the last reading of each series: what it has counted since it began. */
function lastOf(found: Found): Found {
  const last = (all: Found['requests']) =>
    all.map(({ metric, values, histograms }) => ({
      metric,
      values: values.slice(-1),
      histograms: histograms.slice(-1),
    }));
  return {
    requests: last(found.requests),
    failed: last(found.failed),
    latency: last(found.latency),
  };
}
