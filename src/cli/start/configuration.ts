import type { Catalog } from '../../domain/catalog/catalog.ts';
import type { ConfigurationFile } from '../../domain/configuration/configuration.ts';
import type { Configurations } from '../../ports/configurations.ts';
import type { Log } from '../../ports/log.ts';
import {
  type ConfigurationKeeper,
  keepConfiguration,
  UnreadableError,
} from '../../workflow/keep-configuration.ts';
import { CannotStart } from './cannot-start.ts';
import { wellspringOf } from './wellspring.ts';

/** A configuration without faults, as it lies in its folder. */
export interface ReadConfiguration {
  readonly catalog: Catalog;
  readonly files: readonly ConfigurationFile[];
  readonly folder: string;
  /** The branch, tag or commit it was read at; left out or null: as the files lie there. */
  readonly ref?: string | null;
}

/**
 * The configuration in force, which is not what lies in the folder where that would loosen the rules.
 * @throws CannotStart where what is in force cannot be read by this Fairway; weather
 */
export async function keeperOf(
  configurations: Configurations,
  { catalog, files, folder, ref = null }: ReadConfiguration,
  { proposes, log }: { readonly proposes: boolean; readonly log: Log },
): Promise<ConfigurationKeeper> {
  const wellspring = wellspringOf({ folder, ref });
  const active = await configurations.active();
  const seen = await wellspring.look(active?.origin.commit ?? null);
  const first = seen.ok
    ? seen
    : { catalog, found: { version: catalog.version, files, origin: { folder } } };
  const ports = { configurations, wellspring, proposes, log };
  return keepConfiguration(ports, first).catch((error: unknown) => {
    if (!(error instanceof UnreadableError)) throw error;
    const faults = error.faults.map((fault) => `  ${fault}`).join('\n');
    const fix = `To put ${folder} into force instead, which everybody is told: fairway adopt ${folder} because …`;
    throw new CannotStart(`${error.message}:\n${faults}\n${fix}`, { cause: error });
  });
}

/** What people who start Fairway should know of it; nothing when the folder is what is in force. */
export async function notesOf(configurations: Configurations): Promise<readonly string[]> {
  const [newest] = await configurations.list(1);
  if (newest?.status !== 'proposed') return [];
  return [
    `The folder loosens the rules in force: ${newest.id} waits for approval, and Fairway runs with ${newest.base}. See /release configuration ${newest.id}.`,
  ];
}
