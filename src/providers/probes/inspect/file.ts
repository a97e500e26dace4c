import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import { type Instant, instant } from '../../../domain/kernel/time.ts';

export interface Written {
  readonly text: string;
  readonly writtenAt: Instant;
}

/**
 * A file below a folder, links followed as long as they stay there; null where there is none. What is no plain
 * file is not waited for. @throws when it lies elsewhere, may not be read, or is longer than `maxBytes`
 */
export async function readBelow(
  root: string,
  path: string,
  maxBytes: number,
): Promise<Written | null> {
  const [folder, real] = await Promise.all([resolved(root), resolved(path)]);
  if (folder === null)
    throw new Error(`there is no folder ${root}; make it, with what is written about versions`);
  if (real === null) return null;
  if (!real.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`))
    throw new Error(`${path} leads out of ${root} and is not read; put the file itself there`);
  const file = await open(
    real,
    constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW,
  ).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  try {
    const { size, mtimeMs } = await file.stat().then((stat) => {
      if (stat.isFile()) return stat;
      throw new Error(`${path} is no file; put one there`);
    });
    if (size > maxBytes) throw tooLong(path, maxBytes);
    const buffer = Buffer.alloc(size);
    const { bytesRead } = await file.read(buffer, 0, size, 0);
    return { text: buffer.toString('utf8', 0, bytesRead), writtenAt: instant(Math.floor(mtimeMs)) };
  } finally {
    await file.close();
  }
}

/** What is missing, and where it belongs. */
export function sayMissing(path: string): string {
  return `there is no file ${path}; put it into ${dirname(path)}, readable for the workers`;
}

async function resolved(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): Error {
  return new Error(
    `${path} cannot be read (${codeOf(error)}); let the workers read it, and its folder`,
  );
}

function tooLong(path: string, maxBytes: number): Error {
  return new Error(`${path} is longer than ${maxBytes} bytes; write less into it`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no reason';
}
