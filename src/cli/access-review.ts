import { createHash } from 'node:crypto';
import type { TargetSchemas } from '../config/checks/check.ts';
import { sayFault } from '../config/fault.ts';
import { loadCatalog } from '../config/load.ts';
import { accessTo } from '../domain/deployment/access.ts';
import { accessTable } from '../projections/access-review.ts';
import type { Print } from './print.ts';

/**
 * `fairway access-review [folder] [--json]`: prints who may deploy and approve what, one right a line, as CSV or as
 * one JSON array. Answers with the exit code: 0 printed, 1 the configuration has faults, 2 not understood.
 */
export async function accessReview(
  args: readonly string[],
  print: Print,
  providers: TargetSchemas,
): Promise<number> {
  const [folder = '.', ...more] = args.filter((arg) => !arg.startsWith('-'));
  const flags = args.filter((arg) => arg.startsWith('-'));
  if (more.length > 0 || flags.some((flag) => flag !== '--json')) {
    print('usage: fairway access-review [folder] [--json]');
    return 2;
  }
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const loaded = await loadCatalog(folder, { providers, digest });
  if (!loaded.ok) {
    for (const fault of loaded.faults) print(sayFault(fault));
    return 1;
  }
  const all = accessTo(loaded.catalog.environments, loaded.catalog);
  for (const line of flags.length > 0 ? [JSON.stringify(all)] : accessTable(all)) print(line);
  return 0;
}
