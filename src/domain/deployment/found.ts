import type { Plain } from '../kernel/change.ts';
import type { Instant } from '../kernel/time.ts';
import type { PagePicture } from '../verdict/journey/vote.ts';

/** What a look from outside concluded, as the step that looked says it. */
export interface Found {
  readonly what: 'journey' | 'validation';
  readonly name: string;
  /** none: too few answers. unasked: there was nothing to look at. skipped: a person went on without it. */
  readonly outcome: 'green' | 'red' | 'none' | 'unasked' | 'skipped';
  /** In words, for people. */
  readonly says: string;
  /** Who has to follow it up: it was let through though it is not as it must be. */
  readonly owner?: string;
  /** The page where it failed. */
  readonly picture?: PagePicture;
  /** What it rests on, for the ledger. */
  readonly evidence: Plain;
}

/** The same as the deployment keeps it: what it rests on is in the ledger, and a picture is kept apart. */
export interface Finding extends Omit<Found, 'evidence' | 'picture'> {
  /** Whose picture there is of which step, and under which key. */
  readonly pictured?: Omit<PagePicture, 'jpeg'> & { readonly key: string };
  /** The place of its step in the plan. */
  readonly step: number;
  readonly at: Instant;
  /** Who has followed it up, and how. */
  readonly settled?: { readonly by: string; readonly at: Instant; readonly because: string };
}
