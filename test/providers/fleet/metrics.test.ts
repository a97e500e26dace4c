import { afterAll, beforeAll, describe } from 'vitest';
import { createFleetMetrics } from '../../../src/providers/fleet/metrics.ts';
import {
  cameSince,
  type Exposed,
  type MeasuredWorld,
  metricsConformance,
  ORDERS,
  pageOf,
} from '../metrics-conformance.ts';
import { rememberedWorld } from './remembered.ts';

describe('the fleet’s own measurements', () => {
  let world: MeasuredWorld;
  beforeAll(async () => {
    const fleet = await rememberedWorld([100, 2_500]);
    let said: readonly Exposed[] = [];
    /** The requests that came since a process said what it had served, one by one. */
    function serve(one: Exposed): void {
      const { version, service = 'shop' } = one;
      const before = said.find((p) => p.version === version && p.service === one.service);
      const { requests, failed, quick } = cameSince(before, one);
      for (let i = 0; i < requests; i += 1) {
        const ending = { status: i < failed ? 503 : 200, seconds: i < quick ? 0.05 : 1 };
        const target = { service, environment: 'production' };
        fleet.history.record(target, version, { ...ending, ordered: false });
      }
    }
    world = {
      metrics: createFleetMetrics(`${fleet.url}/metrics`, fleet.url),
      async expose(processes) {
        fleet.show(pageOf(processes.flat()));
        for (const one of processes.flat()) serve(one);
        said = processes.flat();
        fleet.pass(5_000);
      },
      async takeOrders(version, seconds) {
        const target = { service: 'shop', environment: 'production' };
        for (let s = 0; s < seconds; s += 1) {
          for (let i = 0; i < ORDERS / 60; i += 1)
            fleet.history.record(target, version, { status: 200, seconds: 0.05, ordered: true });
          fleet.pass(1_000);
        }
      },
      async sayByMinutes(minutes) {
        for (const one of minutes) {
          serve(one);
          said = [one];
          fleet.pass(60_000 - (fleet.now() % 60_000));
        }
        fleet.pass(1_000);
        return fleet.now() - 1_000;
      },
      silence: fleet.close,
      close: fleet.close,
      now: fleet.now,
    };
  });
  afterAll(() => world.close());
  metricsConformance(() => world);
});
