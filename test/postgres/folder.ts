import { accessSync, constants, statfsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const IN_MEMORY = '/dev/shm';
/** A run's cluster and the copies that live at one time take less than half of it. */
const ENOUGH_BYTES = 2_000_000_000;

/**
 * Where clusters lie whose commits need not reach a disk: in memory where there is enough of it, for a
 * copy of a database is some 900 small files; else where temporary files lie.
 */
export function clusterHome(): string {
  try {
    accessSync(IN_MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    if (bavail * bsize >= ENOUGH_BYTES) return IN_MEMORY;
  } catch {
    // No such thing on this system.
  }
  return tmpdir();
}

/** A new folder there, named `<prefix>…`. */
export function clusterFolder(prefix: string): Promise<string> {
  return mkdtemp(join(clusterHome(), prefix));
}
