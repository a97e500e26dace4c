import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Configuration } from '../domain/configuration/configuration.ts';
import type {
  Configurations,
  KeyInForce,
  NoSuchKey,
  Rule,
  RulePatch,
  Versions,
} from '../ports/configurations.ts';

/** Whoever keeps the configuration in force, and reads the earlier ones. */
export interface Keeper {
  /** Null for a version that is not kept, or that this Fairway finds faults in. */
  at(version: string): Promise<Catalog | null>;
  /** Goes by what is in force now. */
  follow(): Promise<void>;
  explain(key: string): Promise<KeyInForce | NoSuchKey | null>;
  patch?(rule: Rule): Promise<RulePatch | null>;
  /** Brings where it lies up to date, and looks. */
  refresh?(): Promise<void>;
  problem?(): string | null;
}

interface Parts {
  readonly inForce: () => Catalog;
  /** As a catalog counts now, by who is still here. */
  readonly over?: (catalog: Catalog) => Catalog;
  /** The lists that say so; left out: none was taken. */
  readonly lists?: Versions['lists'];
  /** Left out where the configuration never changes. */
  readonly keeper?: Keeper | undefined;
  /** Shows a version to people; one they have seen so already is shown once. */
  readonly say: (version: Configuration) => Promise<void>;
}

/**
 * The versions of the configuration; a decision about one is followed and told at once. What was planned
 * before versions were kept, or under one that cannot be found any more, goes by the one in force.
 */
export function versionsOf(
  configurations: Configurations,
  { inForce, over = (catalog) => catalog, lists = async () => [], keeper, say }: Parts,
): Versions {
  return {
    ...configurations,
    lists,
    async at(version) {
      const now = inForce();
      if (version === undefined || version === now.version) return now;
      const kept = await keeper?.at(version);
      return kept ? over(kept) : now;
    },
    async kept(version) {
      // As it is written, whoever has left since.
      const kept = await keeper?.at(version);
      return kept ?? (version === inForce().version ? inForce() : null);
    },
    explain: async (key) => (await keeper?.explain(key)) ?? null,
    patch: async (rule) => (await keeper?.patch?.(rule)) ?? null,
    refresh: async () => keeper?.refresh?.(),
    problem: () => keeper?.problem?.() ?? null,
    async change(decide) {
      const recorded = await configurations.change(decide);
      if (recorded.kind !== 'recorded') return recorded;
      await keeper?.follow();
      for (const { row } of recorded.rows) await say(row);
      return recorded;
    },
  };
}

const MOST = 5;

/** Tells of the newest versions what was not told because a process died in between, or told no one. */
export async function tellVersions(
  { list }: Pick<Configurations, 'list'>,
  say: (version: Configuration) => Promise<void>,
): Promise<void> {
  for (const version of (await list(MOST)).toReversed()) await say(version);
}
