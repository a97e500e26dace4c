import type { MinuteServed } from '../../domain/deployment/burn-watch.ts';
import type { Span } from '../../ports/metrics.ts';
import type { Api, Series } from './api.ts';

const MINUTE_MS = 60_000;
/** Points of one question: Prometheus refuses more than 11,000 a series, and an answer has to fit into memory. */
const MOST_POINTS = 2_880;

/**
 * What each version served minute by minute, from raw readings at each full minute, series by series: what a
 * counter rose by since the minute before, and all it shows where it began anew or was not there. Of the very
 * first readings nothing is known.
 */
export async function minutesOf(
  api: Api,
  [requests, failed]: readonly [requests: string, failed: string],
  { span, versionLabel }: { readonly span: Span; readonly versionLabel: string },
): Promise<readonly MinuteServed[]> {
  const counted = new Map<string, [at: number, version: string, n: number, k: number]>();
  const [asked, erred] = [lastReadings(), lastReadings()];
  const first = Math.ceil(span.from / MINUTE_MS) * MINUTE_MS;
  for (let from = first; from <= span.to; from += MOST_POINTS * MINUTE_MS) {
    const to = Math.min(span.to, from + (MOST_POINTS - 1) * MINUTE_MS);
    const range = { start: `${from / 1_000}`, end: `${to / 1_000}`, step: '60' };
    const [n, k] = await Promise.all(
      [requests, failed].map((query) => api('query_range', { query, ...range })),
    );
    const isFirst = from === first;
    for (const [index, rises] of [asked(n ?? [], isFirst), erred(k ?? [], isFirst)].entries()) {
      for (const { metric, at, rise } of rises) {
        const version = metric[versionLabel] ?? '';
        const key = `${at} ${version}`;
        const minute = counted.get(key) ?? [at, version, 0, 0];
        minute[2 + index] = Number(minute[2 + index]) + rise;
        counted.set(key, minute);
      }
    }
  }
  return [...counted.values()].filter(([, , n]) => n > 0).toSorted((a, b) => a[0] - b[0]);
}

interface Rise {
  readonly metric: Series['metric'];
  /** When the minute in which it rose began. */
  readonly at: number;
  readonly rise: number;
}

/** Remembers the last reading of each series from one answer to the next. */
function lastReadings(): (all: readonly Series[], isFirst: boolean) => readonly Rise[] {
  const last = new Map<string, number>();
  return (all, isFirst) =>
    all.flatMap(({ metric, values }) => {
      const key = JSON.stringify(Object.entries(metric).toSorted());
      let before = last.get(key) ?? (isFirst ? null : 0);
      const rises = values.flatMap(([seconds, text]): readonly Rise[] => {
        const value = Number(text);
        const rise = riseFrom(before, value);
        before = value;
        return rise > 0 ? [{ metric, at: seconds * 1_000 - MINUTE_MS, rise }] : [];
      });
      if (before !== null) last.set(key, before);
      return rises;
    });
}

/** What a counter rose by; all it shows where it began anew. */
function riseFrom(before: number | null, value: number): number {
  if (before === null) return 0;
  return value < before ? value : value - before;
}
