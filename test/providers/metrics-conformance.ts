import { expect, test } from 'vitest';
import { plus } from '../../src/domain/kernel/time.ts';
import type { Counters } from '../../src/domain/verdict/counters.ts';
import type { Metrics } from '../../src/ports/metrics.ts';

/** What a process says it has served: all that any source of measurements reads of it. */
export interface Exposed {
  readonly version: string;
  readonly service?: string;
  readonly requests: number;
  readonly failed?: number;
  /** Of the requests, those that took at most 100 ms; the others took a second. */
  readonly quick?: number;
}

/** Two processes that expose what they are told, and the source that measures them. */
export interface MeasuredWorld {
  readonly metrics: Metrics;
  /** From now on the processes say this, and the source has seen it. */
  expose(processes: readonly (readonly Exposed[])[]): Promise<void>;
  /** The source no longer answers. */
  silence(): Promise<void>;
  readonly close: () => Promise<void>;
  /** By the source's clock. */
  readonly now: () => number;
}

export const MEASURED = { service: 'shop', environment: 'production' } as const;

/** The page of one process, in the Prometheus text format. */
export function pageOf(process: readonly Exposed[]): string {
  const lines = process.flatMap(({ version, service = 'shop', requests, failed = 0, quick }) => {
    const labels = `service="${service}",environment="production",version="${version}"`;
    const within = quick ?? requests;
    return [
      ['requests', `http_requests_total{${labels},code="200"} ${requests - failed}`],
      ['requests', `http_requests_total{${labels},code="503"} ${failed}`],
      ['latency', `http_request_duration_seconds_bucket{${labels},le="0.1"} ${within}`],
      ['latency', `http_request_duration_seconds_bucket{${labels},le="2.5"} ${requests}`],
      ['latency', `http_request_duration_seconds_bucket{${labels},le="+Inf"} ${requests}`],
      ['latency', `http_request_duration_seconds_sum{${labels}} ${requests}`],
      ['latency', `http_request_duration_seconds_count{${labels}} ${requests}`],
    ] as const;
  });
  const of = (kind: string) => lines.filter(([one]) => one === kind).map(([, line]) => line);
  return [
    '# TYPE http_requests_total counter',
    ...of('requests'),
    '# TYPE http_request_duration_seconds histogram',
    ...of('latency'),
    '',
  ].join('\n');
}

/** The port's promises. Tests of one file share the world and go on from what the one before left. */
export function metricsConformance(world: () => MeasuredWorld): void {
  const read = () => world().metrics.read(MEASURED, {});

  test('5.2 totals by version: requests, failures and how long they took', async () => {
    await world().expose([
      [
        { version: '1.0.0', requests: 1_000, failed: 10, quick: 900 },
        { version: '1.0.0', service: 'pay', requests: 77 },
      ],
      [{ version: '1.1.0', requests: 100, quick: 40 }],
    ]);
    const counters = await read();
    expect([...counters.keys()].toSorted()).toEqual(['1.0.0', '1.1.0']);
    expect(counters.get('1.0.0')).toEqual({
      requests: 1_000,
      errors: 10,
      buckets: [
        [100, 900],
        [2_500, 1_000],
        [null, 1_000],
      ],
    });
    expect(counters.get('1.1.0')?.requests).toBe(100);
  });

  test('5.2 spans that meet add up, whatever is restarted in one of them', async () => {
    const { spans } = world().metrics;
    if (!spans) return;
    const start = world().now();
    await world().expose([
      [{ version: '1.0.0', requests: 1_500, failed: 12, quick: 1_300 }],
      [{ version: '1.1.0', requests: 160, quick: 90 }],
    ]);
    const between = world().now();
    await world().expose([
      [{ version: '1.0.0', requests: 30, failed: 1, quick: 30 }], // began anew
      [{ version: '1.1.0', requests: 200, quick: 130 }],
    ]);
    const end = world().now();
    const during = async (from: number, to: number) =>
      spans.during(MEASURED, {}, { from: plus(0 as never, from), to: plus(0 as never, to) });
    const [first, second, all] = [
      await during(start, between),
      await during(between, end),
      await during(start, end),
    ];
    expect(shortOf(first.get('1.0.0'))).toEqual({ requests: 500, errors: 2 });
    expect(shortOf(second.get('1.0.0'))).toEqual({ requests: 30, errors: 1 });
    expect(shortOf(all.get('1.0.0'))).toEqual({ requests: 530, errors: 3 });
    expect(shortOf(all.get('1.1.0'))).toEqual({ requests: 100, errors: 0 });
    expect(all.get('1.1.0')?.buckets).toEqual([
      [100, 90],
      [2_500, 100],
      [null, 100],
    ]);
  });

  test('5.2 a source that is silent throws: it never says that nobody came', async () => {
    await world().silence();
    await expect(read()).rejects.toThrow();
  });
}

function shortOf(counters: Counters | undefined) {
  return counters && { requests: counters.requests, errors: counters.errors };
}
