import type { Catalog } from '../domain/catalog/catalog.ts';
import type { KnownPeople } from '../domain/catalog/people-list.ts';
import type {
  Configuration,
  ConfigurationFile,
  ConfigurationId,
  Found,
} from '../domain/configuration/configuration.ts';
import type { Standing } from '../domain/configuration/find.ts';
import type { ConfigurationChange, ConfigurationRow } from '../domain/configuration/moves.ts';
import type { Proposal } from '../domain/governance/action-item.ts';
import type { Refusal } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';

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

/** One key of the configuration in force: what it is, where that is written, and by whom. */
export interface KeyInForce {
  readonly path: readonly string[];
  readonly value: unknown;
  /** False where no file says it and this is what that means. */
  readonly isWritten: boolean;
  /** `fairway.yaml:26:5`. */
  readonly place: string;
  /** Null where git cannot say. */
  readonly blame: {
    readonly commit: string;
    readonly author: string;
    readonly at: Instant;
    readonly summary: string;
  } | null;
}

/** What to write, and into which section. */
export type Rule = Pick<Proposal, 'section' | 'yaml'>;

/** A rule to commit, as a change of the file it belongs to, for `git apply`. */
export interface RulePatch {
  /** The commit of the configuration in force, whose files it changes. */
  readonly commit: string;
  readonly diff: string;
}

/** There is no such key: the part that was found, and what may follow it. */
export interface NoSuchKey {
  readonly found: string;
  readonly follows: readonly string[];
}

/** The same, for whoever asks about versions or answers one that waits. */
export interface Versions extends Configurations {
  /** The catalog of the version a deployment was planned under, or the one in force where that is not kept. */
  at(version: string | undefined): Promise<Catalog>;
  /** The catalog of exactly this version; null where it is not kept, or cannot be read any more. */
  kept(version: string): Promise<Catalog | null>;
  /** The lists of people that were taken, oldest first. */
  lists(): Promise<readonly KnownPeople[]>;
  /** Null where no version is kept. */
  explain(key: string): Promise<KeyInForce | NoSuchKey | null>;
  /** Null where what is in force is no commit, or only a person can say where the rule goes. */
  patch(rule: Rule): Promise<RulePatch | null>;
  /** Looks at once whether something else lies where the configuration is kept, and what follows from it. */
  refresh(): Promise<void>;
  /** Why what lies there now is not looked at or not taken, as far as this process knows; null: it is. */
  problem(): string | null;
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
  /** Brings what is looked at up to date, where it lies elsewhere. Never throws. */
  refresh?(): Promise<void>;
  /** Why it could not be brought up to date; null: it is. */
  problem?(): string | null;
  /** The catalog that these files make, as this Fairway reads them. */
  read(files: readonly ConfigurationFile[]): Promise<Read>;
  /** A key of these files, and who wrote it as of the commit they are of. */
  explain(
    files: readonly ConfigurationFile[],
    commit: string | null,
    key: string,
  ): Promise<KeyInForce | NoSuchKey>;
  /** These files with one more rule, as a change of the commit they are of; null where they cannot take it so. */
  patch(files: readonly ConfigurationFile[], commit: string, rule: Rule): Promise<RulePatch | null>;
}
