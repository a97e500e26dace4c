import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Effect } from '../../../src/ports/deployer.ts';
import { createCommandProvider } from '../../../src/providers/command/index.ts';
import { commandTarget } from '../../../src/providers/command/target.ts';
import { awake } from '../../awake.ts';

const log = { info() {}, warn() {}, error() {} };
const folder = mkdtempSync(join(tmpdir(), 'command-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

const artifact = { version: '1.1.0', digest: `sha256:${'b'.repeat(64)}` } as const;
const target = { service: 'shop', environment: 'production' };

interface Given {
  readonly argv: readonly string[];
  readonly more?: object;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Runs argv as the `start` of a target; answers its effect and what it showed. */
async function start({ argv, more, env = {}, signal = AbortSignal.timeout(60_000) }: Given) {
  const still = ['true'];
  const placement = commandTarget.parse({
    resolve: still,
    start: argv,
    shift: still,
    finish: still,
    observe: still,
    dedup: 'key',
    ...more,
  });
  const provider = createCommandProvider({
    env: { PATH: process.env['PATH'], ...env },
    folder,
    log,
    graceMs: 300,
  });
  const lines: string[] = [];
  const call = {
    ...target,
    key: 'D-1:1:1',
    epoch: 7,
    placement,
    resumed: false,
    signal,
    log: (line: string) => void lines.push(line),
  };
  const effect: Effect = await provider.deployer.start(call, artifact);
  return { effect, lines };
}

function node(script: string, ...args: string[]): readonly string[] {
  return [process.execPath, '-e', script, '--', ...args];
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<boolean> {
  for (let i = 0; i < 3_000 && exists(pid); i += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return !exists(pid);
}

describe('what an exit code means', () => {
  test.each<[number, string, Partial<Effect> & object]>([
    [0, 'key', { kind: 'done' }],
    [75, 'key', { kind: 'running', againInMs: 5_000 }],
    [75, 'none', { kind: 'unknown' }],
    [73, 'key', { kind: 'fenced' }],
    [69, 'key', { kind: 'failed', why: 'no luck', retryable: true }],
    [74, 'observe', { kind: 'failed', why: 'no luck', retryable: true }],
    [69, 'none', { kind: 'failed', why: 'no luck', retryable: false }],
    [1, 'key', { kind: 'failed', why: 'no luck', retryable: false }],
    [255, 'key', { kind: 'failed', why: 'no luck', retryable: false }],
  ])('%d with dedup %s: %j', async (code, dedup, effect) => {
    const argv = node(`console.error('trying');console.error('no luck');process.exit(${code})`);
    expect((await start({ argv, more: { dedup } })).effect).toMatchObject(effect);
  });

  test('a silent failure names its code', async () => {
    const { effect } = await start({ argv: ['false'] });
    expect(effect).toMatchObject({ why: expect.stringContaining('exited with 1') });
  });

  test.each([
    [['./not-there'], 'is not there'],
    [[folder], 'may not be executed'],
  ])('%j never ran, so it has failed whatever the dedup', async (argv, words) => {
    const { effect } = await start({ argv, more: { dedup: 'none' } });
    expect(effect).toMatchObject({ kind: 'failed', why: expect.stringContaining(words) });
  });
});

describe('what a program gets', () => {
  test('its argv, its folder, PATH and the variables let through; nothing on stdin', async () => {
    const report = `
      const stdin = require('fs').readFileSync(0, 'utf8');
      for (const one of [process.argv.slice(1), Object.keys(process.env), process.cwd(), stdin])
        console.log(JSON.stringify(one));`;
    const { lines } = await start({
      argv: node(report, '{service}', '{version}', 'at={epoch}', '{key}', '$HOME *'),
      more: { env: ['REGION', 'UNSET'] },
      env: { REGION: 'eu', OTHER: 'no', SLACK_BOT_TOKEN: 'no', NODE_OPTIONS: '' },
    });
    const [argv, env, cwd, stdin] = lines.map((line): unknown => JSON.parse(line));
    expect(argv).toEqual(['shop', '1.1.0', 'at=7', 'D-1:1:1', '$HOME *']);
    expect(env).toEqual(expect.arrayContaining(['PATH', 'REGION']));
    expect(env).not.toEqual(expect.arrayContaining(['OTHER']));
    expect(env).not.toEqual(expect.arrayContaining(['SLACK_BOT_TOKEN']));
    expect(cwd).toBe(folder);
    expect(stdin).toBe('');
  });

  test('what it prints is shown line by line, without its secrets', async () => {
    const { lines, effect } = await start({
      argv: node(
        `console.log('token', process.env.CLOUD_TOKEN); console.error('bad', process.env.CLOUD_TOKEN); process.exit(1)`,
      ),
      more: { env: ['CLOUD_TOKEN'] },
      env: { CLOUD_TOKEN: 'hush-hush' },
    });
    expect(lines.toSorted()).toEqual(['bad [redacted]', 'token [redacted]']);
    expect(effect).toMatchObject({ why: 'bad [redacted]' });
  });
});

describe('a program that does not end', () => {
  const stubborn = (file: string, sleeper: string) => `
    process.on('SIGTERM', () => console.log('not yet'));
    const child = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(sleeper)}], { stdio: 'inherit' });
    require('fs').writeFileSync(${JSON.stringify(file)}, process.pid + ' ' + child.pid);
    setInterval(() => {}, 1000);`;
  const deaf = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);";
  const pids = (file: string): readonly number[] =>
    readFileSync(file, 'utf8').split(' ').map(Number);

  test.each([
    ['its own timeout', () => ({ more: { timeout: '1s' } }), 'ran longer than 1 s'],
    ['the caller giving up', () => ({ signal: AbortSignal.timeout(1_000) }), 'did not end in time'],
  ])('%s ends it and its children, and throws', async (name, how, words) => {
    const file = join(folder, name.replaceAll(' ', '-'));
    const argv = node(stubborn(file, deaf));
    await expect(start({ argv, ...how() })).rejects.toThrow(words);
    for (const pid of pids(file)) expect(await untilGone(pid)).toBe(true);
  });

  test('one that stops when asked takes its children along', async () => {
    const file = join(folder, 'polite');
    const argv = node(stubborn(file, deaf).replace("console.log('not yet')", 'process.exit(0)'));
    const more = { timeout: '1s', dedup: 'none' };
    const { effect } = await start({ argv, more });
    expect(effect).toMatchObject({ kind: 'unknown', why: expect.stringContaining('longer than') });
    for (const pid of pids(file)) expect(await untilGone(pid)).toBe(true);
  });

  test('a grandchild that holds the output open does not hold up the answer', async () => {
    const file = join(folder, 'daemon');
    const daemon = `
      const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      require('fs').writeFileSync(${JSON.stringify(file)}, String(child.pid));
      process.exit(0);`;
    const took = awake();
    const { effect } = await start({ argv: node(daemon) });
    expect(effect).toEqual({ kind: 'done' });
    expect(took()).toBeLessThan(5_000);
    const [pid = 0] = pids(file);
    expect(exists(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
  });

  test('a caller with no time left runs nothing', async () => {
    const file = join(folder, 'late');
    const argv = node(`require('fs').writeFileSync(${JSON.stringify(file)}, '')`);
    await expect(start({ argv, signal: AbortSignal.abort() })).rejects.toThrow('no time left');
    expect(existsSync(file)).toBe(false);
  });
});
