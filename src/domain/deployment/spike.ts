import type { Instant } from '../kernel/time.ts';

/** Who noticed it: what compares two versions, the watch over an error budget, or an alert. */
export const FINDERS = ['judge', 'burn', 'alert'] as const;
export type Finder = (typeof FINDERS)[number];

/** What became of the deployment while it lasted or at its end, the hardest first. */
export const FOLLOWED = ['rollback', 'failure', 'hold', 'nothing'] as const;
export type Followed = (typeof FOLLOWED)[number];

/** A stretch of time in which people who met a version were served worse, as far as it was noticed. */
export interface Spike {
  readonly by: Finder;
  /** In a few words: `error rate`, `slower than p99`, the name of a gauge, of an objective with its pair, of an alert. */
  readonly metric: string;
  /** With its unit: `8.02 %`, `20×`; of an alert how bad it calls itself. */
  readonly value: string;
  /** What it was held against, with its unit; null where nothing was. */
  readonly against: string | null;
  /** When it was last looked at and not found yet; of an alert when it began. */
  readonly from: Instant;
  readonly to: Instant;
  readonly followed: Followed;
  /** The incident an alert belongs to. */
  readonly incident?: string;
}

/** The same before it is known what came of it. */
export type Noticed = Omit<Spike, 'followed'>;

/** From when to when people met a version. */
export interface Met {
  readonly from: Instant;
  readonly to: Instant;
}

/** How many of them a process has seen end. */
export interface SpikeCount {
  readonly by: Finder;
  readonly followed: Followed;
  readonly n: number;
}
