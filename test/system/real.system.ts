import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../src/sandbox/port.ts';
import { type FreshDatabase, freshDatabase } from '../postgres/database.ts';
import { needs } from './needs.ts';
import { residentMb } from './processes.ts';
import { get, startPrograms, until } from './program.ts';
import { type RealWorld, realWorld } from './real-world.ts';

const programs = startPrograms();
const databases: FreshDatabase[] = [];
const worlds: RealWorld[] = [];
afterAll(async () => {
  await programs.clear();
  for (const { slack } of worlds) await slack.close();
  for (const { drop } of databases) await drop();
});

/** A world with a Slack that answers, and an empty database. */
async function world(socket = false): Promise<RealWorld & { readonly DATABASE_URL: string }> {
  const made = realWorld(programs, { socket });
  worlds.push(made);
  await made.slack.listen(0);
  const database = await freshDatabase({ empty: true });
  databases.push(database);
  return { ...made, DATABASE_URL: database.url };
}

const ONCE = ['prestage', 'start', 'shift', 'finish'];

describe('a real Fairway over HTTP', () => {
  let real: Awaited<ReturnType<typeof world>>;
  beforeAll(async () => {
    real = await world();
  });

  test('deploys end to end, has nothing of the sandbox in it, and stops with 0', async () => {
    const coverage = join(programs.folder(), 'coverage');
    mkdirSync(coverage);
    const { DATABASE_URL } = real;
    const env = { ...real.env('http'), DATABASE_URL, NODE_V8_COVERAGE: coverage };
    const { program, url } = await real.fairway(env);
    await until(async () => /"slack":"ok"/.test((await get(`${url}/healthz`))?.text ?? ''));
    expect((await get(`${url}/_control/state`))?.status).toBe(404);
    expect((await get(`${url}/`))?.status).toBe(404);
    expect(await real.types('/deploy shop@1.1.0 to staging')).toMatchObject({ ok: true });
    await real.shows(/^shop 1\.1\.0 to staging: succeeded/);
    expect([...new Set(real.effects())]).toEqual(ONCE);
    // What the program printed stands in the thread of the card.
    await real.shows(/^Output of D-1, step 3, attempt 1: shift done/);
    const metrics = (await get(`${url}/metrics`))?.text ?? '';
    expect(metrics).toContain('fairway_deployments{status="succeeded"} 1');
    expect(metrics).toContain('fairway_database_up 1');
    expect(metrics).toMatch(/^process_resident_memory_bytes \d/m);
    expect(residentMb(program.pid)).toBeLessThan(300); // with coverage on; the bench measures idle
    program.kill('SIGTERM');
    expect(await program.end()).toBe(0);
    const loaded = readdirSync(coverage).map((file) => readFileSync(join(coverage, file), 'utf8'));
    expect(loaded.join('')).toContain('/src/cli/start/real.ts');
    expect(loaded.join('')).not.toContain('/src/sandbox/');
  });

  test('one web and two workers share the work; SLACK_API_URL without its slash', async () => {
    const { DATABASE_URL } = real;
    const env = { ...real.env('http'), DATABASE_URL, SLACK_API_URL: `${real.slack.url()}/api` };
    const before = real.effects().length;
    const [web, first, second] = await Promise.all(
      ['web', 'worker', 'worker'].map((role) => real.fairway({ ...env, FAIRWAY_ROLE: role })),
    );
    await real.types('/deploy shop@1.2.0 to staging');
    await real.shows(/^shop 1\.2\.0 to staging: succeeded/);
    const kinds = real.effects().slice(before);
    expect([...new Set(kinds)]).toEqual(ONCE);
    expect(kinds).toHaveLength(real.effects().length - before);
    // A worker takes nothing from Slack, whoever signs it.
    real.slack.setRequestUrl(`${first?.url}/slack/events`);
    expect(await real.types('/release status')).toMatchObject({ ok: false });
    for (const one of [web, first, second]) one?.program.kill('SIGTERM');
    for (const one of [web, first, second]) expect(await one?.program.end()).toBe(0);
  });
});

test('Socket Mode', async () => {
  const real = await world(true);
  const env = { ...real.env('socket'), DATABASE_URL: real.DATABASE_URL };
  const { program, url } = await real.fairway(env);
  await until(async () => /"slack":"ok"/.test((await get(`${url}/healthz`))?.text ?? ''));
  expect(await real.types('/deploy shop@1.1.0 to staging')).toMatchObject({ ok: true });
  await real.shows(/^shop 1\.1\.0 to staging: succeeded/);
  program.kill('SIGINT');
  expect(await program.end()).toBe(0);
});

test('a second signal, later than an echo, ends it at once', async () => {
  const real = await world();
  const { program, url } = await real.fairway({
    ...real.env('http'),
    DATABASE_URL: real.DATABASE_URL,
  });
  const half = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
  await once(half, 'connect');
  const whole = 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n';
  const answered = once(half, 'data'); // then the half that came along has been read as well
  half.write(`${whole}POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nhalf`);
  await answered;
  program.kill('SIGINT');
  await program.says(/Stopping \(SIGINT\)/);
  await sleep(1_100);
  program.kill('SIGINT');
  expect(await program.end()).toBe(130);
  half.destroy();
});

const redis = needs('redis-server');
test.skipIf(!redis.here)(`queues on Redis${redis.skipped}`, async () => {
  const port = await freePort();
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', flags, { stdio: 'ignore' });
  try {
    const real = await world();
    const REDIS_URL = `redis://127.0.0.1:${port}`;
    const { program } = await real.fairway({
      ...real.env('http'),
      DATABASE_URL: real.DATABASE_URL,
      REDIS_URL,
    });
    await real.types('/deploy shop@1.1.0 to staging');
    await real.shows(/^shop 1\.1\.0 to staging: succeeded/);
    program.kill('SIGTERM');
    expect(await program.end()).toBe(0);
  } finally {
    server.kill('SIGKILL');
  }
});

test('Slack away: Fairway runs, says so, and the cards catch up', async () => {
  const real = realWorld(programs);
  worlds.push(real);
  const database = await freshDatabase({ empty: true });
  databases.push(database);
  const port = await freePort();
  const SLACK_API_URL = `http://127.0.0.1:${port}/api/`;
  const env = { ...real.env('http'), DATABASE_URL: database.url, SLACK_API_URL };
  const { url } = await real.fairway(env);
  const health = async (words: RegExp) => {
    const answer = await get(`${url}/healthz`);
    return answer && words.test(answer.text) ? answer : null;
  };
  expect((await until(() => health(/"slack":"Slack does not answer"/))).status).toBe(200);
  await real.slack.listen(port);
  await until(() => health(/"slack":"ok"/));
  real.slack.faults({ calls: [{ method: 'chat.postMessage', answer: 'drop', times: 3 }] });
  expect(await real.types('/deploy shop@1.1.0 to staging')).toMatchObject({ ok: true });
  await real.shows(/^shop 1\.1\.0 to staging: succeeded/);
  const cards = real.slack.messages('deploys').filter((m) => !m.ephemeral_to && !m.thread_ts);
  expect(cards.map(({ text }) => text.slice(0, 20))).toHaveLength(1);
});
