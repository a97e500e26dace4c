import { createHash } from 'node:crypto';
import { findKey } from '../../config/explain.ts';
import { sayFault } from '../../config/fault.ts';
import { type LoadOptions, loadCatalog } from '../../config/load.ts';
import { fingerprintOf } from '../../config/read-folder.ts';
import type { ConfigurationFile } from '../../domain/configuration/configuration.ts';
import { instant } from '../../domain/kernel/time.ts';
import type { KeyInForce, NoSuchKey, Wellspring } from '../../ports/configurations.ts';
import { blame } from '../../providers/git/blame.ts';
import { committed } from '../../providers/git/committed.ts';
import { providerTargets } from '../../providers/index.ts';

export const loadOptions: LoadOptions = {
  providers: providerTargets,
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
  };
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
