import { expect, test } from 'vitest';
import { instant, plus } from '../../src/domain/kernel/time.ts';
import type { Counters } from '../../src/domain/verdict/counters.ts';
import type { Metrics, Span } from '../../src/ports/metrics.ts';

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
  /** For so many seconds the version takes `ORDERS` orders a minute, evenly, which the source has under that name. */
  takeOrders(version: string, seconds: number): Promise<void>;
  /**
   * What a process said at the beginnings of so many minutes, the last of them not long ago, and the source has it.
   * Answers when that was.
   */
  sayByMinutes(said: readonly Exposed[]): Promise<number>;
  /** The source no longer answers. */
  silence(): Promise<void>;
  readonly close: () => Promise<void>;
  /** By the source's clock. */
  readonly now: () => number;
}

export const ORDERS = 120;
export const ORDERS_NAME = 'orders a minute';

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

/** What came since a process said that, where a world counts requests itself; all of it where it began anew. */
export function cameSince(before: Exposed | undefined, now: Exposed): Came {
  const isAnew = before !== undefined && before.requests > now.requests;
  const earlier = before === undefined || isAnew ? NOTHING : totalsOf(before);
  const later = totalsOf(now);
  return {
    isAnew,
    requests: later.requests - earlier.requests,
    failed: later.failed - earlier.failed,
    quick: later.quick - earlier.quick,
  };
}

type Totals = Readonly<Record<'requests' | 'failed' | 'quick', number>>;
type Came = Totals & { readonly isAnew: boolean };

const NOTHING: Totals = { requests: 0, failed: 0, quick: 0 };

function totalsOf({ requests, failed = 0, quick = requests }: Exposed): Totals {
  return { requests, failed, quick };
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

  test('5.2 what nobody measures is no version of what somebody does', async () => {
    const nobody = { ...MEASURED, service: 'nobody' };
    const { spans } = world().metrics;
    const asked = [
      world().metrics.read(nobody, {}),
      spans?.during(nobody, {}, lastOf(world().now(), 4_000)),
    ];
    for (const one of await Promise.allSettled(asked))
      if (one.status === 'fulfilled') expect([...(one.value?.keys() ?? [])]).toEqual([]);
  });

  test('6.1 series of an indicator that are not there are no requests, and never those it counts otherwise', async () => {
    const nothing = 'nothing_total{service="$service"}';
    const counting = { total: nothing, bad: nothing };
    const { spans } = world().metrics;
    const span = lastOf(world().now(), 4_000);
    await expect(world().metrics.read(MEASURED, {}, counting)).rejects.toThrow();
    if (!spans) return;
    await expect(spans.during(MEASURED, {}, span, counting)).rejects.toThrow();
    const minutes = { from: instant(span.to - 2 * MINUTE_MS), to: span.to };
    const listed = await spans.minutes(MEASURED, minutes, counting).catch(() => []);
    expect(listed).toEqual([]);
  });

  test('5.2 how much of a time was measured is never more than the time', async () => {
    const { measured } = world().metrics.spans ?? {};
    if (!measured) return;
    const now = world().now();
    expect(await measured(MEASURED, lastOf(now, 4_000))).toBe(4_000);
    expect(await measured(MEASURED, lastOf(now - 40 * DAY_MS, 4_000))).toBe(0);
  });

  test('5.7 a number by its name: the mean over a span, each reading by version, null where there is none', async () => {
    const { spans } = world().metrics;
    if (!spans) return;
    await world().takeOrders('1.0.0', 5);
    const span = lastOf(world().now(), 3_000);
    expect(await spans.measure(MEASURED, ORDERS_NAME, span)).toBe(ORDERS);
    const readings = (await spans.gauge(MEASURED, ORDERS_NAME, span)).get('1.0.0') ?? [];
    expect(readings.length).toBeGreaterThanOrEqual(2);
    expect(new Set(readings)).toEqual(new Set([ORDERS]));
    const long = lastOf(world().now() - 40 * DAY_MS, 3_000);
    expect(await spans.measure(MEASURED, ORDERS_NAME, long)).toBeNull();
    expect((await spans.gauge(MEASURED, ORDERS_NAME, long)).size).toBe(0);
    await expect(spans.measure(MEASURED, 'sales', span)).rejects.toThrow('called "sales"');
    await expect(spans.gauge(MEASURED, 'sales', span)).rejects.toThrow('called "sales"');
  });

  test('6.1 minute by minute, in order of time, without those in which it served nothing', async () => {
    const { spans } = world().metrics;
    if (!spans) return;
    const billing = { version: '1.0.0', service: 'billing' };
    const end = await world().sayByMinutes([
      { ...billing, requests: 30, failed: 1 },
      { ...billing, requests: 90, failed: 7 },
      { ...billing, requests: 90, failed: 7 },
      { ...billing, requests: 20, failed: 2 }, // began anew
    ]);
    const target = { ...MEASURED, service: 'billing' };
    const began = end - 3 * MINUTE_MS;
    expect(await spans.minutes(target, lastOf(end, 3 * MINUTE_MS))).toEqual([
      [began, '1.0.0', 60, 6],
      [began + 2 * MINUTE_MS, '1.0.0', 20, 2],
    ]);
    expect(await spans.minutes(target, lastOf(end - 40 * DAY_MS, 3 * MINUTE_MS))).toEqual([]);
  });

  test('5.2 a source that is silent throws, whatever it is asked: it never says that nobody came', async () => {
    const { spans } = world().metrics;
    const span = lastOf(world().now(), 3_000);
    await world().silence();
    await expect(read()).rejects.toThrow();
    if (!spans) return;
    await expect(spans.during(MEASURED, {}, span)).rejects.toThrow();
    await expect(spans.measure(MEASURED, ORDERS_NAME, span)).rejects.toThrow();
    await expect(spans.gauge(MEASURED, ORDERS_NAME, span)).rejects.toThrow();
    await expect(spans.minutes(MEASURED, lastOf(span.to, 2 * MINUTE_MS))).rejects.toThrow();
  });
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

function lastOf(now: number, ms: number): Span {
  return { from: instant(now - ms), to: instant(now) };
}

function shortOf(counters: Counters | undefined) {
  return counters && { requests: counters.requests, errors: counters.errors };
}
