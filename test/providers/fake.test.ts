import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorRate, quantileMs } from '../../src/domain/verdict/counters.ts';
import { createFakeWorld } from '../fakes/fake-world.ts';
import { deployerConformance } from './deployer-conformance.ts';
import {
  cameSince,
  type Exposed,
  MEASURED,
  type MeasuredWorld,
  metricsConformance,
  ORDERS,
  ORDERS_NAME,
} from './metrics-conformance.ts';

const target = { service: 'shop', environment: 'production' };
const versions = [
  { service: 'shop', version: '1.0.0' },
  { service: 'shop', version: '1.1.0', changes: ['Newer', 'New'] },
  { service: 'shop', version: '1.2.0' },
  { service: 'shop', version: '1.4.0-crash', crash: 'PAYMENT_URL is not set' },
];

deployerConformance('the fake', async () => {
  const world = createFakeWorld({ versions, clock: { now: () => 0 } });
  return {
    provider: world.provider,
    target,
    placement: {},
    epoch: 1,
    live: world.artifact('shop', '1.0.0'),
    next: world.artifact('shop', '1.1.0'),
    changes: ['Newer', 'New'],
    crashing: { artifact: world.artifact('shop', '1.4.0-crash'), words: 'PAYMENT_URL is not set' },
    notPulled: () => world.artifact('shop', '1.2.0'),
    absent: { version: '9.9.9', digest: `sha256:${'9'.repeat(64)}` },
    performed: async () => world.effects(),
    loseAnswer: async (call) => world.fault({ call, kind: 'throw-after' }),
    hang: async (call) => world.fault({ call, kind: 'hang' }),
    stop: async () => world.clearFaults(),
  };
});

describe.each([
  ['totals alone', false],
  ['what remembers', true],
])('the fake’s measurements: %s', (_, remembers) => {
  let world: MeasuredWorld;
  beforeAll(() => {
    world = measuredWorld(remembers);
  });
  afterAll(() => world.close());
  metricsConformance(() => world);
});

function measuredWorld(remembers: boolean): MeasuredWorld {
  const clock = { at: Date.UTC(2026, 10, 20, 12), now: () => clock.at };
  const w = createFakeWorld({ versions, clock, remembers, edgesMs: [100, 2_500, null] });
  const { metrics } = w.provider;
  if (!metrics) throw new Error('the fake measures nothing');
  let said: readonly Exposed[] = [];
  function serve(processes: readonly Exposed[]): void {
    for (const one of processes) {
      const { version, service = MEASURED.service } = one;
      const at = { ...MEASURED, service };
      const before = said.find((p) => p.version === version && p.service === one.service);
      const { isAnew, requests, failed, quick } = cameSince(before, one);
      if (isAnew) w.restart(at, version);
      w.traffic(at, version, { requests: quick, errors: failed, latencyMs: 50 });
      w.traffic(at, version, { requests: requests - quick, latencyMs: 1_000 });
    }
    said = processes;
  }
  return {
    metrics,
    async expose(processes) {
      clock.at += 2_000;
      serve(processes.flat());
      clock.at += 3_000;
    },
    async takeOrders(version, seconds) {
      if (remembers) w.say(MEASURED, version, ORDERS_NAME, ORDERS);
      clock.at += seconds * 1_000;
      if (remembers) w.say(MEASURED, version, ORDERS_NAME, null);
    },
    async sayByMinutes(minutes) {
      for (const one of minutes) {
        clock.at += 1_000;
        serve([one]);
        clock.at += 60_000 - (clock.at % 60_000);
      }
      return clock.at;
    },
    silence: async () =>
      w.fault({ call: 'read', kind: 'throw-before', times: Number.POSITIVE_INFINITY }),
    close: async () => {},
    now: clock.now,
  };
}

describe('the fake world', () => {
  function world() {
    const clock = { at: 0, now: () => clock.at };
    return { clock, ...createFakeWorld({ versions, clock }) };
  }
  const call = (key: string) => ({
    ...target,
    key,
    epoch: 1,
    placement: {},
    resumed: false,
    signal: AbortSignal.timeout(1_000),
    log: () => {},
  });

  test('steady traffic follows the clock and the weights', async () => {
    const w = world();
    const [live, next] = [w.artifact('shop', '1.0.0'), w.artifact('shop', '1.1.0')];
    const { deployer, metrics } = w.provider;
    w.behave('shop', '1.1.0', { latencyMs: 300, errorRate: 0.1 });
    w.steady(target, 10);
    w.clock.at = 10_000;
    await deployer.prestage(call('a'), [next]);
    await deployer.start(call('b'), next);
    await deployer.shift(call('c'), next, live, 20);
    w.clock.at = 20_000;
    const read = await metrics?.read(target, {});
    expect(read?.get('1.0.0')).toMatchObject({ requests: 180, errors: 0 });
    expect(read?.get('1.1.0')).toMatchObject({ requests: 20, errors: 2 });
  });

  test('counters are what the domain reads: rates, quantiles, cumulative buckets', async () => {
    const w = world();
    w.traffic(target, '1.0.0', { requests: 99, latencyMs: 20 });
    w.traffic(target, '1.0.0', { requests: 1, errors: 1, latencyMs: 400 });
    const counters = (await w.provider.metrics?.read(target, {}))?.get('1.0.0');
    if (!counters) throw new Error('nothing was counted');
    expect(errorRate(counters)).toBeCloseTo(0.01);
    expect(quantileMs(counters, 0.5)).toBeLessThanOrEqual(25);
    expect(counters.buckets.at(-1)).toEqual([null, 100]);
  });

  test('a rebuilt version has its name and another digest; a moved tag means another version', async () => {
    const w = world();
    const before = w.artifact('shop', '1.1.0');
    const after = w.rebuild('shop', '1.1.0');
    const resolve = (ref: string) => w.provider.artifacts.resolve(target, {}, ref);
    expect(after).toMatchObject({ version: '1.1.0' });
    expect(after.digest).not.toBe(before.digest);
    expect(await resolve('1.1.0')).toEqual({ kind: 'found', artifact: after });
    w.moveTag('shop', 'latest', '1.0.0');
    expect(await resolve('latest')).toMatchObject({ artifact: { version: '1.0.0' } });
  });

  test('answers, lies and silence as ordered, as often as ordered', async () => {
    const w = world();
    const [live] = [w.artifact('shop', '1.0.0')];
    const { deployer } = w.provider;
    const running = { kind: 'running', againInMs: 5 } as const;
    w.fault({ call: 'prestage', kind: 'answer', answer: running, times: 2 });
    const ask = () => deployer.prestage(call('a'), [live]);
    expect([await ask(), await ask(), await ask()]).toEqual([running, running, { kind: 'done' }]);
    w.fault({ call: 'finish', kind: 'lie' });
    expect(await deployer.finish(call('b'), live, null)).toEqual({ kind: 'done' });
    expect(w.effects().map(({ kind }) => kind)).toEqual(['prestage']);
    w.fault({ call: 'observe', kind: 'throw-before' });
    await expect(deployer.observe(target, {})).rejects.toThrow('connection refused');
  });

  test('a key used for another call is a bug, and says so', async () => {
    const w = world();
    const { deployer } = w.provider;
    await deployer.prestage(call('a'), [w.artifact('shop', '1.0.0')]);
    await expect(deployer.prestage(call('a'), [w.artifact('shop', '1.1.0')])).rejects.toThrow(
      'belongs to another call',
    );
  });

  test('without dedup a resumed call is unknown and nothing is done', async () => {
    const w = createFakeWorld({ versions, clock: { now: () => 0 }, dedup: 'none' });
    const asked = { ...call('a'), resumed: true };
    const effect = await w.provider.deployer.prestage(asked, [w.artifact('shop', '1.1.0')]);
    expect(effect).toMatchObject({ kind: 'unknown' });
    expect(w.effects()).toEqual([]);
  });
});
