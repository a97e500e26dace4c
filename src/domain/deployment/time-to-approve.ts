import type { Approval, ApprovalSlot } from '../governance/approval.ts';
import { rightGiven } from '../governance/given-under.ts';
import { consentTo } from './consent.ts';
import type { Deployment } from './deployment.ts';

/**
 * By which way a rule was met: by a member of its groups, by who answers for the files that change, by somebody else to
 * whom it was handed on, by who was on call, by who stood in for another, or ahead, to count when all is green.
 */
export const WAYS = ['member', 'files', 'handed on', 'on call', 'for another', 'ahead'] as const;
export type Way = (typeof WAYS)[number];

/** How long it takes, over several requests; milliseconds. */
export interface TimeTaken {
  readonly met: number;
  readonly medianMs: number;
  /** Nine of ten were met within this. */
  readonly slowMs: number;
}

/** How long one rule takes to be met. */
export interface RuleTime extends TimeTaken {
  readonly rule: string;
  /** Requests that wait for it now. */
  readonly waiting: number;
  /** The same by the way of the yes that met it: each request once, the slowest way first. */
  readonly ways: readonly (TimeTaken & { readonly way: Way })[];
  /** And by the patterns of the files that this yes answered for, unless ahead: a request once under each of them. */
  readonly files: readonly (TimeTaken & { readonly pattern: string })[];
}

interface Met {
  readonly tookMs: number;
  readonly way: Way;
  readonly patterns: readonly string[];
}

/**
 * From the request to the yes with which the rule was met, rule by rule, the slowest first. An approval
 * given for when all is green counts from when it was; requests that ended unmet count nowhere.
 */
export function timesToApprove(all: readonly Deployment[]): readonly RuleTime[] {
  const found = all.flatMap((d) =>
    consentTo(d).map(({ slot, given, missing }) => {
      const counted = given.toSorted((a, b) => countsFrom(a) - countsFrom(b));
      const last = missing === 0 ? (counted[slot.quorum - 1] ?? null) : null;
      const met = last && metBy(last, slot, d);
      return { rule: slot.rule, met, waits: met === null && d.status === 'pending' };
    }),
  );
  const rules = [...new Set(found.map((one) => one.rule))];
  return rules
    .map((rule): RuleTime => {
      const own = found.filter((one) => one.rule === rule);
      const met = own.flatMap((one) => one.met ?? []);
      const patterns = [...new Set(met.flatMap((one) => one.patterns))];
      return {
        rule,
        ...taken(met),
        waiting: own.filter((one) => one.waits).length,
        ways: WAYS.flatMap((way) => {
          const these = met.filter((one) => one.way === way);
          return these.length > 0 ? [{ way, ...taken(these) }] : [];
        }).toSorted(slowestFirst),
        files: patterns
          .map((pattern) => {
            return { pattern, ...taken(met.filter((one) => one.patterns.includes(pattern))) };
          })
          .toSorted(slowestFirst),
      };
    })
    .toSorted(slowestFirst);
}

function countsFrom(a: Approval): number {
  return a.greenAt ?? a.at;
}

function metBy(a: Approval, slot: ApprovalSlot, d: Deployment): Met {
  const right = rightGiven(slot, a);
  const way = wayOf(a, right);
  const patterns = way === 'ahead' ? [] : (right?.patterns ?? []);
  return { tookMs: countsFrom(a) - d.requestedAt, way, patterns };
}

/** Ahead is told before all else: how long that took depends on the evidence, whoever gave it. */
function wayOf(a: Approval, right: ReturnType<typeof rightGiven>): Way {
  if (a.greenAt !== undefined) return 'ahead';
  if (right?.for != null) return 'for another';
  if (right?.as === 'on call' || right?.as === 'handed on') return right.as;
  const byFiles = right?.as === 'owner of files' || (right?.patterns ?? []).length > 0;
  return byFiles ? 'files' : 'member';
}

function taken(met: readonly Pick<Met, 'tookMs'>[]): TimeTaken {
  const took = met.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b);
  return { met: took.length, medianMs: at(took, 0.5), slowMs: at(took, 0.9) };
}

function slowestFirst(a: TimeTaken, b: TimeTaken): number {
  return b.medianMs - a.medianMs;
}

/** The nearest-rank percentile; 0 of nothing. */
function at(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}
