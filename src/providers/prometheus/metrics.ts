import type { Target } from '../../domain/kernel/target.ts';
import { instant } from '../../domain/kernel/time.ts';
import type { SignalSource } from '../../domain/verdict/signal-source.ts';
import type { Metrics, Span } from '../../ports/metrics.ts';
import type { Api } from './api.ts';
import { countersIn, type Found } from './counters.ts';
import { minutesOf } from './minutes.ts';

/** How far back a last reading is looked for: a target that was away for less has not begun anew. */
const LOOKBACK_MS = 10 * 60_000;
/** Readings of a named query over a span: at most so many, and at least half of them must be there. */
const MOST_READINGS = 60;

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
  ): Promise<Found> => {
    const [requests, failed, latency] = await Promise.all(
      [source.requests, source.failed, source.latency].map((selector) =>
        api('query', { query: `${filled(selector, target)}${range}`, ...at }),
      ),
    );
    if (!requests?.length)
      throw new Error(
        `Prometheus measures no requests of ${target.service}: ${filled(source.requests, target)}`,
      );
    return { requests, failed: failed ?? [], latency: latency ?? [] };
  };
  return {
    async read(target) {
      // An offset of nothing is refused there.
      const late = source.offset > 0 ? ` offset ${source.offset}ms` : '';
      const found = await ask(target, `[5m]${late}`, {});
      return countersIn(lastOf(found), ALWAYS, reads);
    },
    spans: {
      everyMs: source.interval,
      lateMs: source.offset,
      async during(target, _placement, span) {
        const range = `[${span.to - span.from + LOOKBACK_MS}ms]`;
        const found = await ask(target, range, { time: seconds(span.to) });
        return countersIn(found, span, reads);
      },
      async measure(target, name, span) {
        const query = source.queries[name];
        if (query === undefined) throw new Error(`no query is called "${name}" there`);
        const stepMs = Math.max(source.interval, Math.ceil((span.to - span.from) / MOST_READINGS));
        const series = await api('query_range', {
          query: filled(query, target),
          start: seconds(span.from),
          end: seconds(span.to),
          step: `${stepMs / 1_000}`,
        });
        const [only] = series;
        if (series.length > 1)
          throw new Error(`"${name}" gives ${series.length} numbers where one is asked for`);
        const values = (only?.values ?? []).map(([, text]) => Number(text)).filter(Number.isFinite);
        const expected = Math.floor((span.to - span.from) / stepMs) + 1;
        if (values.length * 2 < expected) return null;
        return values.reduce((sum, value) => sum + value, 0) / values.length;
      },
      minutes: (target, span) =>
        minutesOf(api, [filled(source.requests, target), filled(source.failed, target)], {
          span,
          versionLabel: source.versionLabel,
        }),
    },
  };
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

/** Names of services and environments hold nothing that PromQL would read; they are escaped all the same. */
function filled(template: string, { service, environment }: Target): string {
  const text = (name: string): string =>
    name.replace(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`));
  return template
    .replaceAll('$service', () => text(service))
    .replaceAll('$environment', () => text(environment));
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
