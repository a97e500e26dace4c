import { noKey } from '../commands/explain.ts';
import { sayFault } from '../config/fault.ts';
import { loadCatalog } from '../config/load.ts';
import { governedBy } from '../domain/configuration/governs.ts';
import { sayRefusal } from '../domain/kernel/refusal.ts';
import { explainLines } from '../projections/explain.ts';
import { committed } from '../providers/git/committed.ts';
import type { Print } from './print.ts';
import { folderWellspring, loadOptions } from './start/wellspring.ts';

/**
 * `fairway explain <key> [folder]`: prints what a key of a folder is, file:line:column, the commit and author
 * of that line, and what changing it would take by this folder's own rules. Answers with the exit code: 0
 * printed, 1 no such key or a folder with faults, 2 not understood.
 */
export async function explain(args: readonly string[], print: Print): Promise<number> {
  const [key, folder = '.', ...more] = args;
  if (key === undefined || key.startsWith('-') || more.length > 0) {
    print('usage: fairway explain <key> [folder]');
    return 2;
  }
  const loaded = await loadCatalog(folder, loadOptions);
  if (!loaded.ok) {
    for (const fault of loaded.faults) print(sayFault(fault));
    return 1;
  }
  const { catalog, files } = loaded;
  const { commit } = await committed(folder, files, null);
  const found = await folderWellspring(folder).explain(files, commit, key);
  if ('follows' in found) {
    print(sayRefusal(noKey(key, found)));
    return 1;
  }
  const governed = governedBy(found.path, catalog);
  for (const line of explainLines({ key, ...found, governed, inForce: null })) print(line);
  return 0;
}
