import type { Instant } from '../kernel/time.ts';

/** A commit of a deployed range: its id in version control, and when it was committed by its own clock. */
export interface Commit {
  readonly id: string;
  readonly committedAt: Instant;
}

/**
 * What is recorded of one deployment to one service in one environment, as DORA's metrics need it. A
 * rollback is recorded when it is asked for, everything else when it is over.
 */
export interface Delivery {
  readonly id: string;
  readonly kind: 'deploy' | 'rollback';
  readonly askedAt: Instant;
  /** When it was over; null while a rollback is under way. */
  readonly at: Instant | null;
  readonly succeeded: boolean;
  /** Whether anybody met the new version. */
  readonly exposed: boolean;
  /** When it had all the traffic; null when it never had. */
  readonly fullAt: Instant | null;
  readonly rollbackOf: string | null;
  /** What it was asked for to end: an incident as people refer to it, or a deployment. */
  readonly fixes: string | null;
  /** The commits it brought; null where nobody knows their times. */
  readonly commits: readonly Commit[] | null;
}

/** An incident as it stands to one service. `causes` are the deployments it was linked to, and when. */
export interface LinkedIncident {
  readonly id: string;
  /** Everything people call it, its id among them. */
  readonly names: readonly string[];
  readonly at: Instant;
  readonly causes: readonly { readonly deployment: string; readonly linkedAt: Instant }[];
}

/**
 * Which deployments are looked at (`from` ≤ over < `to`), and what was known of them: of links,
 * rollbacks and fixes only those up to `asOf` count, so the same question has one answer for ever.
 */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
  readonly asOf: Instant;
}

/** What can be asked for behind a number: `untimed` are those whose commits have no times, `lead` those that brought the slowest. */
export const DRILLS = ['deployments', 'lead', 'failed', 'rework', 'aborted', 'untimed'] as const;
export type Drill = (typeof DRILLS)[number];

/** One of the deployments behind a number. */
export interface Drilled {
  readonly id: string;
  readonly kind: Delivery['kind'];
  readonly at: Instant;
  readonly fixes: string | null;
  readonly rollbackOf: string | null;
  /** Null where it did not fail, or nothing has closed it. */
  readonly recoveredInMs: number | null;
  /** From the oldest commit that it was first to bring to its end; of `lead` alone. */
  readonly leadMs?: number;
}
