import { type ChildProcess, type Serializable, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { startFlags } from './start-flags.ts';

export interface Server {
  readonly pid: number;
  /** Its last words on both streams. */
  words(): string;
  /** Processor time it has used so far, user and system, milliseconds. */
  cpuMs(): number;
  /** Resident memory, megabytes. */
  rssMb(): number;
  /** Sends it an order and waits for its answer, one order at a time (bench/orders.ts). */
  ask(order: Serializable): Promise<unknown>;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;
/** USER_HZ, which is 100 on every Linux that node runs on. */
const TICK_MS = 10;

/**
 * Starts a server under the same node with the flags of `npm start`, and waits for the line of stdout
 * that says it is ready. @throws with its last words when it ends before that
 */
export async function startServer(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  ready: RegExp,
): Promise<Server> {
  const child = spawn(process.execPath, [...startFlags, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const gone = once(child, 'exit');
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('a piped stream is missing');
  let words = '';
  const found = Promise.withResolvers<void>();
  for (const stream of [stdout, stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-4_096);
      if (ready.test(words)) found.resolve();
    });
  }
  const timer = setTimeout(() => found.reject(new Error(`not ready: ${words}`)), READY_WITHIN_MS);
  gone.then(() => found.reject(new Error(`ended before it was ready: ${words}`)));
  try {
    await found.promise;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(timer);
  }
  const pid = child.pid ?? 0;
  return {
    pid,
    words: () => words,
    cpuMs: () => ticksOf(pid) * TICK_MS,
    rssMb: () => rssMbOf(pid),
    ask: (order) => answerOf(child, order, () => words),
    async stop() {
      child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await gone;
      clearTimeout(killer);
    },
  };
}

/** @throws with its last words when it ends instead of answering */
async function answerOf(
  child: ChildProcess,
  order: Serializable,
  words: () => string,
): Promise<unknown> {
  const over = new AbortController();
  const { signal } = over;
  try {
    const answered = once(child, 'message', { signal });
    const ended = once(child, 'exit', { signal }).then(() => {
      throw new Error(`ended instead of answering: ${words()}`);
    });
    child.send(order);
    const [answer] = await Promise.race([answered, ended]);
    return answer;
  } finally {
    over.abort();
  }
}

/** proc_pid_stat(5): fields 14 and 15, counted behind the name, which may hold anything. */
function ticksOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

export function rssMbOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1_024;
}
