import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from '../../../domain/artifact/artifact.ts';

/** The images that were pulled: what runs is started from these, and no registry is asked. */
export interface KeptImages {
  /** Whether nothing was ever kept in this folder. */
  readonly isNew: boolean;
  /** Its bytes; null where there is no copy, or one that is not what its digest says. */
  read(digest: Digest): Buffer | null;
  /** Whole or not at all. @throws when the bytes are not those of the digest */
  keep(digest: Digest, bytes: Buffer): void;
}

export function digestOf(bytes: Buffer | string): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** One file an image in `<folder>/images`, named by its digest and checked against it whenever it is read. */
export function openKeptImages(folder: string): KeptImages {
  const home = join(folder, 'images');
  const isNew = !existsSync(home);
  mkdirSync(home, { recursive: true });
  const pathOf = (digest: Digest): string => join(home, digest.replace(':', '-'));
  return {
    isNew,
    read(digest) {
      if (!existsSync(pathOf(digest))) return null;
      const bytes = readFileSync(pathOf(digest));
      return digestOf(bytes) === digest ? bytes : null;
    },
    keep(digest, bytes) {
      const found = digestOf(bytes);
      if (found !== digest) throw new Error(`the registry gave ${found} for ${digest}`);
      writeFileSync(`${pathOf(digest)}.next`, bytes);
      renameSync(`${pathOf(digest)}.next`, pathOf(digest));
    },
  };
}
