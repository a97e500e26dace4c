import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { TargetSchemas } from '../config/checks/check.ts';
import { sayFault } from '../config/fault.ts';
import { loadCatalog } from '../config/load.ts';
import { accessTo } from '../domain/deployment/access.ts';
import { accessTable } from '../projections/access-table.ts';
import { accessHistory, isForm } from './access-history.ts';
import type { Print } from './print.ts';

const USAGE = [
  'usage: fairway access-review [folder] [--json]',
  '       fairway access-review --since=2026-07-01 [--until=2026-10-01] [--as=csv|markdown|json]',
];

/**
 * `fairway access-review [folder] [--json]`: prints who may deploy and approve what by a folder, one right a
 * line, as CSV or as one JSON array. With `--since` it asks the database who could, since when and by whose
 * word, and what was done by right. Answers with the exit code: 0 printed, 1 it could not, 2 not understood.
 */
export async function accessReview(
  args: readonly string[],
  print: Print,
  providers: TargetSchemas,
): Promise<number> {
  const asked = asking(args);
  const { json = false, since, until, as = json ? 'json' : 'csv' } = asked?.values ?? {};
  const [folder = '.', ...more] = asked?.positionals ?? [];
  if (!asked || more.length > 0 || !isForm(as)) return usage(print);
  if (since === undefined && until === undefined && asked.values.as === undefined)
    return ofFolder(folder, json, print, providers);
  if (asked.positionals.length > 0) return usage(print);
  return accessHistory({ since, until }, as, print);
}

async function ofFolder(
  folder: string,
  json: boolean,
  print: Print,
  providers: TargetSchemas,
): Promise<number> {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const loaded = await loadCatalog(folder, { providers, digest });
  if (!loaded.ok) {
    for (const fault of loaded.faults) print(sayFault(fault));
    return 1;
  }
  const all = accessTo(loaded.catalog);
  for (const line of json ? [JSON.stringify(all)] : accessTable(all)) print(line);
  return 0;
}

function asking(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = { json: { type: 'boolean' }, since: text, until: text, as: text } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch {
    return null;
  }
}

function usage(print: Print): number {
  for (const line of USAGE) print(line);
  return 2;
}
