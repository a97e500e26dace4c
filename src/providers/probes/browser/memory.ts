import { readdirSync, readFileSync } from 'node:fs';

/**
 * What the processes of one group hold for themselves, in bytes: anonymous and shared memory of Linux, by
 * `RssAnon` and `RssShmem` of /proc. 0 where there is no /proc.
 */
export function memoryOf(group: number): number {
  const pids = orNone(() => readdirSync('/proc').filter((name) => /^\d+$/.test(name))) ?? [];
  return pids.reduce((sum, pid) => sum + (isIn(pid, group) ? heldBy(pid) : 0), 0);
}

/** The fifth field of stat; the second is a name that may hold anything, in brackets. */
function isIn(pid: string, group: number): boolean {
  const text = orNone(() => readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? '';
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[2]) === group;
}

function heldBy(pid: string): number {
  const text = orNone(() => readFileSync(`/proc/${pid}/status`, 'utf8')) ?? '';
  const kilobytes = [...text.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+) kB$/gm)].map(([, n]) =>
    Number(n),
  );
  return kilobytes.reduce((sum, one) => sum + one, 0) * 1_024;
}

/** A process may end while it is looked at. */
function orNone<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
