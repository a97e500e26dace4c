import { z } from 'zod';
import { Duration } from '../kernel/duration.ts';
import type { Instant } from '../kernel/time.ts';

/**
 * The change advisory board: who sits on it and which changes it sees. It votes on what is of high
 * `impact` only, unless the service has earned to be spared: `standard.after` good deployments there in
 * a row, none longer ago than `standard.within`.
 */
export const BoardRule = z.strictObject({
  environments: z.array(z.string()).min(1),
  groups: z.array(z.string()).min(1),
  businessSeat: z.string(),
  quorum: z.number().int().min(1).default(2),
  deadline: Duration.prefault('24h'),
  impact: z
    .strictObject({
      tiers: z.array(z.number().int().min(1).max(4)).default([1]),
      tags: z.array(z.string()).default([]),
      firstDeployment: z.boolean().default(true),
      risk: z.enum(['medium', 'high']).optional(),
    })
    .prefault({}),
  standard: z
    .strictObject({
      after: z.number().int().min(1).max(50).default(10),
      within: Duration.prefault('90d'),
    })
    .prefault({}),
});
export type BoardRule = z.infer<typeof BoardRule>;

/** The board as it was when the change was asked for, its groups resolved to people. */
export const Seats = z.object({
  groups: z.array(z.string()).readonly(),
  people: z.array(z.string()).readonly(),
  /** Of these at least one must have voted, in the seat of the group `businessSeat`; not there in what was stored before it was kept. */
  business: z.array(z.string()).readonly(),
  businessSeat: z.string().optional(),
  quorum: z.number().int().min(1),
  deadlineMs: z.number().int().min(0),
});
export type Seats = z.infer<typeof Seats>;

export const VOTES = ['yes', 'no', 'abstain'] as const;

/** One vote on one exact plan; the last one of a person counts. */
export interface Vote {
  readonly by: string;
  readonly at: Instant;
  readonly vote: (typeof VOTES)[number];
  readonly because: string | null;
  readonly planDigest: string;
  /** The groups that gave the seat, and the version of the configuration that said who is in them. */
  readonly seats?: readonly string[];
  readonly configuration?: string;
}

export interface Tally {
  readonly outcome: 'open' | 'approved' | 'rejected';
  readonly votes: readonly Vote[];
  readonly yes: number;
  readonly no: number;
  /** How many more must vote at least, and whether the business has. */
  readonly missing: number;
  readonly business: boolean;
  /** Who may still vote. */
  readonly left: readonly string[];
}

/**
 * Counts: approved with a quorum, a vote of the business and more yes than no; rejected once those who
 * are left could not change that any more. An abstention makes the quorum, and nothing else.
 */
export function tally(
  seats: Seats,
  cast: readonly Vote[],
  about: { readonly planDigest: string; readonly barred: readonly string[] },
): Tally {
  const may = seats.people.filter((person) => !about.barred.includes(person));
  const counted = cast.filter((v) => v.planDigest === about.planDigest && may.includes(v.by));
  const votes = [...new Map(counted.map((v) => [v.by, v])).values()];
  const [yes, no] = (['yes', 'no'] as const).map((w) => votes.filter((v) => v.vote === w).length);
  const left = may.filter((person) => !votes.some((v) => v.by === person));
  const missing = Math.max(0, seats.quorum - votes.length);
  const business = votes.some((v) => isOfBusiness(seats, v));
  const sums = { votes, yes: yes ?? 0, no: no ?? 0, missing, business, left };
  if (missing === 0 && business && sums.yes > sums.no) return { ...sums, outcome: 'approved' };
  const hopeless = sums.yes + left.length <= sums.no || left.length === 0;
  return { ...sums, outcome: hopeless ? 'rejected' : 'open' };
}

/**
 * Whether a vote is one of the business: its giver had that seat when the board was called, and by the groups that were
 * kept with the vote still had it when they voted.
 */
export function isOfBusiness(
  { business, businessSeat }: Pick<Seats, 'business' | 'businessSeat'>,
  { by, seats = [] }: Pick<Vote, 'by' | 'seats'>,
): boolean {
  return business.includes(by) && (businessSeat === undefined || seats.includes(businessSeat));
}

/** How one earlier deployment of the service there went. */
export interface Past {
  readonly id: string;
  readonly at: Instant;
  readonly well: boolean;
}

/** How many of the newest went well in a row; `record` is newest first. One failure begins anew. */
export function streakOf(record: readonly Past[], since: Instant): number {
  const recent = record.filter((one) => one.at >= since);
  const failure = recent.findIndex((one) => !one.well);
  return failure === -1 ? recent.length : failure;
}
