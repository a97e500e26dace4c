import { type ChildProcess, spawn } from 'node:child_process';
import { type Ending, prepareEnding } from './process-group.ts';
import type { Transcript } from './transcript.ts';

/** One run of a program. `argv` is passed as it is; `env` is all that it will see. */
export interface Command {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Between the request to stop and the end of patience. */
  readonly graceMs: number;
  readonly signal: AbortSignal | null;
  readonly transcript: Transcript;
  /** Takes what it prints on stdout, in the pieces in which it comes. */
  readonly onStdout: (text: string) => void;
}

export type Ran =
  | { readonly kind: 'exited'; readonly code: number }
  /** It never ran, so it has changed nothing. */
  | { readonly kind: 'not started'; readonly why: string; readonly retryable: boolean }
  /** It was stopped or died on the way: what it has done is not known. */
  | { readonly kind: 'cut'; readonly why: string };

/**
 * Runs a program in a process group of its own, with no shell and nothing on stdin. On timeout or abort
 * the whole group goes, and the answer comes even when a grandchild keeps the output open. A program
 * that ended by itself may leave processes behind: starting them may be its job. POSIX only.
 * @throws when `signal` has aborted before it began
 */
export async function runCommand(command: Command): Promise<Ran> {
  const { argv, cwd, env, signal, timeoutMs, graceMs, transcript } = command;
  if (signal?.aborted) throw new Error('there was no time left to run the command');
  const [program = '', ...args] = argv;
  const child = spawn(program, args, {
    cwd,
    env: { ...env },
    shell: false,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ending = prepareEnding(child, graceMs);
  const onAbort = (): void => ending.stop('it did not end in time');
  signal?.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(ending.stop, timeoutMs, `it ran longer than ${timeoutMs / 1_000} s`);
  try {
    return await outcomeOf(child, ending, command);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    ending.done();
    transcript.end();
  }
}

function outcomeOf(child: ChildProcess, ending: Ending, command: Command): Promise<Ran> {
  const { transcript, onStdout, cwd } = command;
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    onStdout(text);
    transcript.stdout.push(text);
  });
  child.stderr?.setEncoding('utf8').on('data', transcript.stderr.push);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(notStarted(error, cwd)));
    child.once('close', (code, by) => resolve(ranOf(ending.stopped(), code, by)));
    ending.hopeless.then(() => resolve({ kind: 'cut', why: 'it could not be stopped' }));
  });
}

function ranOf(stopped: string | null, code: number | null, by: NodeJS.Signals | null): Ran {
  if (stopped !== null) return { kind: 'cut', why: stopped };
  if (code === null) return { kind: 'cut', why: `it was killed by ${by}` };
  return { kind: 'exited', code };
}

/** The machine has no room for another process just now. */
const WEATHER = ['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM'];

function notStarted(error: Error, cwd: string): Ran {
  const code = 'code' in error ? String(error.code) : '';
  return {
    kind: 'not started',
    why: sayError(code, cwd) ?? error.message,
    retryable: WEATHER.includes(code),
  };
}

/** The system says ENOENT for a program and for a folder alike. */
function sayError(code: string, cwd: string): string | null {
  if (code === 'ENOENT') return `the program, or the folder ${cwd}, is not there`;
  if (code === 'EACCES') return 'the program may not be executed';
  return null;
}
