import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Digest } from '../../../domain/artifact/artifact.ts';
import type { KeptImages } from '../registry/kept.ts';
import { siblingModule } from '../sibling-module.ts';

export interface Instance {
  readonly pid: number | undefined;
  /** The port, once `/healthz` answers 200. Rejects with the process's last words when it does not. */
  readonly ready: Promise<number>;
  /** Resolves when the process is gone, however it went. */
  readonly gone: Promise<void>;
  /** Asks it to finish and go; kills it after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

export type Launch = (digest: Digest) => Instance;

const SERVER = siblingModule(import.meta.url, '../sample/server');
const READY_WITHIN_MS = 30_000;
const listening = z.object({ port: z.number() });

/**
 * Starts sample services as child processes, each with a small heap and an environment that holds
 * nothing of ours, each from the copy of its image that was pulled. `cacheFolder` keeps their compiled modules: a process that need not strip types
 * itself is 15 MB smaller and starts in half the time.
 */
export function createLaunch(cacheFolder: string, images: KeptImages): Launch {
  return (digest) => {
    const built = images.read(digest)?.toString() ?? '';
    const child = forkSample([built, digest], cacheFolder);
    const gone = once(child, 'exit').then(nothing, nothing);
    return {
      pid: child.pid,
      ready: whenReady(child, lastWordsOf(child)),
      gone,
      async stop(graceMs) {
        child.kill('SIGTERM');
        const killer = setTimeout(() => child.kill('SIGKILL'), graceMs);
        await gone;
        clearTimeout(killer);
      },
    };
  };
}

function nothing(): void {}

/** Fills the cache of compiled modules by loading them once. */
export async function warmCache(cacheFolder: string): Promise<void> {
  await once(forkSample(['warm'], cacheFolder), 'exit');
}

function forkSample(argv: readonly string[], cacheFolder: string): ChildProcess {
  const { PATH = '', SystemRoot = '' } = process.env;
  return fork(SERVER, argv, {
    execArgv: ['--max-semi-space-size=1', '--max-old-space-size=64'],
    env: { PATH, SystemRoot, NODE_COMPILE_CACHE: cacheFolder },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

/** Reads stderr as it comes; answers its last line that is not empty. */
function lastWordsOf(child: ChildProcess): () => string | undefined {
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-4_096);
  });
  return () => tail.trimEnd().split('\n').at(-1) || undefined;
}

async function whenReady(
  child: ChildProcess,
  lastWords: () => string | undefined,
): Promise<number> {
  const died = new Promise<never>((_, reject) => {
    // `close`, not `exit`: only then has all of stderr been read.
    child.once('close', (code, signal) =>
      reject(new Error(lastWords() ?? `exited with ${code ?? signal} and said nothing`)),
    );
    child.once('error', reject);
  });
  const late = wait(READY_WITHIN_MS, undefined, { ref: false }).then(() => {
    throw new Error(lastWords() ?? `was not healthy within ${READY_WITHIN_MS / 1_000} s`);
  });
  const healthy = once(child, 'message').then(async ([message]) => {
    const { port } = listening.parse(message);
    await untilHealthy(port, AbortSignal.timeout(READY_WITHIN_MS));
    return port;
  });
  return await Promise.race([healthy, died, late]);
}

async function untilHealthy(port: number, until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, {
      signal: until,
      headers: { connection: 'close' },
    }).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await wait(50);
  }
}
