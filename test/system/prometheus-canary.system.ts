import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import type { StrategyConfig } from '../../src/domain/strategies/index.ts';
import { SignalSource } from '../../src/domain/verdict/signal-source.ts';
import { pageOf } from '../providers/metrics-conformance.ts';
import { useStory } from '../stories/harness.ts';
import { hasPrometheus, type RealPrometheus, startPrometheus } from './real-prometheus.ts';

const here = hasPrometheus();
const skipped = here ? '' : ' (skipped: needs prometheus)';

describe.skipIf(!here)(`a canary judged by a real Prometheus${skipped}`, () => {
  let real: RealPrometheus;
  let timer: NodeJS.Timeout;
  let signals: SignalSource | null = null;
  const served = { '1.0.0': 0, '1.1.0': 0, failed: 0 };
  const staging = { service: 'shop', environment: 'staging' };
  // Registered before the story's own, so that the source is there when it begins.
  beforeAll(async () => {
    real = await startPrometheus(2);
    const own = { kind: 'prometheus', url: real.url, private: true };
    signals = SignalSource.parse({ ...own, interval: '1s', offset: '3s' });
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
