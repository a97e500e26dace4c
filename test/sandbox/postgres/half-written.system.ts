import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hearLog, playground, query, refusalOf } from './seed.ts';

const ground = playground();
beforeAll(async () => await (await ground.start(await ground.seeded())).stop());
afterEach(async () => await ground.settle());
afterAll(async () => await ground.clear());

test('a first start killed during initdb is redone', async () => {
  const folder = await ground.folder();
  const home = join(folder, 'postgres');
  const script = join(import.meta.dirname, 'parent.ts');
  const child = spawn(process.execPath, [script, folder], { stdio: 'ignore' });
  const deadline = Date.now() + 60_000;
  while (!(await listed(home)).some((name) => /^cluster\.init-\w+$/.test(name))) {
    expect(Date.now()).toBeLessThan(deadline);
    await delay(5);
  }
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await listed(home)).not.toContain('cluster');

  const postgres = await ground.start(folder);
  expect(await query(postgres.url, 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('a half-written folder under the final name is redone, and that is said', async () => {
  const folder = await ground.folder();
  const cluster = join(folder, 'postgres', 'cluster');
  await mkdir(join(cluster, 'base'), { recursive: true });
  await writeFile(join(cluster, 'PG_VERSION'), '18\n');
  const log = hearLog();
  const postgres = await ground.start(folder, { log });
  expect(log.heard).toContain('removed a half-written database of an earlier start');
  expect(await query(postgres.url, 'select 1 as n')).toEqual([{ n: 1 }]);
});

describe('what is readable is never thrown away', () => {
  test.each([
    ['of another major version', '15\n', 'postgres-version'],
    ['with an empty PG_VERSION', '', 'postgres-damaged'],
    ['with a damaged PG_VERSION', '18\0\0', 'postgres-damaged'],
  ])('a folder %s', async (_name, version, code) => {
    const folder = await ground.seeded();
    const file = join(folder, 'postgres', 'cluster', 'PG_VERSION');
    await writeFile(file, version);
    const { refusal, message } = await refusalOf(ground.start(folder));
    expect(refusal.code).toBe(code);
    expect(message).toContain('npm run reset');
    await writeFile(file, '18\n');
    await ground.start(folder);
  });

  test('a folder whose pg_control is gone', async () => {
    const folder = await ground.seeded();
    const control = join(folder, 'postgres', 'cluster', 'global', 'pg_control');
    await rename(control, join(folder, 'control'));
    const { refusal } = await refusalOf(ground.start(folder));
    expect(refusal.code).toBe('postgres-damaged');
    await rename(join(folder, 'control'), control);
  });

  test('a whole cluster that Fairway did not make', async () => {
    const folder = await ground.seeded();
    const cluster = join(folder, 'postgres', 'cluster');
    await rename(join(cluster, 'made-by-fairway'), join(folder, 'postgres', 'kept'));
    const { refusal } = await refusalOf(ground.start(folder));
    expect(refusal.code).toBe('postgres-damaged');
    expect(await listed(cluster)).toContain('global');
    await rename(join(folder, 'postgres', 'kept'), join(cluster, 'made-by-fairway'));
  });

  test('a damaged setting ends in what PostgreSQL says about it', async () => {
    const folder = await ground.seeded();
    await writeFile(join(folder, 'postgres', 'cluster', 'postgresql.conf'), 'nonsense = 1\n');
    const { refusal, message } = await refusalOf(ground.start(folder));
    expect(refusal.code).toBe('postgres-failed');
    expect(message).toContain('nonsense');
  });
});

async function listed(path: string): Promise<readonly string[]> {
  return await readdir(path).catch(() => []);
}
