import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { startFleet } from '../../../src/sandbox/fleet/start-fleet.ts';
import { emptyFolder, fleetClient, isAlive, silent } from './fleet-client.ts';

// Real processes on a machine that may be busy: the bounds are for hangs, not for haste.
vi.setConfig({ testTimeout: 60_000 });

const folder = emptyFolder();
const soon = { timeout: 30_000 };
let parent: ChildProcess | undefined;
afterEach(() => {
  parent?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const said = z.object({ pid: z.number(), adminUrl: z.string() });

async function startParent(): Promise<z.infer<typeof said> & { process: ChildProcess }> {
  const child = fork(join(import.meta.dirname, 'parent.ts'), [folder], { execArgv: [] });
  parent = child;
  const [message] = await once(child, 'message');
  return { ...said.parse(message), process: child };
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

/** Memory the processes share is counted once, which RSS does not. Megabytes. */
function memoryMb(pids: readonly number[], field: 'Pss' | 'Rss'): number {
  const kb = pids.map((pid) => {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(rollup)?.[1]);
  });
  return Math.round(kb.reduce((a, b) => a + b, 0) / 1_024);
}

describe.runIf(process.platform === 'linux')('sudden death', () => {
  test('a killed parent leaves nothing behind, and the next start goes on where it was', async () => {
    const first = await startParent();
    const client = fleetClient(first.adminUrl);
    const target = { service: 'shop', environment: 'production', epoch: 7 };
    const next = await client.resolve('shop', '1.1.0');
    const stable = await client.resolve('shop', '1.0.0');
    expect(await client.bring(target, next)).toEqual({ state: 'done' });
    const shift = { ...target, key: 'd-shift', ...next, percent: 30, stable };
    expect(await client.effect('shift', shift)).toEqual({ state: 'done' });
    const pull = {
      ...target,
      key: 'd-pull',
      artifacts: [await client.resolve('shop', '1.3.0-errors')],
    };
    const pulling = await client.post('/admin/prestage', pull);
    expect(pulling.body).toEqual({ state: 'running' });

    const all = [first.pid, ...childrenOf(first.pid)];
    expect(all).toHaveLength(1 + 9);
    expect(memoryMb(all, 'Pss')).toBeLessThan(320);
    first.process.kill('SIGKILL');
    const from = performance.now();
    const second = await startFleet({ dataFolder: folder, traffic: 'off', log: silent });
    expect(performance.now() - from).toBeLessThan(20_000);
    await expect.poll(() => all.filter(isAlive), soon).toEqual([]);

    const after = fleetClient(second.adminUrl);
    const observed = await after.observe('shop', 'production');
    expect(observed.epoch).toBe(7);
    expect(observed.live).toMatchObject([
      { version: '1.0.0', percent: 70, healthy: true },
      { version: '1.1.0', percent: 30, healthy: true },
    ]);
    expect(await after.effect('shift', shift)).toEqual({ state: 'done' });
    expect(await after.effect('prestage', pull)).toEqual({ state: 'done' });
    const keys = (await after.effects()).map(({ key }) => key);
    expect(keys.filter((key) => key === 'd-shift')).toHaveLength(1);
    expect(keys.filter((key) => key === 'd-pull')).toHaveLength(1);
    const processes = [second.pid, ...childrenOf(second.pid)];
    await second.stop();
    expect(processes.filter(isAlive)).toEqual([]);
  });

  test('a crashed instance is restarted; a killed fleet process takes its own along', async () => {
    const { pid, adminUrl } = await startParent();
    const samples = childrenOf(pid);
    process.kill(samples[0] ?? 0, 'SIGKILL');
    const client = fleetClient(adminUrl);
    await expect.poll(async () => (await client.get('/healthz')).status, soon).toBe(503);
    await expect.poll(async () => (await client.get('/healthz')).status, soon).toBe(200);
    const all = childrenOf(pid);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => [pid, ...all].filter(isAlive), soon).toEqual([]);
  });

  test('a half-written state is set aside and the fleet starts anew', async () => {
    const own = emptyFolder();
    writeFileSync(join(own, 'fleet.json'), '{"format":1,"slots":[');
    const warnings: string[] = [];
    const log = { info() {}, warn: (_: object, message: string) => warnings.push(message) };
    const fleet = await startFleet({ dataFolder: own, traffic: 'off', log });
    const { live } = await fleetClient(fleet.adminUrl).observe('shop', 'production');
    expect(live).toMatchObject([{ version: '1.0.0', percent: 100 }]);
    expect(warnings).toEqual(['the fleet cannot read its state and starts anew']);
    await fleet.stop();
    rmSync(own, { recursive: true });
  });
});
