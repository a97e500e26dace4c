import { createHash } from 'node:crypto';
import { findKey } from '../../config/explain.ts';
import { sayFault } from '../../config/fault.ts';
import { type Loaded, type LoadOptions, loadCatalog } from '../../config/load.ts';
import { patchRule } from '../../config/patch-rule.ts';
import { fingerprintOf } from '../../config/read-folder.ts';
import type { ConfigurationFile } from '../../domain/configuration/configuration.ts';
import { instant } from '../../domain/kernel/time.ts';
import type { KeyInForce, NoSuchKey, Wellspring } from '../../ports/configurations.ts';
import { blame } from '../../providers/git/blame.ts';
import { committed, signedBetween } from '../../providers/git/committed.ts';
import { commitOf, filesAt, prefixOf } from '../../providers/git/files-at.ts';
import { createMirror, type Remote } from '../../providers/git/mirror.ts';
import { providerTargets, topologyOf } from '../../providers/index.ts';

export const loadOptions: LoadOptions = {
  providers: providerTargets,
  survey: topologyOf,
  digest: (text) => createHash('sha256').update(text).digest('hex'),
};

type Looked = Awaited<ReturnType<Wellspring['look']>>;

/** A folder of files, in a git repository or not. */
export function folderWellspring(folder: string): Wellspring {
  let last: { readonly print: string; readonly seen: Looked } | null = null;
  let written: string | null = null;
  async function look(since: string | null): Promise<Looked> {
    const loaded = await loadCatalog(folder, loadOptions);
    if (!loaded.ok) return { ok: false, faults: loaded.faults.map(sayFault) };
    const { catalog, files } = loaded;
    const { commit, signed } = await committed(folder, files, since);
    const found = { version: catalog.version, files, origin: { folder, commit, signed } };
    return { ok: true, catalog, found };
  }
  return {
    async look(since) {
      const print = await fingerprintOf(folder);
      // A change of several files is not read while it is being written.
      const isSettled = last === null || written === print;
      written = print;
      if (last && (last.print === print || !isSettled)) return last.seen;
      const seen = await look(since);
      last = { print, seen };
      return seen;
    },
    async read(files) {
      const loaded = await loadCatalog(files, loadOptions);
      if (!loaded.ok) return { ok: false, faults: loaded.faults.map(sayFault) };
      return { ok: true, catalog: loaded.catalog };
    },
    explain: (files, commit, key) => explainKey(folder, files, commit, key),
    async patch(files, commit, rule) {
      const prefix = await prefixOf(folder);
      const patched = prefix === null ? null : patchRule(files, rule, prefix);
      // What Fairway itself would not take is not offered.
      const taken = patched && (await loadCatalog(patched.files, loadOptions)).ok;
      return taken ? { commit, diff: patched.diff } : null;
    },
  };
}

/** A configuration at a branch, tag or commit, whatever is checked out; whoever moves that proposes. */
function gitWellspring(
  { folder, ref }: AtRef,
  load: (whence: AtRef) => Promise<LoadedAt> = loadAt,
): Wellspring {
  let last: { readonly commit: string; readonly seen: Looked } | null = null;
  const { read, explain, patch } = folderWellspring(folder);
  return {
    async look(since) {
      const commit = await commitOf(folder, ref);
      if (commit !== null && last?.commit === commit) return last.seen;
      const loaded = await load({ folder, ref });
      if (!loaded.ok) return { ok: false, faults: loaded.faults.map(sayFault) };
      const { catalog, files } = loaded;
      const signed = loaded.commit && (await signedBetween(folder, since, loaded.commit));
      const origin = { folder, commit: loaded.commit, signed: signed || [] };
      const seen = {
        ok: true,
        catalog,
        found: { version: catalog.version, files, origin },
      } as const;
      if (loaded.commit !== null) last = { commit: loaded.commit, seen };
      return seen;
    },
    read,
    explain,
    patch,
  };
}

interface AtRef {
  readonly folder: string;
  readonly ref: string;
}

/** Where a process is told to read its configuration. */
export interface Whence {
  readonly folder: string;
  /** Null: the files as they lie there. */
  readonly ref: string | null;
  /** Elsewhere, in a repository that is fetched; left out or null: in the folder. */
  readonly repository?: Repository | null;
}

export interface Repository extends Remote {
  /** Where its copy lies. */
  readonly mirror: string;
  readonly ref: string;
  /** Milliseconds between two looks at it. */
  readonly every: number;
}

export function wellspringOf({ folder, ref, repository }: Whence): Wellspring {
  if (repository) return remoteWellspring(repository);
  return ref === null ? folderWellspring(folder) : gitWellspring({ folder, ref });
}

/** A configuration at a branch, tag or commit of a repository elsewhere, as it was fetched last. */
function remoteWellspring(repository: Repository): Wellspring {
  const { url, ref, mirror: folder } = repository;
  const mirror = createMirror(folder, repository);
  let why: string | null = null;
  const local = gitWellspring({ folder, ref }, () => loadCopy(repository, why));
  return {
    ...local,
    async look(since) {
      const seen = await local.look(since);
      if (!seen.ok) return seen;
      const { found } = seen;
      return { ...seen, found: { ...found, origin: { ...found.origin, folder: url } } };
    },
    async refresh() {
      why = await mirror.fetch();
    },
    problem: () => (why === null ? null : `${url} could not be fetched: ${why}`),
  };
}

type LoadedAt = Loaded & { readonly commit: string | null };

/** Reads it once, with everything that is wrong about it. */
export async function loadAt({ folder, ref, repository }: Whence): Promise<LoadedAt> {
  if (repository) return loadFetched(repository);
  if (ref === null) return { ...(await loadCatalog(folder, loadOptions)), commit: null };
  const hint =
    'FAIRWAY_CONFIG_REF is a branch, tag or commit; the repository must belong to the user who runs Fairway';
  const said = `git knows no ${ref} of the repository this folder lies in`;
  return loadCommit({ folder, ref }, { file: folder, message: said, hint });
}

/** As it is there now; as it was fetched last where it cannot be reached. */
async function loadFetched(repository: Repository): Promise<LoadedAt> {
  return loadCopy(repository, await createMirror(repository.mirror, repository).fetch());
}

/** @param why it could not be fetched, or null */
async function loadCopy(
  { url, ref, mirror: folder }: Repository,
  why: string | null,
): Promise<LoadedAt> {
  const message = why === null ? `there is no ${ref} in it` : `it could not be fetched: ${why}`;
  const hint =
    why === null
      ? 'FAIRWAY_CONFIG_REF is a branch, tag or commit of FAIRWAY_CONFIG_REPO'
      : 'FAIRWAY_CONFIG_REPO is its address, FAIRWAY_CONFIG_TOKEN the password where it asks for one';
  return loadCommit({ folder, ref }, { file: url, message, hint });
}

async function loadCommit(
  { folder, ref }: AtRef,
  missing: { readonly file: string; readonly message: string; readonly hint: string },
): Promise<LoadedAt> {
  const commit = await commitOf(folder, ref);
  const at = commit === null ? null : await filesAt(folder, commit);
  if (at) return { ...(await loadCatalog(at.files, loadOptions)), commit };
  return { ok: false, faults: [{ ...missing, line: 1, column: 1, path: '' }], commit };
}

/** Where a key of these files is written, and by whom as of the commit; without one by nobody we know. */
async function explainKey(
  folder: string,
  files: readonly ConfigurationFile[],
  commit: string | null,
  key: string,
): Promise<KeyInForce | NoSuchKey> {
  const found = findKey(files, key);
  if ('follows' in found) return found;
  const { place } = found;
  const said = commit === null ? null : await blame(folder, place, commit);
  return {
    ...found,
    place: `${place.file}:${place.line}:${place.column}`,
    blame: said && { ...said, at: instant(said.at) },
  };
}
