import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFlags } from '../../bench/start-flags.ts';

const root = join(import.meta.dirname, '../..');
const ENTRY = [...startFlags, 'bin/fairway.mjs'];

/** For what hangs, just below the limit of a test: how long a start takes says more about the machine than about Fairway. */
export const LIMIT_MS = 240_000;

/** A `fairway` that runs as a process of its own. */
export interface Program {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Both streams so far. */
  text(): string;
  /** Waits for words of it. @throws with all it said when it ends or is too late */
  says(words: RegExp, withinMs?: number): Promise<RegExpExecArray>;
  /** The exit code, or the signal that ended it. */
  end(withinMs?: number): Promise<number | string>;
  kill(signal: NodeJS.Signals): void;
}

export interface Programs {
  run(args: readonly string[], env?: NodeJS.ProcessEnv, how?: How): Program;
  /** The one started last. @throws when none was */
  last(): Program;
  /** A new folder that is removed at the end. */
  folder(): string;
  /** Ends what still runs, by pid. */
  clear(): Promise<void>;
}

interface How {
  readonly entry?: readonly string[];
  readonly node?: string;
  /** A process group of its own, as a terminal gives to what it starts. */
  readonly group?: boolean;
  readonly cwd?: string;
  /** Another user and group, by number. */
  readonly uid?: number;
}

/** Nothing of the machine's environment but PATH: a stray SLACK_… would be another start. */
export function startPrograms(): Programs {
  const started: Program[] = [];
  const folders: string[] = [];
  return {
    run(
      args,
      env = {},
      { entry = ENTRY, node = process.execPath, group = false, cwd = root, uid } = {},
    ) {
      const child = spawn(node, [...entry, ...args], {
        cwd,
        env: { PATH: process.env['PATH'], ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: group,
        ...(uid === undefined ? {} : { uid, gid: uid }),
      });
      const program = follow(child);
      started.push(program);
      return program;
    },
    last() {
      const program = started.at(-1);
      if (!program) throw new Error('nothing was started');
      return program;
    },
    folder() {
      const made = mkdtempSync(join(tmpdir(), 'fairway-cli-'));
      folders.push(made);
      return made;
    },
    async clear() {
      await Promise.all(started.map(endNow));
      for (const path of folders) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function follow(child: ChildProcess): Program {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (more: string) => {
      text += more;
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
  return {
    child,
    pid: child.pid ?? 0,
    text: () => text,
    async says(words, withinMs = LIMIT_MS) {
      return until(() => {
        const found = words.exec(text);
        if (found) return found;
        const gone = child.exitCode !== null || child.signalCode !== null;
        if (gone) throw new Error(`it ended (${child.exitCode ?? child.signalCode}):\n${text}`);
        return null;
      }, withinMs).catch((error: unknown) => {
        throw new Error(`it did not say ${words}: ${String(error)}\n${text}`);
      });
    },
    async end(withinMs = LIMIT_MS) {
      const late = sleep(withinMs, 'late', { ref: false });
      const result: unknown = await Promise.race([ended, late]);
      if (result === 'late') throw new Error(`still running after ${withinMs} ms:\n${text}`);
      return typeof result === 'number' ? result : String(result);
    },
    kill: (signal) => void child.kill(signal),
  };
}

async function endNow(program: Program): Promise<void> {
  if (program.child.exitCode !== null || program.child.signalCode !== null) return;
  program.kill('SIGTERM');
  await program.end(18_000).catch(() => {
    program.kill('SIGKILL');
  });
}

/** Asks again and again until there is an answer. A throw ends it, and so does what hangs. */
export async function until<T>(
  ask: () => T | null | false | Promise<T | null | false>,
  withinMs = LIMIT_MS,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms`);
    await sleep(50);
  }
}

/** The status of an HTTP answer and its text; null while nobody listens. */
export async function get(url: string): Promise<{ status: number; text: string } | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(60_000) });
    return { status: answer.status, text: await answer.text() };
  } catch {
    return null;
  }
}
