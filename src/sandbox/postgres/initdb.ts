import { existsSync } from 'node:fs';
import { chown, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { type Refused, refused } from '../refused.ts';
import { makePassword } from './password.ts';
import type { PostgresPaths } from './paths.ts';
import { commandFor, giveTo, type Runner } from './run-as.ts';
import { runCommand } from './run-command.ts';

export const superuser = 'fairway';

const marker = 'made-by-fairway';
const draftPrefix = 'cluster.init-';
const initTimeoutMs = 120_000;

export interface InitOptions {
  /** Whether the new files are flushed to disk; only a cluster that nobody will miss may say no. */
  readonly durable: boolean;
}

/**
 * Leaves a whole cluster of this server's major version at `paths.cluster`, making it when there
 * is none. It is made beside its place and renamed, so a first run killed half-way leaves nothing
 * under the final name; what such a run left is removed.
 * @throws Refused `postgres-damaged` | `postgres-version` | `postgres-init-failed`
 */
export async function ensureCluster(
  runner: Runner,
  paths: PostgresPaths,
  log: Log,
  options: InitOptions,
): Promise<void> {
  await removeDrafts(paths);
  if (await isWholeCluster(paths, log)) {
    await requireMajor(runner, paths);
    giveTo(runner.runAs, paths.cluster);
    return;
  }
  await initialise(runner, paths, options);
}

async function initialise(
  runner: Runner,
  paths: PostgresPaths,
  options: InitOptions,
): Promise<void> {
  const draft = await mkdtemp(join(paths.home, draftPrefix));
  // initdb reads the password as the other user, who may not read the file that stays.
  const passwordCopy = `${draft}.password`;
  await writeFile(passwordCopy, `${await makePassword(paths)}\n`, { mode: 0o600 });
  const owner = runner.runAs.fileOwner;
  if (owner !== null) {
    for (const path of [draft, passwordCopy]) await chown(path, owner.uid, owner.gid);
  }
  const args = initArguments(runner.binaries.major, draft, passwordCopy, options);
  const { ok, output } = await runCommand(commandFor(runner, 'initdb', args), initTimeoutMs);
  await rm(passwordCopy, { force: true });
  if (!ok) {
    await rm(draft, { recursive: true, force: true, maxRetries: 5 });
    throw initFailed(paths, output);
  }
  await writeFile(join(draft, marker), `${runner.binaries.version}\n`, { flush: true });
  await rename(draft, paths.cluster);
}

function initArguments(
  major: number,
  folder: string,
  passwordFile: string,
  options: InitOptions,
): readonly string[] {
  // Sorting must not change with the machine's C library: builtin C.UTF-8 from 17 on, C before.
  const locale =
    major >= 17
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C'];
  return [
    '-D',
    folder,
    '-U',
    superuser,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '-E',
    'UTF8',
    ...locale,
    '--no-instructions',
    ...(options.durable ? [] : ['--no-sync']),
  ];
}

async function removeDrafts(paths: PostgresPaths): Promise<void> {
  for (const name of await readdir(paths.home)) {
    if (!name.startsWith(draftPrefix)) continue;
    // The initdb of a killed run may still be writing into it; it then fails by itself.
    await rm(join(paths.home, name), { recursive: true, force: true, maxRetries: 5 }).catch(
      () => undefined,
    );
  }
}

/** False when there is no cluster, after removing the remains of one never finished. */
async function isWholeCluster(paths: PostgresPaths, log: Log): Promise<boolean> {
  if (!existsSync(paths.cluster)) return false;
  const hasControl = existsSync(join(paths.cluster, 'global', 'pg_control'));
  if (existsSync(join(paths.cluster, marker))) {
    if (hasControl) return true;
    throw damaged(paths, 'its file global/pg_control is gone');
  }
  if (hasControl) throw damaged(paths, 'Fairway did not finish making it, or did not make it');
  log.warn({ folder: paths.cluster }, 'removed a half-written database of an earlier start');
  await rm(paths.cluster, { recursive: true, force: true, maxRetries: 5 });
  return false;
}

async function requireMajor(runner: Runner, paths: PostgresPaths): Promise<void> {
  const text = await readFile(join(paths.cluster, 'PG_VERSION'), 'utf8').catch(() => '');
  if (!/^\d+\n?$/.test(text)) throw damaged(paths, 'its file PG_VERSION does not hold a version');
  const major = Number(text);
  if (major === runner.binaries.major) return;
  throw refused(
    'postgres-version',
    `The database in ${paths.cluster} was made by PostgreSQL ${major}, but the one found here is ${runner.binaries.major} (${runner.binaries.bin}).`,
    'A PostgreSQL cannot open the files of another major version.',
    `Make PostgreSQL ${major} available again, or run \`npm run reset\` to start over with an empty database.`,
  );
}

function damaged(paths: PostgresPaths, fault: string): Refused {
  return refused(
    'postgres-damaged',
    `The database in ${paths.cluster} cannot be opened: ${fault}.`,
    'Starting it could lose what is still readable there, so it was left as it is.',
    'Restore the folder from a copy, or run `npm run reset` to start over with an empty database.',
  );
}

function initFailed(paths: PostgresPaths, output: string): Refused {
  return refused(
    'postgres-init-failed',
    `PostgreSQL could not make a database in ${paths.home}: ${lastLines(output)}`,
    'Often the disk is full or the folder is on a file system without permissions.',
    'Free some space or set FAIRWAY_DATA to another folder, then start again.',
  );
}

/** The lines of a program's output that say what went wrong, on one line. */
export function lastLines(output: string, count = 4): string {
  return output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-count)
    .join(' | ');
}
