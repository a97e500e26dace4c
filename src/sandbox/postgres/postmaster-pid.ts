import { existsSync, realpathSync } from 'node:fs';
import { chown, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commandLineOf, identifyProcess } from '../process-identity.ts';

/** What `postmaster.pid` of a cluster says, checked against the processes there really are. */
export type Postmaster =
  | { readonly kind: 'none' }
  /** The server is gone; PostgreSQL itself clears the file up, shared memory included. */
  | { readonly kind: 'dead'; readonly pid: number }
  /** The number now belongs to a process that is no PostgreSQL at all. */
  | { readonly kind: 'reused'; readonly pid: number }
  /** A living PostgreSQL, but of another folder: this file was copied along. */
  | { readonly kind: 'foreign'; readonly pid: number; readonly folder: string | null }
  | { readonly kind: 'ours'; readonly pid: number; readonly port: number; readonly status: string };

/** A number no process has on any system, yet one PostgreSQL reads as a dead server's. */
const impossiblePid = 2_147_483_646;
const endingPatienceMs = 3_000;

/**
 * Reads `postmaster.pid`. Lines (PostgreSQL, src/include/utils/pidfile.h): pid, data directory,
 * start time, port, socket folder, listen address, shared memory key, status.
 */
export async function examinePostmaster(cluster: string): Promise<Postmaster> {
  const text = await readFile(fileOf(cluster), 'utf8').catch(() => null);
  if (text === null) return { kind: 'none' };
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  const command = await settledCommandLine(pid);
  if (command === null) return { kind: 'dead', pid };
  if (servesCluster(command, cluster)) {
    return { kind: 'ours', pid, port: Number(lines[3]), status: lines[7] ?? '' };
  }
  if (isPostgres(command)) return { kind: 'foreign', pid, folder: folderServed(command) };
  return { kind: 'reused', pid };
}

/**
 * Whether the server started as `pid` says it accepts connections. Asked before anyone connects:
 * until then the port may be a stranger's.
 */
export async function saysReady(cluster: string, pid: number): Promise<boolean> {
  const text = await readFile(fileOf(cluster), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  return Number(lines[0]) === pid && lines[7] === 'ready';
}

/** Whether that process is the server of this cluster: asked again before every signal. */
export function isPostmasterOf(cluster: string, pid: number): boolean {
  return identifyProcess(pid) !== null && servesCluster(commandLineOf(pid), cluster);
}

/**
 * Makes a file that names a stranger's process harmless. Only the number is replaced: the shared
 * memory key must stay, by it PostgreSQL sees whether server processes of the dead one linger.
 */
export async function disownPidFile(cluster: string): Promise<void> {
  const text = await readFile(fileOf(cluster), 'utf8');
  const { uid, gid, mode } = await stat(fileOf(cluster));
  const draft = `${fileOf(cluster)}.disowned`;
  await writeFile(draft, text.replace(/^[^\n]*/, String(impossiblePid)), { mode });
  if (process.getuid?.() === 0) await chown(draft, uid, gid);
  await rename(draft, fileOf(cluster));
}

function fileOf(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}

/**
 * A process about to end has lost its command line already: it is given a moment, so that our own
 * server is not taken for a stranger. Null when it ended. (Kernel threads never have one.)
 */
async function settledCommandLine(pid: number): Promise<readonly string[] | null> {
  const deadline = Date.now() + endingPatienceMs;
  for (;;) {
    if (identifyProcess(pid) === null) return null;
    const command = commandLineOf(pid);
    if (command.length > 0 || Date.now() > deadline) return command;
    await delay(20);
  }
}

/** The command line is what any user may read of any process, also inside a container. */
function servesCluster(command: readonly string[], cluster: string): boolean {
  const folder = folderServed(command);
  return isPostgres(command) && folder !== null && resolved(folder) === resolved(cluster);
}

function isPostgres(command: readonly string[]): boolean {
  const program = basename(command[0] ?? '');
  return /^(postgres|postmaster)$/.test(program);
}

function folderServed(command: readonly string[]): string | null {
  const at = command.indexOf('-D');
  return at === -1 ? null : (command[at + 1] ?? null);
}

function resolved(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}
