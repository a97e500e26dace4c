import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import type { StrategyConfig } from '../../src/domain/strategies/index.ts';
import { SignalSource } from '../../src/domain/verdict/signal-source.ts';
import { prometheusMetrics } from '../../src/providers/prometheus/index.ts';
import {
  type MeasuredWorld,
  metricsConformance,
  pageOf,
} from '../providers/metrics-conformance.ts';
import { useStory } from '../stories/harness.ts';
import { hasPrometheus, type RealPrometheus, startPrometheus } from './real-prometheus.ts';

const pay = { service: 'pay', environment: 'production' };
const here = hasPrometheus();
const skipped = here ? '' : ' (skipped: needs prometheus)';

function sourceAt(url: string, offset: string): SignalSource {
  return SignalSource.parse({
    kind: 'prometheus',
    url,
    private: true,
    interval: '1s',
    offset,
    queries: {
      everything: 'sum(http_requests_total{service="$service"})',
      total: 'http_requests_total{service="$service",code!~"5.."}',
    },
  });
}

describe.skipIf(!here)(`the measurements of a real Prometheus${skipped}`, () => {
  let real: RealPrometheus;
  let world: MeasuredWorld;
  beforeAll(async () => {
    real = await startPrometheus(2);
    const metrics = prometheusMetrics(sourceAt(real.url, '0s'), {});
    world = {
      metrics,
      async expose(processes) {
        real.show(processes.map(pageOf));
        await real.seen();
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

  metricsConformance(() => world);
});

describe.skipIf(!here)(`a canary judged by a real Prometheus${skipped}`, () => {
  let real: RealPrometheus;
  let timer: NodeJS.Timeout;
  let signals: SignalSource | null = null;
  const served = { '1.0.0': 0, '1.1.0': 0, failed: 0 };
  const staging = { service: 'shop', environment: 'staging' };
  // Registered before the story's own, so that the source is there when it begins.
  beforeAll(async () => {
    real = await startPrometheus(2);
    signals = sourceAt(real.url, '3s');
  });
  const story = useStory({
    start: instant(Date.now()),
    rules: (catalog) => (signals ? judgedInStaging(catalog, signals) : catalog),
  });
  beforeAll(() => {
    timer = setInterval(() => {
      served['1.0.0'] += 60;
      if (story.world.live(staging).some((one) => one.version === '1.1.0' && one.percent > 0)) {
        served['1.1.0'] += 40;
        served.failed += 12;
      }
      const { failed } = served;
      const canary =
        served['1.1.0'] > 0 ? [{ version: '1.1.0', requests: served['1.1.0'], failed }] : [];
      real.show(
        [pageOf([{ version: '1.0.0', requests: served['1.0.0'] }]), pageOf(canary)].map(inStaging),
      );
    }, 100);
  });
  afterAll(async () => {
    clearInterval(timer);
    await real?.close();
  });

  test('5.2 a failing version goes back, though whoever deploys it measures nothing wrong', async () => {
    await sleep(5_000); // so that the old version has a past
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    for (let n = 0; n < 40 && !/failed/.test(story.texts().join('\n')); n += 1) {
      await sleep(1_000);
      await story.after('1s');
    }
    await story.after('10s');
    story.message(/^shop 1\.1\.0 to staging: failed, error rate 3\d\.\d\d %/);
    expect(story.world.live(staging).filter((one) => one.percent > 0)).toMatchObject([
      { version: '1.0.0', percent: 100 },
    ]);
  });
});

function inStaging(page: string): string {
  return page.replaceAll('production', 'staging');
}

/** The first environment judges by what Prometheus says; nothing is closed on the day the test runs. */
function judgedInStaging(catalog: Catalog, signals: SignalSource): Catalog {
  const canary: StrategyConfig = {
    kind: 'canary',
    weights: [40],
    judge: 10_000,
    warmUp: 2_000,
    bake: 1_000,
    mode: 'abort',
    inconclusive: 'ask',
  };
  return {
    ...catalog,
    blackouts: [],
    windows: [],
    environments: catalog.environments.map((one) =>
      one.name === 'staging' ? { ...one, signals } : one,
    ),
    services: catalog.services.map((one) => {
      const place = one.environments['staging'];
      if (one.name !== 'shop' || !place) return one;
      const staging = { ...place, strategy: canary };
      return { ...one, environments: { ...one.environments, staging } };
    }),
  };
}
