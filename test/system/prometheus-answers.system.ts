import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { instant } from '../../src/domain/kernel/time.ts';
import { SignalSource } from '../../src/domain/verdict/signal-source.ts';
import type { Metrics } from '../../src/ports/metrics.ts';
import { prometheusMetrics } from '../../src/providers/prometheus/index.ts';
import { awake } from '../awake.ts';
import { pageOf } from '../providers/metrics-conformance.ts';
import { nativeHistograms } from './native-histograms.ts';
import { needs } from './needs.ts';
import { type RealPrometheus, startPrometheus, takenAt } from './real-prometheus.ts';

const { here, skipped } = needs('prometheus');
/** As snappy has four bytes of the answer of a remote store that has nothing: one empty result. */
const NOTHING = Buffer.from([2, 4, 0x0a, 0x00]);
/** Most that one question may load there, and how long it may take. */
const LIMITS = ['--query.max-samples=3000', '--query.timeout=2s'];
const A_DAY = ['storage: { tsdb: { out_of_order_time_window: 1d } }'];

interface Store {
  /** It answers that it has nothing, fails, or leaves who asks waiting. */
  mood: 'empty' | 'away' | 'slow';
  readonly url: string;
  close(): void;
}

/** Of what every question is asked as well, as a Prometheus does with a long-term store. */
async function startStore(): Promise<Store> {
  const server: Server = createServer((_, response) => {
    if (store.mood === 'slow') return;
    response.writeHead(store.mood === 'away' ? 500 : 200, {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
    });
    response.end(store.mood === 'away' ? 'away' : NOTHING);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const store: Store = {
    mood: 'empty',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/read`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return store;
}

describe.skipIf(!here)(`answers of a real Prometheus${skipped}`, () => {
  let store: Store;
  let real: RealPrometheus;
  beforeAll(async () => {
    store = await startStore();
    real = await startPrometheus(2, {
      flags: ['--enable-feature=native-histograms', ...LIMITS],
      configuration: [
        `remote_read: [{ url: '${store.url}', read_recent: true, remote_timeout: 9s }]`,
        ...A_DAY,
      ],
    });
  });
  afterEach(() => {
    store.mood = 'empty';
  });
  afterAll(async () => {
    await real?.close();
    store?.close();
  });

  function metricsAt(more: object = {}): Metrics {
    const own = { kind: 'prometheus', url: real.url, private: true, interval: '1s', offset: '0s' };
    return prometheusMetrics(SignalSource.parse({ ...own, ...more }), {});
  }
  async function served(service: string, from: number, to: number): Promise<number> {
    const span = { from: instant(from), to: instant(to) };
    const target = { service, environment: 'production' };
    return (await metricsAt().spans?.during(target, {}, span))?.get('1.0.0')?.requests ?? 0;
  }
  const page = (service: string, requests: number) =>
    pageOf([{ version: '1.0.0', service, requests }]);
  const whole = { service: 'whole', environment: 'production' };
  const total = async (metrics: Metrics) =>
    (await metrics.read(whole, {})).get('1.0.0')?.requests ?? 0;

  test('5.2 whole while both of its stores answer, and no answer when one of them is away', async () => {
    real.show([page('whole', 100)]);
    await real.seen();
    expect(await total(metricsAt())).toBe(100);
    store.mood = 'away';
    const warned = /^Prometheus warns, so its answer may not be whole: .*(remote|500)/;
    await expect(total(metricsAt())).rejects.toThrow(warned);
    await expect(served('whole', Date.now() - 5_000, Date.now())).rejects.toThrow(warned);
    store.mood = 'empty';
    expect(await total(metricsAt())).toBe(100);
  });

  test('5.2 what is not there is no answer, or none of the numbers, and never nought', async () => {
    const metrics = metricsAt({
      latency: 'not_there_bucket{service="$service"}',
      queries: { orders: 'sum(orders_total{service="$service"})' },
    });
    const nobody = { ...whole, service: 'nobody' };
    const span = { from: instant(Date.now() - 2_000), to: instant(Date.now()) };
    const none = 'Prometheus measures no requests of nobody';
    await expect(metrics.read(nobody, {})).rejects.toThrow(none);
    await expect(metrics.spans?.during(nobody, {}, span)).rejects.toThrow(none);
    expect((await metrics.read(whole, {})).get('1.0.0')?.buckets).toEqual([]);
    expect(await metrics.spans?.measure(whole, 'orders', span)).toBeNull();
    expect((await metrics.spans?.gauge(whole, 'orders', span))?.size).toBe(0);
  });

  test('5.2 a question that takes too long is no answer, by our time or by its own', async () => {
    store.mood = 'slow';
    const took = awake();
    await expect(total(metricsAt({ timeout: '500ms' }))).rejects.toThrow('within 0.5 s');
    expect(took()).toBeLessThan(1_900);
    await expect(total(metricsAt({ timeout: '8s' }))).rejects.toThrow(
      /^Prometheus refused \(503\)/,
    );
    store.mood = 'empty';
    expect(await total(metricsAt())).toBe(100);
  });

  test('5.2 more than it may load for one question is refused in its own words, and not cut short', async () => {
    const many = Array.from({ length: 400 }, (_, i) => ({
      version: `1.0.${i}`,
      service: 'many',
      requests: 100,
    }));
    real.show([pageOf(many)]);
    await real.seen();
    await sleep(1_000); // two series each, four times a second
    await expect(served('many', Date.now() - 60_000, Date.now())).rejects.toThrow(
      /^Prometheus refused \(422\): .*too many samples/,
    );
  });

  test('5.2 a process that could not be read for a while, or is gone, loses nothing of what it was seen to serve', async () => {
    const other = page('other', 5);
    real.show([page('gap', 100), other]);
    await real.seen();
    const start = Date.now();
    real.show([null, other]); // it hangs, and its series are stale
    await real.seen(1);
    await sleep(500);
    const middle = Date.now();
    real.show([page('gap', 180), other]);
    await real.seen();
    const end = Date.now();
    expect([await served('gap', start, middle), await served('gap', middle, end)]).toEqual([0, 80]);
    real.show([null, other]);
    await real.seen(1);
    expect(await served('gap', start, Date.now())).toBe(80);
  });

  test('5.2 what comes late moves between spans, and is neither lost nor counted twice', async () => {
    const now = Date.now();
    const read = (requests: number, ago: number) => takenAt(page('late', requests), now - ago);
    real.show([read(100, 9_000) + read(190, 3_000)]);
    await real.seen();
    const spans = async () => [
      await served('late', now - 9_000, now - 6_000),
      await served('late', now - 6_000, now - 3_000),
      await served('late', now - 9_000, now - 3_000),
    ];
    expect(await spans()).toEqual([0, 90, 90]);
    real.show([read(130, 6_000)]); // older than what it has
    await real.seen();
    expect(await spans()).toEqual([30, 60, 90]);
  });

  nativeHistograms(() => real);
});
