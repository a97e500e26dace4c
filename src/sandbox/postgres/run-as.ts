import { chownSync, lstatSync, readdirSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { refused } from '../refused.ts';
import { type Binaries, cleanEnvironment, copyBinaries } from './binaries.ts';
import type { PostgresPaths } from './paths.ts';
import { type CommandLine, type CommandResult, runCommand } from './run-command.ts';

/** PostgreSQL refuses to run as root. How its programs are started, and who must own their files. */
export interface RunAs {
  readonly name: 'as is' | 'another user' | 'user namespace' | 'capability';
  /** null: files stay as they are made. */
  readonly fileOwner: { readonly uid: number; readonly gid: number } | null;
  /** The program's own arguments in, what to spawn out; the process id is the program's own. */
  wrap(file: string, args: readonly string[]): Omit<CommandLine, 'options'> & Identity;
}

interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

export interface Runner {
  readonly runAs: RunAs;
  readonly binaries: Binaries;
}

/** nobody, wherever there is one; the number is all that matters. */
const nobody = 65_534;
const probeTimeoutMs = 15_000;

export const asIs: RunAs = {
  name: 'as is',
  fileOwner: null,
  wrap: (file, args) => ({ file, args }),
};

/** A plain other user. Needs folders that user can pass through. */
export function anotherUser(uid: number, gid: number): RunAs {
  return {
    name: 'another user',
    fileOwner: { uid, gid },
    wrap: (file, args) => ({ file, args, uid, gid }),
  };
}

/** Root that believes to be nobody: reaches a project under /root. Containers often forbid it. */
export const userNamespace: RunAs = {
  name: 'user namespace',
  fileOwner: { uid: 0, gid: 0 },
  wrap: (file, args) => ({
    file: 'unshare',
    args: ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--', file, ...args],
  }),
};

/** nobody with the one right to pass through root's folders, which containers do grant. */
export const capability: RunAs = {
  name: 'capability',
  fileOwner: { uid: nobody, gid: nobody },
  wrap: (file, args) => ({
    file: 'setpriv',
    args: [
      // access(2), which initdb asks about its binaries, otherwise forgets the capability.
      '--securebits=+no_setuid_fixup',
      `--reuid=${nobody}`,
      `--regid=${nobody}`,
      '--clear-groups',
      '--inh-caps=-all,+dac_override',
      '--ambient-caps=-all,+dac_override',
      '--',
      file,
      ...args,
    ],
  }),
};

/** What to spawn to run one of the binaries. */
export function commandFor(
  { runAs, binaries }: Runner,
  program: 'initdb' | 'postgres',
  args: readonly string[],
): CommandLine {
  const { file, args: all, ...identity } = runAs.wrap(join(binaries.bin, program), args);
  // The caller's working folder may be closed to that user; the binaries' folder never is.
  const options = { ...identity, cwd: '/', env: cleanEnvironment(binaries.environment) };
  return { file, args: all, options };
}

/** The ways root may choose from, in order of preference. */
export async function waysForRoot(paths: PostgresPaths): Promise<readonly RunAs[]> {
  const owner = (await ownerOf(paths.cluster)) ?? (await ownerOf(paths.home));
  const plain = anotherUser(owner?.uid ?? nobody, owner?.gid ?? nobody);
  return [plain, userNamespace, capability];
}

/**
 * The first way that really works here, found by running the server's binary in it.
 * @throws Refused `postgres-as-root` when root can find none
 */
export async function chooseRunAs(
  binaries: Binaries,
  paths: PostgresPaths,
  ways?: readonly RunAs[],
): Promise<Runner> {
  if (process.getuid?.() !== 0) return { runAs: asIs, binaries };
  const possible = ways ?? (await waysForRoot(paths));
  const faults: string[] = [];
  for (const runAs of possible) {
    const probe = await tryRunner({ runAs, binaries }, paths);
    if (probe.ok) return { runAs, binaries };
    faults.push(`${runAs.name}: ${probe.output.split('\n').at(-1)}`);
  }
  for (const runAs of possible) {
    if (!(await canEnter(runAs, paths.home))) continue;
    const copied = { runAs, binaries: await copyBinaries(binaries, paths.binaries) };
    if ((await tryRunner(copied, paths)).ok) return copied;
  }
  throw refused(
    'postgres-as-root',
    `PostgreSQL cannot run here: ${faults.join('; ')}.`,
    `This is root, as whom PostgreSQL refuses to run, and no other user can reach ${paths.home}.`,
    'Start Fairway as an ordinary user, or set FAIRWAY_DATA to a folder all users can pass through, for example /var/lib/fairway.',
  );
}

/** Gives `path` and all below it to the user the server will run as, if it is not theirs already. */
export function giveTo(runAs: RunAs, path: string): void {
  const owner = runAs.fileOwner;
  if (owner === null) return;
  const found = lstatSync(path);
  if (found.uid !== owner.uid || found.gid !== owner.gid) giveAll(path, owner.uid, owner.gid);
}

function giveAll(path: string, uid: number, gid: number): void {
  // The top comes last, so that a walk cut short is begun again at the next start.
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const below = join(path, entry.name);
    if (entry.isDirectory()) giveAll(below, uid, gid);
    // Links (tablespaces) are left alone: what they point to may not be ours to give away.
    else if (entry.isFile()) chownSync(below, uid, gid);
  }
  chownSync(path, uid, gid);
}

async function tryRunner(runner: Runner, paths: PostgresPaths): Promise<CommandResult> {
  if (!(await canEnter(runner.runAs, paths.home))) {
    return { ok: false, output: `may not enter ${paths.home}` };
  }
  return await runCommand(commandFor(runner, 'postgres', ['--version']), probeTimeoutMs);
}

/** Asks the system rather than reading mode bits, which know nothing of ACLs and namespaces. */
async function canEnter(runAs: RunAs, folder: string): Promise<boolean> {
  const { file, args, ...identity } = runAs.wrap('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder]);
  const options = { ...identity, cwd: '/', env: cleanEnvironment({}) };
  return (await runCommand({ file, args, options }, probeTimeoutMs)).ok;
}

/** Whose folder it is, when it is not root's. */
async function ownerOf(path: string): Promise<{ uid: number; gid: number } | null> {
  const found = await stat(path).catch(() => null);
  return found === null || found.uid === 0 ? null : { uid: found.uid, gid: found.gid };
}
