import type { Instant } from '../kernel/time.ts';
import type { Asked } from './asked.ts';
import type { Effect } from './effect.ts';
import type { Told } from './told.ts';

export type ConfigurationId = `C-${number}`;

export function isConfigurationId(text: string): text is ConfigurationId {
  return /^C-[1-9]\d*$/.test(text);
}

/** One file of a configuration: its path within the folder, and what it says. */
export interface ConfigurationFile {
  readonly file: string;
  readonly text: string;
}

/** Where a configuration was found. */
export interface Origin {
  readonly folder: string;
  /** The commit its files are of; null outside of git, and where they differ from what is committed. */
  readonly commit?: string | null;
  /** Names and addresses that sign what changed since the version before; none where nobody knows. */
  readonly signed?: readonly string[];
}

/** `superseded`: another came into force after it. `withdrawn`: its folder says something else since. */
export type ConfigurationStatus = 'proposed' | 'active' | 'superseded' | 'rejected' | 'withdrawn';

/**
 * One version of the configuration, from the moment Fairway found it. `version` is the catalog's digest,
 * which deployments carry; its files are kept beside it, for whoever was planned under them.
 */
export interface Configuration {
  readonly id: ConfigurationId;
  readonly version: string;
  readonly origin: Origin;
  readonly status: ConfigurationStatus;
  readonly foundAt: Instant;
  readonly activeSince: Instant | null;
  /** The one in force when it was found: it was compared with that one, and that one's rules say who is asked. */
  readonly base: ConfigurationId | null;
  /** `trusted`: the first one; `adopted`: put into force by whoever has the database. */
  readonly effect: Effect | 'trusted' | 'adopted';
  readonly changes: readonly Told[];
  readonly asks: readonly Asked[];
  /** Who wrote it, as far as that is known: they do not approve it. */
  readonly barred: readonly string[];
  readonly approvals: readonly { readonly by: string; readonly at: Instant }[];
  /** Who put an end to a proposal, and why. */
  readonly ended: { readonly by: string; readonly at: Instant; readonly why: string } | null;
  readonly revision: number;
}

/** A configuration without faults, as it lies where Fairway was told to look. */
export interface Found {
  readonly version: string;
  readonly files: readonly ConfigurationFile[];
  readonly origin: Origin;
}

/** What is still missing of each ask; none when it may come into force. */
export function missingOf({ asks, approvals }: Pick<Configuration, 'asks' | 'approvals'>) {
  return asks.flatMap((ask) => {
    const given = approvals.filter(({ by }) => ask.people.includes(by)).length;
    const missing = Math.max(0, ask.quorum - given);
    return missing > 0 ? [{ ...ask, missing }] : [];
  });
}

/** The asks that nobody could ever meet, since too few of their people did not write it themselves. */
export function hopelessOf({ asks, barred }: Pick<Configuration, 'asks' | 'barred'>) {
  return asks.filter(
    ({ people, quorum }) => people.filter((one) => !barred.includes(one)).length < quorum,
  );
}
