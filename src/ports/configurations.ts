import type { Catalog } from '../domain/catalog/catalog.ts';
import type {
  Configuration,
  ConfigurationFile,
  ConfigurationId,
  Found,
} from '../domain/configuration/configuration.ts';
import type { Standing } from '../domain/configuration/find.ts';
import type { ConfigurationChange, ConfigurationRow } from '../domain/configuration/moves.ts';
import type { Refusal } from '../domain/kernel/refusal.ts';

export type ConfigurationDecision = ConfigurationChange | Refusal | null;

export type ConfigurationRecorded =
  | { readonly kind: 'recorded'; readonly rows: readonly ConfigurationRow[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'unchanged' };

/** Every version of the configuration that was ever found, with its files. */
export interface Configurations {
  /** ONE transaction: wait for whoever decides, read, decide, write rows and ledger. */
  change(decide: (at: Standing) => ConfigurationDecision): Promise<ConfigurationRecorded>;
  active(): Promise<Configuration | null>;
  find(id: ConfigurationId): Promise<Configuration | null>;
  /** Newest first. */
  list(limit: number): Promise<readonly Configuration[]>;
  /** The files of the newest one with this version, or null. */
  filesOf(version: string): Promise<readonly ConfigurationFile[] | null>;
}

/** The same, for whoever asks about versions or answers one that waits. */
export interface Versions extends Configurations {
  /** The catalog of the version a deployment was planned under, or the one in force where that is not kept. */
  at(version: string | undefined): Promise<Catalog>;
}

export type Read =
  | { readonly ok: true; readonly catalog: Catalog }
  /** Each fault with its place. */
  | { readonly ok: false; readonly faults: readonly string[] };

/** Where the configuration is changed: a folder of files that people edit, or that follows a repository. */
export interface Wellspring {
  /** What lies there now. `since`: the commit of the version in force, to know who wrote what changed. */
  look(
    since: string | null,
  ): Promise<
    (Read & { readonly ok: false }) | (Read & { readonly ok: true; readonly found: Found })
  >;
  /** The catalog that these files make, as this Fairway reads them. */
  read(files: readonly ConfigurationFile[]): Promise<Read>;
}
