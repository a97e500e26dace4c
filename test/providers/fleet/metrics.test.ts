import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe } from 'vitest';
import { createFleetMetrics } from '../../../src/providers/fleet/metrics.ts';
import { type MeasuredWorld, metricsConformance, pageOf } from '../metrics-conformance.ts';

describe('the fleet’s own measurements', () => {
  let world: MeasuredWorld;
  beforeAll(async () => {
    let page = '';
    const server = createServer((_, res) => res.end(page));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const close = async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
    };
    world = {
      metrics: createFleetMetrics(`http://127.0.0.1:${port}/metrics`),
      expose: async (processes) => {
        page = pageOf(processes.flat());
      },
      silence: close,
      close,
      now: () => 0,
    };
  });
  afterAll(() => world.close());
  metricsConformance(() => world);
});
