import { createHash } from 'node:crypto';
import type { TargetSchemas } from '../config/checks/check.ts';
import { type Doubt, doubtsOf, sayDoubt } from '../config/doubts.ts';
import { sayFault } from '../config/fault.ts';
import { type Loaded, loadCatalog } from '../config/load.ts';
import type { Catalog } from '../domain/catalog/catalog.ts';
import { topologyOf } from '../providers/index.ts';
import { type Foreseen, sayForeseen } from './foreseen.ts';
import { today } from './today.ts';

const CHECK_USAGE = 'usage: fairway check [folder] [--traffic] [--json]';
const FLAGS = ['--traffic', '--json'];

/**
 * `fairway check [folder] [--traffic] [--json]`: prints every fault as `file:line:column: message (hint)` and their
 * count, or one line about what is there and what in its rules can hardly be meant; with `--traffic` also what the
 * judges of its canaries would see. Answers with the exit code: 0 fine, 1 faults, or too little to see where that is
 * required, 2 not understood.
 */
export async function check(
  args: readonly string[],
  print: (line: string) => void,
  providers: TargetSchemas,
): Promise<number> {
  const folders = args.filter((arg) => !arg.startsWith('-'));
  const flags = args.filter((arg) => arg.startsWith('-'));
  const strange = flags.find((flag) => !FLAGS.includes(flag));
  if (strange !== undefined || folders.length > 1) {
    print(`${strange ? `unknown flag ${strange}` : 'one folder at a time'}; ${CHECK_USAGE}`);
    return 2;
  }
  const folder = folders[0] ?? '.';
  const loaded = await loadCatalog(folder, { providers, digest: sha256, survey: topologyOf });
  const doubts = loaded.ok ? doubtsOf(loaded, today(), process.env, topologyOf) : [];
  const canaries = flags.includes('--traffic') ? await canariesIn(loaded) : null;
  const lines = flags.includes('--json')
    ? [asJson(loaded, doubts, canaries)]
    : [...asText(loaded, folder, doubts), ...(canaries ?? []).map(sayForeseen)];
  for (const line of lines) print(line);
  return loaded.ok && !canaries?.some(({ refused }) => refused) ? 0 : 1;
}

/** Loaded when it is asked for: nothing else here reaches another host. */
async function canariesIn(loaded: Loaded): Promise<readonly Foreseen[] | null> {
  if (!loaded.ok) return null;
  const { foresee } = await import('./check-traffic.ts');
  return foresee(loaded, today());
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function asText(loaded: Loaded, folder: string, doubts: readonly Doubt[]): readonly string[] {
  if (loaded.ok) {
    return [`${folder}: ${sayContents(loaded.catalog)}`, ...doubts.map(sayDoubt)];
  }
  const { length } = loaded.faults;
  return [...loaded.faults.map(sayFault), '', length === 1 ? '1 fault' : `${length} faults`];
}

function asJson(
  loaded: Loaded,
  doubts: readonly Doubt[],
  canaries: readonly Foreseen[] | null,
): string {
  if (!loaded.ok) return JSON.stringify({ ok: false, faults: loaded.faults });
  const { version } = loaded.catalog;
  return JSON.stringify({
    ok: !canaries?.some(({ refused }) => refused),
    version,
    ...contents(loaded.catalog),
    faults: [],
    warnings: doubts,
    ...(canaries && { canaries }),
  });
}

function contents(catalog: Catalog) {
  return {
    environments: catalog.environments.length,
    services: catalog.services.length,
    people: catalog.people.length,
    groups: catalog.groups.length,
    rules: catalog.approvals.length,
    blackouts: catalog.blackouts.length,
    windows: catalog.windows.length,
  };
}

function sayContents(catalog: Catalog): string {
  const words = {
    environments: 'environment',
    services: 'service',
    people: 'person',
    groups: 'group',
    rules: 'approval rule',
    blackouts: 'blackout',
    windows: 'release window',
  } as const;
  const found = contents(catalog);
  return (Object.keys(words) as (keyof typeof words)[])
    .map((key) => `${found[key]} ${found[key] === 1 ? words[key] : plural(words[key])}`)
    .join(', ');
}

function plural(word: string): string {
  return word === 'person' ? 'people' : `${word}s`;
}
