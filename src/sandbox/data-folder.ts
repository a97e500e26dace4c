import { constants } from 'node:fs';
import { access, mkdir, readdir, realpath, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type Holder, liveHolder, takeLock } from './process-lock.ts';
import { Refused, refused } from './refused.ts';

export interface DataFolder {
  /** Absolute, with symbolic links resolved. */
  readonly path: string;
  /** Tells the next starter where this Fairway answers. */
  announce(url: string): Promise<void>;
  release(): Promise<void>;
}

const lockName = 'fairway.lock';
const marker = 'this-folder-is-fairway-data';
const otherFolder = 'FAIRWAY_DATA=/some/other/folder';

/**
 * Opens the folder where the sandbox keeps its state, and makes it when absent.
 * @param url where this Fairway will answer, for the sentence a second start reads
 * @throws Refused `data-folder-busy` | `data-folder-not-a-folder` | `data-folder-not-writable`
 */
export async function openDataFolder(
  path: string,
  { url = null }: { readonly url?: string | null } = {},
): Promise<DataFolder> {
  const asked = resolve(path);
  const fresh = await makeFolder(asked);
  const folder = await realpath(asked);
  await requireWritable(folder);
  const attempt = await takeLock(join(folder, lockName), url);
  if (!attempt.held) throw busy(attempt.holder);
  if (fresh) await writeFile(join(folder, marker), 'Removed by `npm run reset`.\n');
  return { path: folder, announce: attempt.lock.announce, release: attempt.lock.release };
}

/** The live Fairway of this data folder, or null. */
export async function whoUses(path: string): Promise<Holder | null> {
  return await liveHolder(join(path, lockName));
}

/** Whether Fairway made this folder, so that a reset may remove it with all it holds. */
export async function isOursToRemove(path: string): Promise<boolean> {
  if (basename(path) === '.fairway') return true;
  const names = await readdir(path);
  return names.length === 0 || names.includes(marker);
}

/** The refusal for a folder that a live Fairway uses. */
export function busy(holder: Holder): Refused {
  const where = holder.url === null ? '' : `, ${holder.url}`;
  return new Refused({
    refused: true,
    code: 'data-folder-busy',
    what: `Fairway is already running with this data folder (process ${holder.pid}${where}).`,
    why: null,
    fix: 'Stop it or set FAIRWAY_DATA.',
    line: null,
  });
}

/** Makes the folder; true when it is new or empty, so everything in it will be Fairway's. */
async function makeFolder(path: string): Promise<boolean> {
  // 0711 for root: PostgreSQL then runs as somebody else, who must pass through but not look round.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  try {
    await mkdir(path, { recursive: true, mode });
    return (await readdir(path)).length === 0;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST' || code === 'ENOTDIR') {
      throw refused(
        'data-folder-not-a-folder',
        `The data folder ${path} is a file, or lies below one.`,
        'Fairway keeps its database and settings in a folder.',
        `Move that file away, or start with ${otherFolder}.`,
      );
    }
    throw notWritable(path, `It cannot be made or read (${String(code)}).`);
  }
}

async function requireWritable(folder: string): Promise<void> {
  const { uid } = await stat(folder);
  const self = process.getuid?.() ?? uid;
  const mayWrite = await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!mayWrite) throw notWritable(folder, `It belongs to user ${uid}; this is user ${self}.`);
  // Writable for everybody is not enough: PostgreSQL wants the cluster to be its own user's.
  if (self !== 0 && uid !== self) {
    throw notWritable(folder, `It belongs to user ${uid}, this is user ${self}.`);
  }
}

function notWritable(folder: string, why: string): Refused {
  return refused(
    'data-folder-not-writable',
    `Fairway cannot keep its data in ${folder}.`,
    why,
    `Give the folder to the user who starts Fairway (chown -R), or start with ${otherFolder}.`,
  );
}
