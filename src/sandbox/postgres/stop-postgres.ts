import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { identifyProcess, isStillAlive, type ProcessIdentity } from '../process-identity.ts';
import { type Refused, refused } from '../refused.ts';
import { isPostmasterOf } from './postmaster-pid.ts';

/** PostgreSQL's shutdown modes by signal, mildest first, and how long each is given. */
const shutdowns = [
  { signal: 'SIGINT', patienceMs: 15_000 }, // fast: ends sessions, writes a checkpoint
  { signal: 'SIGQUIT', patienceMs: 8_000 }, // immediate: the next start recovers from the log
] as const;

/**
 * Ends the server of this cluster and waits until its process is gone; nothing to do when it is
 * gone already. Never signals a process that is not that server.
 * @throws Refused `postgres-will-not-stop`
 */
export async function stopPostmaster(cluster: string, pid: number, log: Log): Promise<void> {
  const server = identifyProcess(pid);
  if (server === null || !isPostmasterOf(cluster, pid)) return;
  for (const { signal, patienceMs } of shutdowns) {
    if (signal === 'SIGQUIT') log.warn({ pid }, 'PostgreSQL is slow to stop, ending it at once');
    signalPostmaster(pid, signal);
    if (await isGoneWithin(server, patienceMs)) return;
  }
  throw willNotStop(cluster, pid);
}

/** A signal that may come too late: the process can end between the look and the call. */
export function signalPostmaster(pid: number, signal: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!gone) throw error;
  }
}

/** By identity, not by command line: a process loses that some moments before it is gone. */
async function isGoneWithin(server: ProcessIdentity, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (isStillAlive(server)) {
    if (Date.now() > deadline) return false;
    await delay(15);
  }
  return true;
}

function willNotStop(cluster: string, pid: number): Refused {
  return refused(
    'postgres-will-not-stop',
    `PostgreSQL (process ${pid}) did not stop.`,
    `It serves ${cluster} and ignored both a fast and an immediate shutdown.`,
    `Look what holds it up (a disk that does not answer?), then end process ${pid} yourself.`,
  );
}
