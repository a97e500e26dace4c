import { once } from 'node:events';
import { statSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { identifyProcess } from '../../../src/sandbox/process-identity.ts';
import { hearLog, playground, query, refusalOf } from './seed.ts';

const ground = playground();
beforeAll(async () => await (await ground.start(await ground.seeded())).stop());
afterEach(async () => await ground.settle());
afterAll(async () => await ground.clear());

describe('an ordinary life', () => {
  test('the first start makes a database, a second one keeps its rows', async () => {
    const folder = await ground.folder();
    const first = await ground.start(folder, { durable: true });
    expect(first.source).toBe('embedded');
    expect(new URL(first.url).pathname).toBe('/fairway');
    await query(first.url, 'create table kept as select 42 as answer');
    expect(await query(first.url, 'show fsync')).toEqual([{ fsync: 'on' }]);
    expect(await query(first.url, 'show password_encryption')).toEqual([
      { password_encryption: 'scram-sha-256' },
    ]);
    await first.stop();
    expect(identifyProcess(first.pid)).toBeNull();
    const second = await ground.start(folder);
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  test('the password is a file of its owner alone, and nothing else opens the door', async () => {
    const folder = await ground.seeded();
    const postgres = await ground.start(folder);
    expect(statSync(join(folder, 'postgres', 'password')).mode & 0o777).toBe(0o600);
    const wrong = new URL(postgres.url);
    wrong.password = 'guessed';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password/);
    wrong.password = '';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password/);
  });

  test('stop ends a server that is busy with a query, and twice is once', async () => {
    const postgres = await ground.start(await ground.seeded());
    const busy = query(postgres.url, 'select pg_sleep(60)').catch((error: unknown) => error);
    await delay(100);
    await Promise.all([postgres.stop(), postgres.stop()]);
    expect(identifyProcess(postgres.pid)).toBeNull();
    expect(await busy).toBeInstanceOf(Error);
  });
});

describe('after a kill -9', () => {
  test('of the server: every acknowledged row is there again', async () => {
    const folder = await ground.seeded();
    const first = await ground.start(folder, { durable: true });
    await query(first.url, 'create table rows as select generate_series(1, 500) as n');
    process.kill(first.pid, 'SIGKILL');
    await first.stop();
    const second = await ground.start(folder);
    expect(await query(second.url, 'select count(*)::int as n from rows')).toEqual([{ n: 500 }]);
  });

  test('of its parent: the orphan is adopted, same process, same rows, and can be stopped', async () => {
    const folder = await ground.seeded();
    const { child, postgresPid, url } = await ground.parent(folder);
    await query(url, 'create table kept_by_orphan as select 1 as n');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(identifyProcess(postgresPid)).not.toBeNull();

    const log = hearLog();
    const adopted = await ground.start(folder, { log });
    expect(adopted).toMatchObject({ pid: postgresPid, source: 'adopted', url });
    expect(log.heard).toEqual(['adopted the PostgreSQL left by a killed run']);
    expect(await query(adopted.url, 'select n from kept_by_orphan')).toEqual([{ n: 1 }]);
    await adopted.stop();
    expect(identifyProcess(postgresPid)).toBeNull();
  });

  test('of its parent, and another port is wanted: the orphan is stopped, a new one started', async () => {
    const folder = await ground.seeded();
    const { child, postgresPid } = await ground.parent(folder);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const server = createServer().listen({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await new Promise((resolve) => server.close(resolve));
    const next = await ground.start(folder, { port });
    expect(next).toMatchObject({ port, source: 'embedded' });
    expect(identifyProcess(postgresPid)).toBeNull();
  });
});

describe('two at once', () => {
  test('another program has the database: a sentence with its process, and it goes on', async () => {
    const folder = await ground.seeded();
    const { child, url } = await ground.parent(folder);
    const { refusal, message } = await refusalOf(ground.start(folder));
    expect(refusal.code).toBe('postgres-in-use');
    expect(message).toContain(`already in use by process ${child.pid}`);
    expect(message).toContain('FAIRWAY_DATA');
    expect(await query(url, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('of two simultaneous starts exactly one wins', async () => {
    const folder = await ground.seeded();
    const outcomes = await Promise.allSettled([ground.start(folder), ground.start(folder)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(lost?.reason).toMatchObject({ refusal: { code: 'postgres-in-use' } });
  });
});

test('a port in use is named, and the folder is free again afterwards', async () => {
  const folder = await ground.seeded();
  const server = createServer().listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { refusal, message } = await refusalOf(ground.start(folder, { port }));
  await new Promise((resolve) => server.close(resolve));
  expect(refusal.code).toBe('port-in-use');
  expect(message).toContain(`Port ${port}`);
  expect((await ground.start(folder, { port })).port).toBe(port);
});

test.each([
  ['gone', async (path: string) => await rm(path)],
  ['another one', async (path: string) => await writeFile(path, 'another\n')],
])('the password file is %s: a clear sentence, and no server is left', async (_name, spoil) => {
  const folder = await ground.seeded();
  const file = join(folder, 'postgres', 'password');
  const password = await readFile(file, 'utf8');
  await spoil(file);
  const { refusal, message } = await refusalOf(ground.start(folder));
  expect(refusal.code).toBe('postgres-password');
  expect(message).toContain('npm run reset');
  await writeFile(file, password, { mode: 0o600 });
  await ground.start(folder);
});
