import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type RunningFleetProcess, startFleet } from '../../../src/sandbox/fleet/start-fleet.ts';
import { emptyFolder, fleetClient, silent, sumOf } from './fleet-client.ts';

// Real processes on a machine that may be busy: the bounds are for hangs, not for haste.
vi.setConfig({ testTimeout: 60_000 });

const folder = emptyFolder();
let fleet: RunningFleetProcess;
let client: ReturnType<typeof fleetClient>;
const target = { service: 'shop', environment: 'production', epoch: 1 };
const soon = { timeout: 30_000 };
let started = 0;
const shop = 'service="shop",environment="production"';

beforeAll(async () => {
  started = performance.now();
  const traffic = { shop: 50, checkout: 10, search: 0 };
  fleet = await startFleet({ dataFolder: folder, traffic, pullMs: 50, log: silent });
  client = fleetClient(fleet.adminUrl);
});
afterAll(async () => {
  await fleet.stop();
  rmSync(folder, { recursive: true });
});

async function metrics(): Promise<string> {
  return await (await fetch(fleet.metricsUrl)).text();
}

describe('traffic and metrics', () => {
  test('requests come at the rate asked for, to production only', async () => {
    const checkout = 'service="checkout"';
    await expect
      .poll(async () => sumOf(await metrics(), 'http_requests_total', checkout), soon)
      .toBeGreaterThan(20);
    const after = await metrics();
    const requests = sumOf(after, 'http_requests_total', shop);
    // A busy machine answers late, but both services alike; and nothing is ever sent ahead of time.
    const ratio = requests / sumOf(after, 'http_requests_total', checkout);
    expect(ratio).toBeGreaterThan(3.5);
    expect(ratio).toBeLessThan(6.5);
    expect(requests).toBeLessThan((50 * (performance.now() - started)) / 1_000);
    expect(sumOf(after, 'http_requests_total', 'staging')).toBe(0);
    expect(sumOf(after, 'http_requests_total', 'search')).toBe(0);
    expect(sumOf(after, 'fleet_weight', shop, '"1.0.0"')).toBe(100);
    expect(sumOf(after, 'fleet_instances', shop, '"1.0.0"', 'state="ready"')).toBe(1);
  });

  test('not one request fails while versions are cut over under load', async () => {
    const versions = [await client.resolve('shop', '1.1.0'), await client.resolve('shop', '1.0.0')];
    for (const [round, next] of [...versions, ...versions].entries()) {
      await client.bring(target, next);
      for (const percent of [25, 100]) {
        const stable = percent === 100 ? {} : { stable: versions[(round + 1) % 2] };
        const shift = { ...target, key: `cut-${round}-${percent}`, ...next, percent, ...stable };
        expect(await client.effect('shift', shift)).toEqual({ state: 'done' });
        await wait(150);
      }
      const finish = { ...target, key: `cut-${round}-end`, live: next };
      expect(await client.effect('finish', finish)).toEqual({ state: 'done' });
    }
    const all = await metrics();
    expect(sumOf(all, 'http_requests_total', shop, '"1.1.0"')).toBeGreaterThan(25);
    expect(sumOf(all, 'http_requests_total', shop)).toBe(
      sumOf(all, 'http_requests_total', shop, 'code="200"'),
    );
  });

  test('the slow version is slow and the erring one errs, by the numbers', async () => {
    const stable = await client.resolve('shop', '1.0.0');
    const slow = await client.resolve('shop', '1.2.0-slow');
    const bad = await client.resolve('shop', '1.3.0-errors');
    for (const [i, next] of [slow, bad].entries()) {
      await client.bring(target, next);
      await client.effect('shift', { ...target, key: `s${i}`, ...next, percent: 50, stable });
      const served = async () =>
        sumOf(await metrics(), 'http_requests_total', shop, `"${next.version}"`);
      await expect.poll(served, soon).toBeGreaterThan(120);
    }
    const all = await metrics();
    const fast = (version: string): number => {
      const quick = sumOf(
        all,
        'http_request_duration_seconds_bucket',
        shop,
        `"${version}"`,
        'le="0.207"',
      );
      return quick / sumOf(all, 'http_request_duration_seconds_count', shop, `"${version}"`);
    };
    expect(fast('1.2.0-slow')).toBeLessThan(0.4);
    expect(fast('1.0.0')).toBeGreaterThan(fast('1.2.0-slow') + 0.3);
    const errors = sumOf(all, 'http_requests_total', shop, '"1.3.0-errors"', 'code="500"');
    const share = errors / sumOf(all, 'http_requests_total', shop, '"1.3.0-errors"');
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(0.25);
  });
});
