import { readdirSync, readFileSync } from 'node:fs';

/** Live processes whose command line or environment names `path`, by pid. Linux only, as /proc is. */
export function processesNaming(path: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => ['cmdline', 'environ'].some((file) => read(pid, file).includes(path)))
    .filter((pid) => !/^State:\s*[ZX]/m.test(read(pid, 'status')))
    .map(Number);
}

/** Resident memory in MB. */
export function residentMb(pid: number): number {
  const kb = /^VmRSS:\s*(\d+) kB/m.exec(read(String(pid), 'status'))?.[1];
  return Number(kb ?? Number.NaN) / 1_024;
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
