import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../src/sandbox/port.ts';

const EXAMPLE = 'examples/acme';
const READY_WITHIN_MS = 90_000;
const STOP_WITHIN_MS = 30_000;

/** The program a newcomer starts, on a port and in a data folder of its own. */
export interface Program {
  readonly url: string;
  /** Everything it printed so far, both streams, as they came. */
  said(): string;
  /** Asks it to stop, waits for its end and removes its folder. Throws when it had to be killed. */
  stop(): Promise<void>;
}

/** Changes the example organisation's fairway.yaml for one story. */
export type Organise = (yaml: string) => string;

/** Runs `fairway start` as a child process and waits until `/healthz` says that it is ready. */
export async function startProgram(organise?: Organise): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'fairway-story-'));
  const config = organise ? await organisedIn(folder, organise) : EXAMPLE;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ['bin/fairway.mjs', 'start'], {
    env: sandboxEnvironment({
      PORT: String(port),
      FAIRWAY_DATA: join(folder, 'data'),
      FAIRWAY_CONFIG: config,
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  const note = (chunk: Buffer) => {
    words += chunk.toString();
  };
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  const program: Program = {
    url,
    said: () => words,
    async stop() {
      const orderly = await end(child);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      if (!orderly) throw new Error(`it did not stop by itself; it said:\n${words}`);
    },
  };
  if (await becomesReady(child, url)) return program;
  await program.stop().catch(() => {});
  throw new Error(`it was not ready in ${READY_WITHIN_MS / 1_000} s; it said:\n${words}`);
}

/** A copy of the example, changed. */
async function organisedIn(folder: string, organise: Organise): Promise<string> {
  const copy = join(folder, 'organisation');
  await cp(EXAMPLE, copy, { recursive: true });
  const file = join(copy, 'fairway.yaml');
  await writeFile(file, organise(await readFile(file, 'utf8')));
  return copy;
}

/** Without whatever would point it at a real Slack or database. */
function sandboxEnvironment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const mine = Object.entries(process.env).filter(
    ([name]) => !/^(SLACK_|FAIRWAY_|VITEST|NODE_ENV|DATABASE_URL|REDIS_URL)/.test(name),
  );
  return { ...Object.fromEntries(mine), ...own };
}

async function becomesReady(child: ChildProcess, url: string): Promise<boolean> {
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until && child.exitCode === null) {
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    if (answer?.ok) return true;
    await wait(200);
  }
  return false;
}

/** Whether it ended when asked; what did not is killed. */
async function end(child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null) return true;
  const ended = once(child, 'exit').then(() => true);
  child.kill('SIGTERM');
  if (await Promise.race([ended, wait(STOP_WITHIN_MS, false, { ref: false })])) return true;
  child.kill('SIGKILL');
  await ended;
  return false;
}
