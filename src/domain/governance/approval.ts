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

/**
 * How many people it takes at least: one may fill several slots. Counted by taking whoever helps in
 * most slots first, which for a few rules of a few people is the true least.
 */
export function fewest(slots: readonly ApprovalSlot[], requestedBy: string): number {
  const people = [...new Set(slots.flatMap((slot) => slot.people))].filter(
    (p) => p !== requestedBy,
  );
  const missing = slots.map((slot) => slot.quorum);
  const helps = (person: string): number =>
    slots.filter((slot, i) => (missing[i] ?? 0) > 0 && slot.people.includes(person)).length;
  let asked = 0;
  for (;;) {
    const [best] = people.toSorted((a, b) => helps(b) - helps(a));
    if (best === undefined || helps(best) === 0) return asked;
    slots.forEach((slot, i) => {
      if (slot.people.includes(best)) missing[i] = (missing[i] ?? 0) - 1;
    });
    people.splice(people.indexOf(best), 1);
    asked += 1;
  }
}

/** How many more people a slot needs, and who of them has already said yes. */
export function fill(
  slot: ApprovalSlot,
  approvals: readonly Approval[],
): { readonly given: readonly Approval[]; readonly missing: number } {
  const given = approvals.filter((a) => slot.people.includes(a.by));
  return { given, missing: Math.max(0, slot.quorum - new Set(given.map((a) => a.by)).size) };
}
