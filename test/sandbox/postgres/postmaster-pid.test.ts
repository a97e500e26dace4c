import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { examinePostmaster } from '../../../src/sandbox/postgres/postmaster-pid.ts';
import { identifyProcess } from '../../../src/sandbox/process-identity.ts';
import { hearLog, playground, query, refusalOf } from './seed.ts';

const ground = playground();
beforeAll(async () => await (await ground.start(await ground.seeded())).stop());
afterEach(async () => await ground.settle());
afterAll(async () => await ground.clear());

function pidFile(folder: string): string {
  return join(folder, 'postgres', 'cluster', 'postmaster.pid');
}

test('a reused process number: the stranger is not touched, the database starts', async () => {
  const folder = await ground.seeded();
  const crashed = await ground.start(folder);
  const left = readFileSync(pidFile(folder), 'utf8');
  process.kill(crashed.pid, 'SIGKILL');
  await crashed.stop();
  const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
  await once(stranger, 'spawn');
  const pid = stranger.pid ?? 0;
  await writeFile(pidFile(folder), left.replace(/^\d+/, String(pid)));

  const log = hearLog();
  expect((await examinePostmaster(join(folder, 'postgres', 'cluster'))).kind).toBe('reused');
  const postgres = await ground.start(folder, { log });
  expect(log.heard).toContain('postmaster.pid names a process that is not PostgreSQL');
  expect(await query(postgres.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  expect(identifyProcess(pid)).not.toBeNull();
  stranger.kill('SIGKILL');
});

test('a folder copied from under a running server: refused, both left alone', async () => {
  const source = await ground.seeded();
  const running = await ground.start(source);
  const copy = await ground.folder();
  await cp(source, copy, { recursive: true });
  await rm(join(copy, 'postgres', 'lock'));

  const { refusal, message } = await refusalOf(ground.start(copy));
  expect(refusal.code).toBe('postgres-foreign');
  expect(message).toContain(`process ${running.pid}`);
  expect(message).toContain(source);
  expect(await readFile(pidFile(copy), 'utf8')).toContain(String(running.pid));
  expect(await query(running.url, 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('a pid file of nonsense ends in a sentence, not in a loop', async () => {
  const folder = await ground.seeded();
  await writeFile(pidFile(folder), 'nonsense\n');
  const { refusal, message } = await refusalOf(ground.start(folder));
  expect(refusal.code).toBe('postgres-failed');
  expect(message).toContain('postmaster.pid');
});
