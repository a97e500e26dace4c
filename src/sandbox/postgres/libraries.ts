import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

const SymlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The environment in which the binaries of `packageFolder` find their libraries. npm packages
 * carry no symbolic links, so the package makes them in its install script; npm 12 does not run
 * it. Then the links are made in `linkFolder` and the loader is told to look there.
 */
export async function libraryEnvironment(
  packageFolder: string,
  linkFolder: string,
): Promise<Readonly<Record<string, string>>> {
  const missing = (await readLinks(packageFolder)).filter(({ target }) => !existsSync(target));
  if (missing.length === 0) return {};
  await mkdir(linkFolder, { recursive: true, mode: 0o755 });
  for (const { source, target } of missing) {
    const link = join(linkFolder, basename(target));
    await rm(link, { force: true });
    await symlink(source, link);
  }
  const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  // Both: a library found through a link looks for its own needs beside the link.
  return { [variable]: [linkFolder, join(packageFolder, 'native', 'lib')].join(':') };
}

/** Makes the missing links beside their libraries, in a copy of the package that is ours. */
export async function completeLibraries(packageFolder: string): Promise<void> {
  for (const { source, target } of await readLinks(packageFolder)) {
    if (!existsSync(target) && dirname(source) === dirname(target)) {
      await symlink(basename(source), target);
    }
  }
}

async function readLinks(packageFolder: string) {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  return SymlinkList.parse(JSON.parse(await readFile(list, 'utf8'))).map((link) => ({
    source: join(packageFolder, link.source),
    target: join(packageFolder, link.target),
  }));
}
