import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Artifact } from '../../../src/domain/artifact/artifact.ts';
import { instant } from '../../../src/domain/kernel/time.ts';
import { quantileMs } from '../../../src/domain/verdict/counters.ts';
import { ValidationFile } from '../../../src/domain/verdict/validation.ts';
import type { Call, Effect } from '../../../src/ports/deployer.ts';
import type { Provider } from '../../../src/ports/provider.ts';
import { createFleetProvider } from '../../../src/providers/fleet/index.ts';
import { createProbes } from '../../../src/providers/probes/index.ts';
import { SAMPLE_CHANGES } from '../../../src/sandbox/fleet/sample/changes.ts';
import { type RunningFleetProcess, startFleet } from '../../../src/sandbox/fleet/start-fleet.ts';
import { deployerConformance } from '../deployer-conformance.ts';

const log = { info() {}, warn() {}, error() {} };
const target = { service: 'shop', environment: 'production' };
const folder = mkdtempSync(join(tmpdir(), 'fleet-provider-'));
let fleet: RunningFleetProcess;
let provider: Provider;
let epoch = 1;

beforeAll(async () => {
  fleet = await startFleet({ dataFolder: folder, traffic: 'off', pullMs: 20, log });
  provider = createFleetProvider({
    adminUrl: () => fleet.adminUrl,
    metricsUrl: fleet.metricsUrl,
    log,
  });
});
afterAll(async () => {
  await fleet.stop();
  rmSync(folder, { recursive: true });
});

const performed = z.object({
  effects: z.array(z.object({ key: z.string(), kind: z.string() })),
});

async function admin(path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${fleet.adminUrl}${path}`, {
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  });
  return answer.json();
}

function call(more: Partial<Call> = {}): Call {
  return {
    ...target,
    key: crypto.randomUUID(),
    epoch,
    placement: {},
    resumed: false,
    signal: AbortSignal.timeout(60_000),
    log: () => {},
    ...more,
  };
}

async function settled(ask: (call: Call) => Promise<Effect>): Promise<Effect> {
  const own = call();
  for (;;) {
    const effect = await ask(own);
    if (effect.kind !== 'running') return effect;
  }
}

async function resolved(version: string): Promise<Artifact> {
  const answer = await provider.artifacts.resolve(target, {}, version);
  if (answer.kind === 'missing') throw new Error(`no ${version}`);
  return answer.artifact;
}

const handedOut = new Set<string>();

/** One fleet for all worlds: each begins with 1.0.0 alone, under an epoch nobody has seen. */
deployerConformance('the fleet', async () => {
  await admin('/admin/fault', { clear: true });
  epoch += 10;
  const { deployer } = provider;
  const live = await resolved('1.0.0');
  const unpulled = await Promise.all(['1.2.0-slow', '1.3.0-errors'].map(resolved));
  await settled((c) => deployer.prestage(c, [live]));
  await settled((c) => deployer.start(c, live));
  await settled((c) => deployer.finish(c, live, null));
  return {
    provider,
    target,
    placement: {},
    epoch,
    live,
    next: await resolved('1.1.0'),
    changes: SAMPLE_CHANGES['shop 1.1.0'] ?? [],
    crashing: { artifact: await resolved('1.4.0-crash'), words: 'PAYMENT_URL is not set' },
    notPulled() {
      const one = unpulled.find(({ version }) => !handedOut.has(version));
      if (!one) throw new Error('the fleet has no more versions that were never pulled');
      handedOut.add(one.version);
      return one;
    },
    absent: { version: '9.9.9', digest: `sha256:${'9'.repeat(64)}` },
    performed: async () => performed.parse(await admin('/admin/effects')).effects,
    loseAnswer: async (kind) => {
      await admin('/admin/fault', { call: kind, fault: 'reset', when: 'after' });
    },
    hang: async (kind) => {
      await admin('/admin/fault', { call: kind, fault: 'hang' });
    },
    calm: async () => {
      await admin('/admin/fault', { clear: true });
    },
    stop: async () => {
      epoch += 10;
    },
  };
});

describe('7.6 the fleet says what its versions are built of', () => {
  const deny = { licences: ['AGPL-*'], downgrades: true };
  const parts = { kind: 'sbom', owner: 'platform', otherwise: 'follow-up', deny };

  async function compared(service: string, from: string, to: string) {
    const at = { ...target, service };
    const of = async (version: string) => {
      const answer = await provider.artifacts.resolve(at, {}, version);
      if (answer.kind === 'missing') throw new Error(`no ${version}`);
      return answer.artifact;
    };
    const [artifact, previous] = [await of(to), await of(from)];
    const sbomOf = async (one: Artifact) => (await provider.artifacts.sbom?.(at, {}, one)) ?? null;
    const wish = { ...ValidationFile.parse(parts), name: 'parts' };
    const about = { ...at, artifact, previous, now: instant(Date.now()), sbomOf };
    return createProbes({ env: {} }).inspect(wish, about, AbortSignal.timeout(8_000));
  }

  test('one that passes and one that fails', async () => {
    expect(await compared('shop', '1.0.0', '1.1.0')).toMatchObject({
      says: 'Against 1.0.0: 1 gone (@acme/coupons 1.0.4); 1 in another version (@acme/payments from 4.1.0 to 4.2.0)',
      fault: null,
    });
    expect((await compared('checkout', '1.4.2', '1.5.0-errors')).fault).toMatch(
      /^postcodes 2\.0\.0 is under AGPL-3\.0-only, which is denied; @acme\/forms went back from 1\.8\.0 to 1\.7\.3/,
    );
  });

  test('without its registry nothing is known', async () => {
    await admin('/admin/registry', { up: false });
    const live = { version: '1.0.0', digest: `sha256:${'1'.repeat(64)}` } as const;
    await expect(provider.artifacts.sbom?.(target, {}, live)).rejects.toThrow(/registry/);
    await admin('/admin/registry', { up: true });
    expect(await provider.artifacts.sbom?.(target, {}, live)).toBeNull();
  });
});

describe('the fleet provider among faults', () => {
  const prestage = (artifact: Artifact, own = call()) =>
    provider.deployer.prestage(own, [artifact]);

  test.each([
    ['reset', 'did not answer'],
    ['500', 'answered 500'],
    ['garbage', 'not JSON'],
  ])('%s throws: nothing is known', async (fault, words) => {
    const live = await resolved('1.0.0');
    await admin('/admin/fault', { call: 'prestage', fault });
    await expect(prestage(live)).rejects.toThrow(words);
    await admin('/admin/fault', { call: 'observe', fault });
    await expect(provider.deployer.observe(target, {})).rejects.toThrow(words);
    await admin('/admin/fault', { call: 'resolve', fault });
    await expect(resolved('1.0.0')).rejects.toThrow(words);
  });

  test('silence throws in the time the caller gives, and says so', async () => {
    const live = await resolved('1.0.0');
    await admin('/admin/fault', { call: 'prestage', fault: 'hang' });
    const own = call({ signal: AbortSignal.timeout(200) });
    await expect(prestage(live, own)).rejects.toThrow('no answer in time');
    await admin('/admin/fault', { clear: true });
  });

  test('nobody listening throws with the reason', async () => {
    const gone = createFleetProvider({
      adminUrl: 'http://127.0.0.1:9',
      metricsUrl: 'http://127.0.0.1:9/metrics',
      log,
    });
    await expect(gone.deployer.observe(target, {})).rejects.toThrow(/did not answer .*/);
    await expect(gone.metrics?.read(target, {})).rejects.toThrow('did not answer');
  });

  test('a registry that is down is weather: resolve throws, a pull may be tried again', async () => {
    const absent = await provider.artifacts.resolve(
      { service: 'search', environment: 'staging' },
      {},
      '2.2.0-slow',
    );
    if (absent.kind === 'missing') throw new Error('the fleet lost a version');
    await admin('/admin/registry', { up: false });
    await expect(resolved('1.0.0')).rejects.toThrow('registry does not answer');
    const own = call({ service: 'search', environment: 'staging' });
    let effect = await prestage(absent.artifact, own);
    while (effect.kind === 'running') effect = await prestage(absent.artifact, own);
    expect(effect).toMatchObject({ kind: 'failed', retryable: true });
    await admin('/admin/registry', { up: true });
  });

  test('a service the fleet does not know is said to be so, not to have no versions', async () => {
    const nowhere = { service: 'nope', environment: 'staging' };
    await expect(provider.artifacts.resolve(nowhere, {}, '1.0.0')).rejects.toThrow(
      'there is no service nope',
    );
    await expect(provider.deployer.observe(nowhere, {})).rejects.toThrow('unknown service');
  });

  test('a key that was used for another call has failed, with the reason', async () => {
    const key = crypto.randomUUID();
    const [live, other] = [await resolved('1.0.0'), await resolved('1.1.0')];
    await prestage(live, call({ key }));
    expect(await prestage(other, call({ key }))).toMatchObject({
      kind: 'failed',
      why: expect.stringContaining('belongs to another call'),
    });
  });
});

describe('the fleet metrics', () => {
  test('count what went through the proxy, by version, in milliseconds', async () => {
    const at = { service: 'checkout', environment: 'staging' };
    const url = fleet.proxyUrl(at.service, at.environment);
    const read = async () => (await provider.metrics?.read(at, {}))?.get('1.4.1');
    expect(await read()).toBeUndefined();
    for (let i = 0; i < 10; i += 1) await (await fetch(url)).text();
    const counters = await read();
    if (!counters) throw new Error('nothing was counted');
    expect(counters).toMatchObject({ requests: 10, errors: 0 });
    expect(counters.buckets.at(-1)).toEqual([null, 10]);
    expect(counters.buckets[0]?.[0]).toBe(1);
    const p50 = quantileMs(counters, 0.5);
    expect(p50).toBeGreaterThan(3);
    expect(p50).toBeLessThan(3_000); // in microseconds it were more
  });
});
