import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type RunningFleetProcess, startFleet } from '../../../src/sandbox/fleet/start-fleet.ts';
import { emptyFolder, fleetClient, silent, whoServes } from './fleet-client.ts';

// Real processes on a machine that may be busy: the bounds are for hangs, not for haste.
vi.setConfig({ testTimeout: 60_000 });

const folder = emptyFolder();
let fleet: RunningFleetProcess;
let client: ReturnType<typeof fleetClient>;

beforeAll(async () => {
  fleet = await startFleet({ dataFolder: folder, traffic: 'off', pullMs: 100, log: silent });
  client = fleetClient(fleet.adminUrl);
});
afterAll(async () => {
  await fleet.stop();
  rmSync(folder, { recursive: true });
});

describe('a first start', () => {
  test.each([
    ['shop', '1.0.0'],
    ['checkout', '1.4.1'],
    ['search', '2.0.0'],
  ])('%s runs %s in both environments', async (service, version) => {
    for (const environment of ['staging', 'production']) {
      const { live } = await client.observe(service, environment);
      expect(live).toMatchObject([{ version, percent: 100, healthy: true, instances: 1 }]);
      expect(await whoServes(fleet.proxyUrl(service, environment), 3)).toEqual({ [version]: 3 });
    }
  });

  test('it is healthy', async () => {
    expect(await client.get('/healthz')).toMatchObject({ status: 200 });
  });
});

describe('references', () => {
  test('a version and latest mean a digest', async () => {
    const latest = await client.resolve('shop', 'latest');
    expect(latest).toEqual(await client.resolve('shop', '1.1.0'));
    expect(latest.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test('what is not there is answered with what is', async () => {
    expect(await client.get('/admin/resolve?service=shop&ref=9.9.9')).toMatchObject({
      status: 404,
      body: { known: expect.arrayContaining(['1.0.0', '1.1.0', 'latest']) },
    });
    expect(await client.get('/admin/versions?service=shoop')).toMatchObject({
      status: 404,
      body: { code: 'unknown-service', known: ['shop', 'checkout', 'search', 'billing'] },
    });
  });

  test('a tag can be moved', async () => {
    const before = await client.resolve('checkout', '1.4.2');
    await client.post('/admin/tag', { service: 'checkout', tag: '1.4.2', version: '1.5.0-errors' });
    const after = await client.resolve('checkout', '1.4.2');
    expect(after).toEqual({
      version: '1.5.0-errors',
      digest: expect.not.stringMatching(before.digest),
    });
    await client.post('/admin/tag', { service: 'checkout', tag: '1.4.2', version: '1.4.2' });
  });
});

describe('a rollout', () => {
  const target = { service: 'shop', environment: 'staging', epoch: 3 };

  test('prestage, start, shift, finish: shares are exact and nothing is done twice', async () => {
    const next = await client.resolve('shop', '1.1.0');
    const stable = await client.resolve('shop', '1.0.0');
    const calls: [string, object][] = [
      ['prestage', { ...target, key: 'r1', artifacts: [next, stable] }],
      ['start', { ...target, key: 'r2', ...next }],
      ['shift', { ...target, key: 'r3', ...next, percent: 25, stable }],
    ];
    for (const [kind, body] of calls)
      for (let again = 0; again < 3; again += 1)
        expect(await client.effect(kind, body)).toEqual({ state: 'done' });
    const url = fleet.proxyUrl('shop', 'staging');
    expect(await whoServes(url, 200)).toEqual({ '1.0.0': 150, '1.1.0': 50 });
    const finish = { ...target, key: 'r4', live: next, standby: stable };
    await Promise.all([client.effect('finish', finish), client.effect('finish', finish)]);
    expect(await whoServes(url, 20)).toEqual({ '1.1.0': 20 });
    expect((await client.observe('shop', 'staging')).live).toMatchObject([
      { version: '1.0.0', percent: 0, healthy: true },
      { version: '1.1.0', percent: 100, healthy: true },
    ]);
    const mine = (await client.effects()).filter(({ key }) => /^r\d$/.test(key));
    expect(mine.map(({ key, detail }) => `${key} ${detail}`)).toEqual([
      'r1 pulled 1.1.0',
      'r2 started 1.1.0',
      'r3 1.1.0 25 %, 1.0.0 75 %',
      'r4 1.1.0 100 %, 1.0.0 stands by',
    ]);
  });

  test('a level already reached is done under a new key without an effect', async () => {
    const live = await client.resolve('shop', '1.1.0');
    const before = (await client.effects()).length;
    expect(await client.effect('shift', { ...target, key: 'l1', ...live, percent: 100 })).toEqual({
      state: 'done',
    });
    expect(await client.effects()).toHaveLength(before);
  });

  test('a lower epoch is fenced off, even with a key that was good', async () => {
    const live = await client.resolve('shop', '1.1.0');
    const old = { ...target, epoch: 2 };
    for (const key of ['r4', 'new'])
      expect(await client.post('/admin/finish', { ...old, key, live })).toMatchObject({
        status: 409,
        body: { code: 'fenced', epoch: 3 },
      });
    expect((await client.observe('shop', 'production')).epoch).toBe(0);
  });

  test('a key answers for one call only', async () => {
    const live = await client.resolve('shop', '1.1.0');
    const other = await client.post('/admin/finish', { ...target, key: 'r4', live });
    expect(other).toMatchObject({ status: 422, body: { code: 'key-reused' } });
  });

  test('a version that dies at start fails with its last words, once', async () => {
    const crash = await client.resolve('shop', '1.4.0-crash');
    await client.effect('prestage', { ...target, key: 'c0', artifacts: [crash] });
    const body = { ...target, key: 'c1', ...crash };
    const outcome = {
      state: 'failed',
      code: 'crashed-at-start',
      why: expect.stringMatching(/PAYMENT_URL is not set$/),
    };
    expect(await client.effect('start', body)).toEqual(outcome);
    expect(await client.effect('start', body)).toEqual(outcome);
    const started = (await client.effects()).filter(({ key }) => key === 'c1');
    expect(started).toHaveLength(1);
    const { live } = await client.observe('shop', 'staging');
    expect(live.map(({ version }) => version)).not.toContain('1.4.0-crash');
  });

  test.each([
    ['a digest of another version', { version: '1.1.0' }, /is version 1\.3\.0-errors, not 1\.1\.0/],
    ['no such digest', { digest: `sha256:${'0'.repeat(64)}` }, /no image has the digest/],
    ['another environment', { environment: 'moon' }, /known: staging, production/],
  ])('%s is refused', async (_name, wrong, why) => {
    const image = await client.resolve('shop', '1.3.0-errors');
    const answer = await client.post('/admin/start', { ...target, key: 'w', ...image, ...wrong });
    expect(answer).toMatchObject({ status: 400, body: { why: expect.stringMatching(why) } });
  });
});

describe('the registry switched off', () => {
  const target = { service: 'search', environment: 'staging', epoch: 1 };

  test('what is pulled starts, what is not fails clearly', async () => {
    const pulled = await client.resolve('search', '2.1.0');
    const unpulled = await client.resolve('search', '2.2.0-slow');
    await client.effect('prestage', { ...target, key: 'o1', artifacts: [pulled] });
    await client.post('/admin/registry', { up: false });
    expect(await client.get('/admin/resolve?service=search&ref=latest')).toMatchObject({
      status: 503,
    });
    expect(await client.effect('start', { ...target, key: 'o2', ...pulled })).toEqual({
      state: 'done',
    });
    expect(
      await client.effect('prestage', { ...target, key: 'o3', artifacts: [pulled, unpulled] }),
    ).toMatchObject({ state: 'failed', code: 'registry-down' });
    expect(await client.effect('start', { ...target, key: 'o4', ...unpulled })).toMatchObject({
      state: 'failed',
      code: 'not-pulled',
    });
    await client.post('/admin/registry', { up: true });
    expect(
      await client.effect('prestage', { ...target, key: 'o5', artifacts: [unpulled] }),
    ).toEqual({ state: 'done' });
  });

  test('what starts is the copy that was pulled; one that became something else is not staged and does not start', async () => {
    const image = await client.resolve('search', '2.2.0-slow');
    const copy = join(folder, 'images', image.digest.replace(':', '-'));
    const bytes = readFileSync(copy);
    expect(`sha256:${createHash('sha256').update(bytes).digest('hex')}`).toBe(image.digest);
    const staged = async () => (await client.observe('search', 'staging')).staged;
    expect(await staged()).toContain(image.digest);
    writeFileSync(copy, `${bytes} `);
    expect(await staged()).not.toContain(image.digest);
    expect(await client.effect('start', { ...target, key: 'o6', ...image })).toMatchObject({
      state: 'failed',
      why: expect.stringMatching(/^.*no copy of sha256:[0-9a-f]{64} is here, or it is not what/),
    });
    writeFileSync(copy, bytes);
    expect(await client.effect('start', { ...target, key: 'o7', ...image })).toEqual({
      state: 'done',
    });
  });
});

describe('faults', () => {
  const target = { service: 'checkout', environment: 'staging', epoch: 1 };

  test('an error after the effect: the repeat finds it done', async () => {
    const next = await client.resolve('checkout', '1.4.2');
    await client.bring(target, next);
    await client.post('/admin/fault', { call: 'shift', fault: '500', when: 'after' });
    const shift = { ...target, key: 'f1', ...next, percent: 100 };
    expect((await client.post('/admin/shift', shift)).status).toBe(500);
    expect(await client.effect('shift', shift)).toEqual({ state: 'done' });
    expect((await client.effects()).filter(({ key }) => key === 'f1')).toHaveLength(1);
  });

  test('reset, garbage, hang and lie', async () => {
    const live = await client.resolve('checkout', '1.4.2');
    const finish = { ...target, key: 'f2', live };
    for (const fault of ['reset', 'garbage']) {
      await client.post('/admin/fault', { call: 'finish', fault });
      await expect(client.post('/admin/finish', finish)).rejects.toThrow();
    }
    await client.post('/admin/fault', { call: 'finish', fault: 'lie' });
    expect(await client.effect('finish', finish)).toEqual({ state: 'done' });
    expect((await client.effects()).filter(({ key }) => key === 'f2')).toEqual([]);
    await client.post('/admin/fault', { call: 'observe', fault: 'hang' });
    const hanging = client.observe('checkout', 'staging');
    await Promise.all([
      expect(hanging).rejects.toThrow(),
      client.post('/admin/fault', { clear: true }),
    ]);
    expect(await client.effect('finish', finish)).toEqual({ state: 'done' });
    expect((await client.effects()).filter(({ key }) => key === 'f2')).toHaveLength(1);
  });

  test('pages of a browser are turned away', async () => {
    const answer = await fetch(`${fleet.adminUrl}/healthz`, { headers: { origin: 'http://x' } });
    expect(answer.status).toBe(403);
  });
});
