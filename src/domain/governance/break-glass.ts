import { z } from 'zod';
import { Duration } from '../kernel/duration.ts';
import { type Instant, plus } from '../kernel/time.ts';

/** Two people besides the one who asks: one may be in a hurry, three are rarely wrong together. */
export const GLASS_QUORUM = 2;

/**
 * Who may let a deployment through a closed door besides its approvers, for how long it stays open once
 * they have (and how long an ask waits for them), and within what time it is looked at afterwards.
 */
export const BreakGlassRule = z.strictObject({
  groups: z.array(z.string()).default([]),
  lasts: Duration.prefault('60m'),
  review: Duration.prefault('2d'),
});
export type BreakGlassRule = z.infer<typeof BreakGlassRule>;

/** The rule as it was when the deployment was asked for, with its groups resolved to people. */
export interface Glass {
  readonly groups: readonly string[];
  readonly people: readonly string[];
  readonly lastsMs: number;
  readonly reviewMs: number;
}

/** One of the others said yes to breaking the glass. */
export interface GlassApproval {
  readonly by: string;
  readonly at: Instant;
  readonly groups: readonly string[];
  /** The version of the configuration that said who is in them. */
  readonly configuration?: string;
}

/** Somebody asked to go through what is closed; `endedAs` says how it ended before the deployment did. */
export interface BreakGlass {
  readonly askedBy: string;
  readonly at: Instant;
  readonly because: string;
  readonly incident: string | null;
  /** What held the deployment then, in words. */
  readonly through: readonly string[];
  /** It is for this plan; what moved since then was not meant. */
  readonly planDigest: string;
  readonly approvals: readonly GlassApproval[];
  readonly grantedAt: Instant | null;
  /** Until when an ask waits for its approvals; once granted, until when the glass is broken. */
  readonly expiresAt: Instant;
  /** The deployment's revision when it was asked, by which the call to the others is known. */
  readonly revision?: number;
  readonly endedAs: 'expired' | 'void' | 'refused' | 'withdrawn' | null;
}

/** Adds a yes; it is granted with the second different person, and lasts from then on. */
export function withApproval(glass: BreakGlass, given: GlassApproval, lastsMs: number): BreakGlass {
  const approvals = [...glass.approvals, given];
  const granted = new Set(approvals.map((a) => a.by)).size >= GLASS_QUORUM;
  return granted
    ? { ...glass, approvals, grantedAt: given.at, expiresAt: plus(given.at, lastsMs) }
    : { ...glass, approvals };
}

/** Until when the glass is broken for this plan; null when it is not, or not any more. */
export function brokenUntil(
  glass: BreakGlass | null | undefined,
  planDigest: string,
): Instant | null {
  const broken = glass?.grantedAt != null && glass.endedAs === null;
  return broken && glass.planDigest === planDigest ? glass.expiresAt : null;
}
