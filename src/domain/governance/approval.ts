import { z } from 'zod';
import type { Instant } from '../kernel/time.ts';

/**
 * Who must say yes. `groups` are group names, or `owners` for the service's own; `quorum` is how many
 * different people of those groups. The requester never counts.
 */
export const ApprovalRule = z.strictObject({
  name: z.string().min(1),
  environments: z.array(z.string()).min(1),
  services: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
  groups: z.array(z.string()).min(1),
  quorum: z.number().int().min(1).default(1),
});
export type ApprovalRule = z.infer<typeof ApprovalRule>;

/** A rule with its groups resolved to people when the request was made: what the gate counts against. */
export interface ApprovalSlot {
  readonly rule: string;
  readonly groups: readonly string[];
  readonly people: readonly string[];
  readonly quorum: number;
}

/** A person's yes to one exact plan; a changed plan needs a new yes. */
export interface Approval {
  readonly by: string;
  readonly at: Instant;
  readonly planDigest: string;
  readonly groups: readonly string[];
}

/** The approvals that still count for this plan, whoever gave them. */
export function counting(
  approvals: readonly Approval[],
  planDigest: string,
  requestedBy: string,
): readonly Approval[] {
  return approvals.filter((a) => a.planDigest === planDigest && a.by !== requestedBy);
}

/** How many more people a slot needs, and who of them has already said yes. */
export function fill(
  slot: ApprovalSlot,
  approvals: readonly Approval[],
): { readonly given: readonly Approval[]; readonly missing: number } {
  const given = approvals.filter((a) => slot.people.includes(a.by));
  return { given, missing: Math.max(0, slot.quorum - new Set(given.map((a) => a.by)).size) };
}
