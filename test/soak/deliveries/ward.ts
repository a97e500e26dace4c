import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFlags } from '../../../bench/start-flags.ts';
import type { Servers } from '../program/servers.ts';
import { type Place, stateFile, writeOrganisation } from './organisation.ts';
import { SECRET } from './requests.ts';
import { type SlackEar, startSlackEar } from './slack-ear.ts';

const ROOT = join(import.meta.dirname, '../../..');
const READY_WITHIN_MS = 180_000;

/** Fairways started as in production, with all roles, and the Slack they believe in. */
export interface Ward {
  readonly folder: string;
  readonly places: readonly Place[];
  readonly slack: SlackEar;
  /** Where each answers. */
  readonly urls: readonly string[];
  /** Words of those that ended by themselves. */
  crashed(): readonly string[];
  stop(): Promise<void>;
}

/** @param environments what each process has in its environment besides, one for each */
export async function openWard(
  servers: Servers,
  wanted: number,
  environments: readonly Readonly<Record<string, string>>[],
): Promise<Ward> {
  const folder = mkdtempSync(join(tmpdir(), 'fairway-soak-ward-'));
  const places = writeOrganisation(folder, wanted);
  const slack = await startSlackEar();
  const { databaseUrl, queue, cacheFolder } = servers;
  const common = {
    PATH: process.env['PATH'] ?? '',
    NODE_COMPILE_CACHE: cacheFolder,
    DATABASE_URL: databaseUrl,
    ...(queue.kind === 'redis' ? { REDIS_URL: queue.url } : {}),
    SLACK_BOT_TOKEN: 'xoxb-soak-0123456789',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.apiUrl,
    FAIRWAY_CONFIG: folder,
    FAIRWAY_HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'warn',
    DEPLOY_STATE: stateFile(folder),
  };
  const all = environments.map((more, n) =>
    start(join(folder, `${n}.log`), { ...common, ...more }),
  );
  const crashed = (): readonly string[] =>
    all.flatMap(({ child, said }) => (isGone(child) ? [`a Fairway ended: ${said()}`] : []));
  async function stop(): Promise<void> {
    for (const { child } of all) child.kill('SIGKILL');
    await Promise.all(all.map(({ child }) => isGone(child) || once(child, 'exit')));
    slack.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  try {
    const urls = await Promise.all(all.map(whereItAnswers));
    return { folder, places, slack, urls, crashed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Started {
  readonly child: ChildProcess;
  readonly said: () => string;
}

function start(log: string, env: Readonly<Record<string, string>>): Started {
  const file = openSync(log, 'a');
  const args = [...startFlags, 'bin/fairway.mjs', 'start'];
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', file, file] });
  closeSync(file);
  return { child, said: () => readFileSync(log, 'utf8') };
}

async function whereItAnswers({ child, said }: Started): Promise<string> {
  const until = performance.now() + READY_WITHIN_MS;
  while (performance.now() < until && !isGone(child)) {
    const [, port] = /answers on port (\d+)/.exec(said()) ?? [];
    if (port !== undefined) return `http://127.0.0.1:${port}`;
    await sleep(50);
  }
  throw new Error(`a Fairway did not start: ${said()}`);
}

function isGone(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
