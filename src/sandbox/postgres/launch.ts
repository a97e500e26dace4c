import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type Greeting, greet } from './connect.ts';
import type { PostgresPaths } from './paths.ts';
import { saysReady } from './postmaster-pid.ts';
import { commandFor, type Runner } from './run-as.ts';
import { serverArguments } from './settings.ts';

export type Launch =
  | { readonly kind: 'ready'; readonly pid: number }
  | { readonly kind: 'port taken' }
  /** Processes of a killed server linger, or another start was faster. */
  | { readonly kind: 'folder busy' }
  | { readonly kind: 'wrong password'; readonly pid: number }
  | { readonly kind: 'too slow'; readonly pid: number; readonly output: string }
  | { readonly kind: 'failed'; readonly output: string };

export interface LaunchOptions {
  readonly port: number;
  readonly password: string;
  readonly durable: boolean;
  readonly connections?: number | undefined;
}

const readyTimeoutMs = 60_000;
const logLimitBytes = 1_000_000;

/** Starts the server once and waits until it answers, or says what came of it. */
export async function launchServer(
  runner: Runner,
  paths: PostgresPaths,
  options: LaunchOptions,
): Promise<Launch> {
  const args = serverArguments(paths.cluster, options.port, options);
  const line = commandFor(runner, 'postgres', args);
  const log = openLog(paths.log);
  // Its own session, or Ctrl-C in the terminal stops the database before Fairway has drained.
  // A file, not a pipe, takes its words: it may outlive us.
  const child = spawn(line.file, line.args, {
    ...line.options,
    detached: true,
    stdio: ['ignore', log.descriptor, log.descriptor],
  });
  closeSync(log.descriptor);
  child.unref();
  const ended = watchEnd(child);
  const said = () => readFileSync(paths.log).subarray(log.sizeBytes).toString('utf8');
  const { pid } = child;
  if (pid === undefined) return { kind: 'failed', output: (await ended.promise) ?? said() };

  const deadline = Date.now() + readyTimeoutMs;
  while (Date.now() < deadline) {
    if (ended.happened()) return whyItEnded(said());
    const greeting = await greetOnceReady(paths, options, pid);
    if (greeting === 'ready' || greeting === 'wrong password') return { kind: greeting, pid };
    await delay(15);
  }
  return { kind: 'too slow', pid, output: said() };
}

/** Nobody is greeted before our own process says it listens: the port may be a stranger's. */
async function greetOnceReady(
  paths: PostgresPaths,
  { port, password }: LaunchOptions,
  pid: number,
): Promise<Greeting> {
  if (!(await saysReady(paths.cluster, pid))) return 'not yet';
  return await greet(port, password, paths.cluster);
}

function whyItEnded(output: string): Launch {
  if (/could not bind|could not create any TCP\/IP sockets/.test(output)) {
    return { kind: 'port taken' };
  }
  if (/shared memory block .* is still in use|"postmaster\.pid" already exists/.test(output)) {
    return { kind: 'folder busy' };
  }
  return { kind: 'failed', output };
}

function openLog(path: string) {
  const before = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const fresh = before > logLimitBytes;
  return { descriptor: openSync(path, fresh ? 'w' : 'a', 0o600), sizeBytes: fresh ? 0 : before };
}

function watchEnd(child: ChildProcess) {
  let over = false;
  const promise = new Promise<string | null>((resolve) => {
    child.once('error', (error) => {
      over = true;
      resolve(error.message);
    });
    child.once('exit', () => {
      over = true;
      resolve(null);
    });
  });
  return { happened: () => over, promise };
}
