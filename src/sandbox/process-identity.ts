import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A process beyond its number: numbers are reused, after a reboot within minutes, so a lock or a
 * pid file that stores only the number ends by blaming (or killing) a stranger.
 * `startedAt` is opaque text, only ever compared; null where the system does not tell.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string | null;
}

/** The live process of that number, or null. A zombie counts as gone: it holds nothing any more. */
export function identifyProcess(pid: number): ProcessIdentity | null {
  if (!Number.isInteger(pid) || pid <= 0 || !answersSignal(pid)) return null;
  if (process.platform === 'linux') return identifyOnLinux(pid);
  const shown = processStatus(pid, 'stat=,lstart=');
  return shown === null || shown.startsWith('Z')
    ? null
    : { pid, startedAt: shown.replace(/^\S+\s+/, '') };
}

/** Whether exactly that process, not a later one of the same number, is still alive. */
export function isStillAlive(known: ProcessIdentity): boolean {
  const now = identifyProcess(known.pid);
  if (now === null) return false;
  return known.startedAt === null || now.startedAt === null || known.startedAt === now.startedAt;
}

/** The command line of a live process, arguments in order; empty when it cannot be read. */
export function commandLineOf(pid: number): readonly string[] {
  if (process.platform === 'linux') {
    const raw = readOrNull(`/proc/${pid}/cmdline`) ?? '';
    return raw.split('\0').filter((part) => part !== '');
  }
  // `ps` joins the arguments with spaces; a path with a space in it is split, which at worst
  // makes our own process look like a stranger's: refused, never killed.
  const shown = processStatus(pid, 'command=');
  return shown === null ? [] : shown.split(' ');
}

function answersSignal(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function identifyOnLinux(pid: number): ProcessIdentity | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // proc(5): the second field is the name in brackets and may hold spaces and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields[0], fields[19]];
  if (state === 'Z' || state === 'X' || ticks === undefined) return null;
  const boot = readOrNull('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  return { pid, startedAt: `${boot}/${ticks}` };
}

function processStatus(pid: number, columns: string): string | null {
  const answer = spawnSync('ps', ['-ww', '-o', columns, '-p', String(pid)], {
    encoding: 'utf8',
    timeout: 5_000,
  });
  const text = answer.status === 0 ? answer.stdout.trim() : '';
  return text === '' ? null : text;
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
