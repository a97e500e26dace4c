import { consentTo } from './consent.ts';
import type { Deployment } from './deployment.ts';

/** How long one rule takes to be met, over several requests. Times in milliseconds. */
export interface RuleTime {
  readonly rule: string;
  readonly met: number;
  readonly medianMs: number;
  /** Nine of ten were met within this. */
  readonly slowMs: number;
  /** Requests that wait for it now. */
  readonly waiting: number;
}

/**
 * From the request to the yes with which the rule was met, rule by rule, the slowest first. An approval
 * given for when all is green counts from when it was; requests that ended unmet count nowhere.
 */
export function timesToApprove(all: readonly Deployment[]): readonly RuleTime[] {
  const found = all.flatMap((d) =>
    consentTo(d).map(({ slot, given, missing }) => {
      const counted = given.map((a) => a.greenAt ?? a.at).toSorted((a, b) => a - b);
      const met = missing === 0 ? (counted[slot.quorum - 1] ?? null) : null;
      const tookMs = met === null ? null : met - d.requestedAt;
      return { rule: slot.rule, tookMs, waits: tookMs === null && d.status === 'pending' };
    }),
  );
  const rules = [...new Set(found.map((one) => one.rule))];
  return rules
    .map((rule): RuleTime => {
      const own = found.filter((one) => one.rule === rule);
      const took = own.flatMap((one) => one.tookMs ?? []).toSorted((a, b) => a - b);
      const waiting = own.filter((one) => one.waits).length;
      return { rule, met: took.length, medianMs: at(took, 0.5), slowMs: at(took, 0.9), waiting };
    })
    .toSorted((a, b) => b.medianMs - a.medianMs);
}

/** The nearest-rank percentile; 0 of nothing. */
function at(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}
