import { z } from 'zod';
import { Because } from '../kernel/action-id.ts';
import { Duration } from '../kernel/duration.ts';
import type { Instant } from '../kernel/time.ts';
import { wrongWith } from './code-owners.ts';
import { AskDependants, Stake } from './dependants.ts';

const Pattern = z.string().superRefine((pattern, ctx) => {
  const message = wrongWith(pattern);
  if (message !== null) ctx.addIssue({ code: 'custom', message });
});

/**
 * Who must say yes. `groups` are group names, `owners` for the service's own, `code-owners` for those
 * of the files that change, of each one of them, or `dependants` for those of what depends on the service, asked as
 * `dependants` says; `paths` narrow it to changes of such files, and `risk` to deployments of that level or more.
 * `quorum` is how many different people of those groups. Whoever asked or wrote what changes never counts. Of all
 * rules that say `distinct` one person fills one; other rules one person may fill several of. `expires` closes the
 * request sooner than a day. Who has not answered is reminded, then it is handed on, rung by rung, to
 * groups or to whoever is `on-call`.
 */
export const ApprovalRule = z
  .strictObject({
    name: z.string().min(1),
    environments: z.array(z.string()).min(1),
    services: z.array(z.string()).optional(),
    tags: z.array(z.string()).optional(),
    paths: z.array(Pattern).min(1).optional(),
    risk: z.enum(['medium', 'high']).optional(),
    groups: z.array(z.string()).min(1),
    dependants: AskDependants.optional().describe(
      'How the owners of what depends on the service are asked. Left out: any one of them.',
    ),
    quorum: z.number().int().min(1).default(1),
    distinct: z.boolean().optional(),
    expires: Duration.optional(),
    remind: Duration.optional(),
    escalate: z
      .array(z.strictObject({ after: Duration, to: z.array(z.string()).min(1) }))
      .optional(),
    because: Because.optional(),
  })
  .superRefine(({ groups, dependants }, context) => {
    const message = dependants && wrongWithAsking(groups, dependants);
    if (message) context.addIssue({ code: 'custom', path: ['groups'], message });
  });
export type ApprovalRule = z.infer<typeof ApprovalRule>;

/** In `groups`: the owners of the files that change. */
export const CODE_OWNERS = 'code-owners';

/** In `groups`: the owners of whatever depends on the service there. */
export const DEPENDANTS = 'dependants';

/** What the groups of a rule lack for asking dependants as it says. */
function wrongWithAsking(
  groups: readonly string[],
  { ask, most }: z.infer<typeof AskDependants>,
): string | null {
  if (!groups.includes(DEPENDANTS))
    return `must name ${DEPENDANTS} when the rule says how to ask them`;
  if (ask === 'any') return null;
  if (groups.includes(CODE_OWNERS))
    return `cannot ask each of the ${DEPENDANTS} and ${CODE_OWNERS} in one rule: write two`;
  return groups.some((group) => group !== DEPENDANTS)
    ? null
    : `must name another group beside ${DEPENDANTS}: it decides where they have more than ${most} owners`;
}

/** In `escalate`: whoever is on call for the groups of the rule or the owners of the service. */
export const ON_CALL = 'on-call';

/** A rung of the ladder, with everybody it could ever mean for this request. */
const Rung = z.object({
  afterMs: z.number().int(),
  to: z.array(z.string()).readonly(),
  people: z.array(z.string()).readonly(),
});

/**
 * A rule with its groups resolved to people when the request was made: what the gate counts against.
 * `version` is the digest of the rule as it was then. `persons` own the files that change by themselves;
 * `unread` rules speak about files and apply because nobody knows which ones change; `patterns` are those of the
 * CODEOWNERS, or else of the rule, that stand for the files by which these people are asked, the first twenty.
 * `stake` is why people are asked who answer for something else.
 */
export const ApprovalSlot = z.object({
  rule: z.string(),
  groups: z.array(z.string()).readonly(),
  people: z.array(z.string()).readonly(),
  quorum: z.number().int().min(1),
  distinct: z.boolean().optional(),
  persons: z.array(z.string()).readonly().optional(),
  unread: z.boolean().optional(),
  patterns: z.array(z.string()).readonly().optional(),
  stake: Stake.optional(),
  version: z.string().optional(),
  expiresMs: z.number().int().optional(),
  remindMs: z.number().int().optional(),
  escalate: z.array(Rung).readonly().optional(),
});
export type ApprovalSlot = z.infer<typeof ApprovalSlot>;

/** Whom a rule names, as people know them. */
export function namedBy({ groups, persons = [] }: ApprovalSlot): readonly string[] {
  return [...groups, ...persons];
}

/** How somebody came to decide: in a group the rule names, as an owner of files, or because it was handed on. */
export type Standing = 'member' | 'owner of files' | 'handed on' | 'on call';

/** A rule under which a yes was given, by its version, and the membership by which it counted under it. */
export interface CountedUnder {
  readonly rule: string;
  readonly version: string | null;
  /** Whose groups they are is said by `for`: null is the giver's own. Not there in what was stored before. */
  readonly groups?: readonly string[];
  readonly for?: string | null;
  readonly as?: Standing;
  /** Of the files that it answered for; not there where the rule asked about none. */
  readonly patterns?: readonly string[];
}

/**
 * A person's yes to one exact plan; a changed plan needs a new yes. `groups` are those that gave the
 * right, `rules` what it was given under, `configuration` the version that said who is in them. `validUntil`
 * is not there in what was stored before an approval had its hour.
 */
export interface Approval {
  readonly by: string;
  /** For whom else it speaks, who delegated that. */
  readonly for?: readonly string[];
  readonly at: Instant;
  readonly planDigest: string;
  readonly groups: readonly string[];
  readonly rules?: readonly CountedUnder[];
  readonly configuration?: string;
  readonly validUntil?: Instant;
  /** Given ahead of the evidence: it counts from `greenAt` on, when all of that was there. */
  readonly whenGreen?: boolean;
  readonly greenAt?: Instant;
}

/** Whether it still waits for evidence. */
export function isAhead(a: Approval): boolean {
  return a.whenGreen === true && a.greenAt === undefined;
}

/** An approval is good for this long after the start that was planned when it was given. */
export const APPROVAL_VALID_MS = 60 * 60_000;

/** The approvals that count for this plan: nobody's who is barred from it, and none ahead of its time. */
export function counting(
  approvals: readonly Approval[],
  planDigest: string,
  barred: readonly string[],
): readonly Approval[] {
  const isBarred = (a: Approval): boolean =>
    [a.by, ...(a.for ?? [])].some((person) => barred.includes(person));
  return approvals.filter((a) => a.planDigest === planDigest && !isBarred(a) && !isAhead(a));
}
