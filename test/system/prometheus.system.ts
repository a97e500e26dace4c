import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instant } from '../../src/domain/kernel/time.ts';
import { SignalSource } from '../../src/domain/verdict/signal-source.ts';
import { prometheusMetrics } from '../../src/providers/prometheus/index.ts';
import {
  type MeasuredWorld,
  metricsConformance,
  ORDERS,
  ORDERS_NAME,
  pageOf,
} from '../providers/metrics-conformance.ts';
import { needs } from './needs.ts';
import { type RealPrometheus, startPrometheus, takenAt } from './real-prometheus.ts';

const pay = { service: 'pay', environment: 'production' };
const { here, skipped } = needs('prometheus');

function sourceAt(url: string, offset: string, more: object = {}): SignalSource {
  return SignalSource.parse({
    kind: 'prometheus',
    url,
    private: true,
    interval: '1s',
    offset,
    queries: {
      everything: 'sum(http_requests_total{service="$service"})',
      total: 'http_requests_total{service="$service",code!~"5.."}',
      [ORDERS_NAME]: 'orders_a_minute{service="$service"}',
    },
    ...more,
  });
}

describe.skipIf(!here)(`the measurements of a real Prometheus${skipped}`, () => {
  let real: RealPrometheus;
  let world: MeasuredWorld;
  beforeAll(async () => {
    real = await startPrometheus(2);
    const metrics = prometheusMetrics(sourceAt(real.url, '0s'), {});
    let pages = ['', ''];
    world = {
      metrics,
      async expose(processes) {
        pages = processes.map(pageOf);
        real.show(pages);
        await real.seen();
      },
      async takeOrders(version, seconds) {
        const [first = '', ...others] = pages;
        const orders = `orders_a_minute{service="shop",version="${version}"} ${ORDERS}\n`;
        real.show([`${first}${orders}`, ...others]);
        await real.seen();
        await sleep(seconds * 1_000);
      },
      async sayByMinutes(said) {
        const now = Date.now();
        const end = now - (now % 60_000);
        const past = said.map((one, i) =>
          takenAt(pageOf([one]), end - (said.length - 1 - i) * 60_000),
        );
        real.show([pages[0] ?? '', past.join('')]);
        await real.seen();
        return end;
      },
      silence: real.stop,
      close: real.close,
      now: () => Date.now(),
    };
  });
  afterAll(() => world?.close());

  test('5.2 a query of your own, over a span and with nothing to say', async () => {
    const from = Date.now();
    await world.expose([[{ version: '0.9.0', service: 'pay', requests: 40 }], []]);
    await sleep(2_000);
    const span = { from: instant(from + 1_000), to: instant(Date.now()) };
    expect(await world.metrics.spans?.measure(pay, 'everything', span)).toBe(40);
    const gauge = await world.metrics.spans?.gauge(pay, 'total', span);
    expect([...(gauge?.keys() ?? [])]).toEqual(['0.9.0']);
    expect(new Set(gauge?.get('0.9.0'))).toEqual(new Set([40]));
    const long = { from: instant(from - 600_000), to: instant(from - 500_000) };
    expect(await world.metrics.spans?.measure(pay, 'everything', long)).toBeNull();
    await world.expose([[], []]);
    await sleep(500);
  });

  test('6.1 counted by an indicator of OpenSLO, as the good ones or as the bad ones, it is the same', async () => {
    await world.expose([[{ version: '0.9.0', service: 'pay', requests: 40, failed: 10 }], []]);
    await sleep(1_500);
    const total = 'http_requests_total{service="$service"}';
    const [good, bad] = ['!~', '=~'].map(
      (is) => `http_requests_total{service="pay",code${is}"5.."}`,
    );
    const own = await world.metrics.read(pay, {});
    const asGood = await world.metrics.read(pay, {}, { total, good });
    const asBad = await world.metrics.read(pay, {}, { total, bad });
    const counts = [own, asGood, asBad].map((read) => {
      const { requests, errors } = read.get('0.9.0') ?? {};
      return { requests, errors };
    });
    expect(counts[0]).toEqual({ requests: 40, errors: 10 });
    expect(new Set(counts.map((one) => JSON.stringify(one))).size).toBe(1);
    const nobody = { total: 'nothing_total{service="$service"}', bad: total };
    await expect(world.metrics.read(pay, {}, nobody)).rejects.toThrow(
      'Prometheus measures no requests of pay: nothing_total{service="pay"}',
    );
    await world.expose([[], []]);
    await sleep(500);
  });

  test('5.2 a histogram in milliseconds is the same as one in seconds', async () => {
    const inMs = pageOf([{ version: '0.9.0', service: 'pay', requests: 40, quick: 30 }])
      .replaceAll('http_request_duration_seconds', 'http_request_duration_milliseconds')
      .replace('le="0.1"', 'le="100"')
      .replace('le="2.5"', 'le="2500"');
    real.show([inMs, '']);
    await real.seen();
    const source = sourceAt(real.url, '0s', {
      latencyUnit: 'ms',
      latency: 'http_request_duration_milliseconds_bucket{service="$service"}',
    });
    const read = await prometheusMetrics(source, {}).read(pay, {});
    expect(read.get('0.9.0')?.buckets).toEqual([
      [100, 30],
      [2_500, 40],
      [null, 40],
    ]);
    await world.expose([[], []]);
    await sleep(500);
  });

  metricsConformance(() => world);
});
