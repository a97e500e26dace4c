import type { Catalog } from '../../domain/catalog/catalog.ts';
import type { ConfigurationFile } from '../../domain/configuration/configuration.ts';
import type { Configurations, Wellspring } from '../../ports/configurations.ts';
import type { Log } from '../../ports/log.ts';
import {
  type ConfigurationKeeper,
  keepConfiguration,
  type Seen,
  UnreadableError,
  type Unseen,
} from '../../workflow/keep-configuration.ts';
import { CannotStart } from './cannot-start.ts';
import { type Whence, wellspringOf } from './wellspring.ts';

/** A configuration without faults, as it lies in its folder or repository. */
export interface ReadConfiguration extends Omit<Whence, 'ref'> {
  readonly catalog: Catalog;
  readonly files: readonly ConfigurationFile[];
  /** The branch, tag or commit it was read at; left out or null: as the files lie there. */
  readonly ref?: string | null;
}

/** One in a repository that could not be fetched or has faults: what is in force may still be known. */
export interface UnreadConfiguration extends Whence {
  readonly catalog: null;
  readonly faults: readonly string[];
}

/**
 * The configuration in force, which is not what lies in the folder where that would loosen the rules.
 * @throws CannotStart where what is in force cannot be read by this Fairway; weather
 */
export async function keeperOf(
  configurations: Configurations,
  read: ReadConfiguration | UnreadConfiguration,
  { proposes, log }: { readonly proposes: boolean; readonly log: Log },
): Promise<ConfigurationKeeper> {
  const { folder, ref = null, repository = null } = read;
  const wellspring = wellspringOf({ folder, ref, repository });
  const active = await configurations.active();
  const first = read.catalog
    ? await seenFirst(wellspring, read, active?.origin.commit ?? null)
    : await inForce(configurations, wellspring, read);
  const ports = { configurations, wellspring, proposes, log };
  return keepConfiguration(ports, first).catch((error: unknown) => {
    if (!(error instanceof UnreadableError)) throw error;
    const faults = error.faults.map((fault) => `  ${fault}`).join('\n');
    const fix = `To put ${folder} into force instead, which everybody is told: fairway adopt ${folder} because …`;
    throw new CannotStart(`${error.message}:\n${faults}\n${fix}`, { cause: error });
  });
}

async function seenFirst(
  wellspring: Wellspring,
  { catalog, files, folder }: ReadConfiguration,
  since: string | null,
): Promise<Seen> {
  const seen = await wellspring.look(since);
  if (seen.ok) return seen;
  return { catalog, found: { version: catalog.version, files, origin: { folder } } };
}

/** What was in force before this start, since what lies there now cannot be told. */
async function inForce(
  configurations: Configurations,
  wellspring: Wellspring,
  { faults }: UnreadConfiguration,
): Promise<Unseen> {
  const active = await configurations.active();
  const files = active && (await configurations.filesOf(active.version));
  const read = files ? await wellspring.read(files) : null;
  if (active && read?.ok) {
    return { catalog: { ...read.catalog, version: active.version }, found: null };
  }
  const why = 'There is no configuration in force that Fairway could go by meanwhile.';
  throw new CannotStart([...faults, why].join('\n'));
}

/** What people who start Fairway should know of it; nothing when the folder is what is in force. */
export async function notesOf(
  configurations: Configurations,
  { catalog }: Pick<ReadConfiguration | UnreadConfiguration, 'catalog'>,
): Promise<readonly string[]> {
  const active = catalog === null ? await configurations.active() : null;
  const meanwhile = active
    ? [`Until it can be read, Fairway goes by ${active.id}, which was in force before this start.`]
    : [];
  const [newest] = await configurations.list(1);
  if (newest?.status !== 'proposed') return meanwhile;
  return [
    ...meanwhile,
    `What was found loosens the rules in force: ${newest.id} waits for approval, and Fairway runs with ${newest.base}. See /release configuration ${newest.id}.`,
  ];
}
