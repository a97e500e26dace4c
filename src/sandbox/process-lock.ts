import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { identifyProcess, isStillAlive } from './process-identity.ts';

/** Who holds a lock file: the process, and where it answers once it has said so. */
export const Holder = z.object({
  pid: z.number(),
  startedAt: z.string().nullable(),
  url: z.string().nullable(),
  token: z.string(),
});
export type Holder = z.infer<typeof Holder>;

export interface ProcessLock {
  /** Writes down where the holder answers, for the sentence the next one reads. */
  announce(url: string): Promise<void>;
  /** Gives the lock up; harmless twice, and never removes a lock that is no longer ours. */
  release(): Promise<void>;
}

export type LockAttempt =
  | { readonly held: true; readonly lock: ProcessLock }
  | { readonly held: false; readonly holder: Holder };

const takeoverStaleAfterMs = 3_000;
const takeoverPatienceMs = 6_000;

/**
 * Takes the lock file at `path` for this process, or says who holds it. The file of a killed
 * process is taken over. A second attempt by the same process is refused like any other.
 */
export async function takeLock(path: string, url: string | null = null): Promise<LockAttempt> {
  const self = identifyProcess(process.pid);
  const holder: Holder = {
    pid: process.pid,
    startedAt: self?.startedAt ?? null,
    url,
    token: randomUUID(),
  };
  if (await placeNew(path, holder)) return { held: true, lock: heldLock(path, holder) };
  return await insideTakeover(path, async () => {
    const current = await liveHolder(path);
    if (current !== null) return { held: false, holder: current };
    await rm(path, { force: true });
    if (await placeNew(path, holder)) return { held: true, lock: heldLock(path, holder) };
    const faster = await readHolder(path);
    return { held: false, holder: faster ?? holder };
  });
}

/** The live process that holds the lock file, or null when nobody does. */
export async function liveHolder(path: string): Promise<Holder | null> {
  const holder = await readHolder(path);
  return holder !== null && isStillAlive(holder) ? holder : null;
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    return Holder.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // Absent, or torn by a power cut: nobody can be blamed for it, so nobody holds it.
    return null;
  }
}

/** Link, not open: the file appears whole or not at all, and only one of two can make it. */
async function placeNew(path: string, holder: Holder): Promise<boolean> {
  const draft = `${path}.${holder.token}`;
  await writeFile(draft, JSON.stringify(holder), { mode: 0o644 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Judging a lock stale and replacing it must not interleave between two starters, or the second
 * one removes the fresh lock of the first. The guard folder is held for three file operations; an
 * old one belongs to a process killed exactly there.
 */
async function insideTakeover<T>(path: string, work: () => Promise<T>): Promise<T> {
  const guard = `${path}.takeover`;
  const deadline = Date.now() + takeoverPatienceMs;
  while (!(await makeFolder(guard))) {
    const age = await ageOf(guard);
    if (age > takeoverStaleAfterMs || Date.now() > deadline) await removeFolder(guard);
    else await delay(20);
  }
  try {
    return await work();
  } finally {
    await removeFolder(guard);
  }
}

async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function removeFolder(path: string): Promise<void> {
  await rmdir(path).catch(() => undefined);
}

async function ageOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  return found === null ? 0 : Date.now() - found.mtimeMs;
}

function heldLock(path: string, first: Holder): ProcessLock {
  async function isOurs(): Promise<boolean> {
    return (await readHolder(path))?.token === first.token;
  }
  return {
    async announce(url) {
      if (!(await isOurs())) return;
      const draft = `${path}.${first.token}`;
      await writeFile(draft, JSON.stringify({ ...first, url }), { mode: 0o644 });
      await rename(draft, path);
    },
    async release() {
      if (await isOurs()) await rm(path, { force: true });
    },
  };
}
