import { beforeAll, expect, test } from 'vitest';
import { instant } from '../../src/domain/kernel/time.ts';
import type { Counters } from '../../src/domain/verdict/counters.ts';
import { SignalSource } from '../../src/domain/verdict/signal-source.ts';
import type { Metrics } from '../../src/ports/metrics.ts';
import { prometheusMetrics } from '../../src/providers/prometheus/index.ts';
import { counterPage, histogramPage, type Native } from './protobuf-page.ts';
import type { RealPrometheus } from './real-prometheus.ts';

const target = { service: 'native', environment: 'production' };
const labels = { ...target, version: '1.0.0' };
const NO_ZERO = [2 ** -30, 0] as const;

/** How many took at most so long, in milliseconds, and how many there were. */
function within(counters: Counters | undefined, ms: number): readonly (number | undefined)[] {
  const { buckets = [] } = counters ?? {};
  return [buckets.find(([le]) => le === ms)?.[1], buckets.at(-1)?.[1]];
}

/** What a real Prometheus that is told to keep them makes of them, and we of that. */
export function nativeHistograms(real: () => RealPrometheus): void {
  let metrics: Metrics;
  beforeAll(() => {
    const source = SignalSource.parse({
      kind: 'prometheus',
      url: real().url,
      private: true,
      interval: '1s',
      offset: '0s',
      latency: 'http_request_duration_seconds{service="$service",environment="$environment"}',
    });
    metrics = prometheusMetrics(source, {});
  });

  /** From now on the process says this, and Prometheus has read it. Its clock then. */
  async function show(histogram: Omit<Native, 'labels'>, served: number): Promise<number> {
    const latency = histogramPage('http_request_duration_seconds', [{ labels, ...histogram }]);
    const all = counterPage('http_requests_total', [[{ ...labels, code: '200' }, served]]);
    real().show([Buffer.concat([latency, all])]);
    await real().seen();
    return Date.now();
  }

  async function during(from: number, to: number): Promise<Counters | undefined> {
    const span = { from: instant(from), to: instant(to) };
    return (await metrics.spans?.during(target, {}, span))?.get('1.0.0');
  }

  test('5.2 what they grow by is put on edges that stay, as their own become coarser and begin anew', async () => {
    // Bucket -51 of schema 4 ends at 110 ms, 0 at a second, 32 at four.
    const start = await show({ schema: 4, zero: NO_ZERO, buckets: { [-51]: 10, 0: 5 } }, 15);
    expect(within((await metrics.read(target, {})).get('1.0.0'), 125)).toEqual([10, 15]);

    const more = await show({ schema: 4, zero: NO_ZERO, buckets: { [-51]: 16, 0: 9 } }, 25);
    const grown = await during(start, more);
    expect(grown?.requests).toBe(10);
    expect([within(grown, 125), within(grown, 1_000)]).toEqual([
      [6, 10],
      [10, 10],
    ]);

    // An eighth of the resolution: what was counted stays, and the one new one is slow.
    const coarse = await show({ schema: 1, zero: NO_ZERO, buckets: { [-6]: 16, 0: 9, 4: 1 } }, 26);
    expect(within(await during(more, coarse), 1_000)).toEqual([0, 1]);
    expect(within(await during(more, coarse), 4_000)).toEqual([1, 1]);

    // The bucket around zero takes in all up to an eighth of a second, and one more.
    const wide = await show({ schema: 1, zero: [0.125, 17], buckets: { 0: 9, 4: 1 } }, 27);
    expect(within(await during(coarse, wide), 125)).toEqual([1, 1]);

    // A new process, which has served more than the old one by the time it is read.
    const anew = await show({ schema: 4, zero: NO_ZERO, buckets: { [-51]: 40 } }, 40);
    expect(within(await during(wide, anew), 125)).toEqual([40, 40]);
    expect(within(await during(start, anew), 125)).toEqual([47, 52]);
  });
}
