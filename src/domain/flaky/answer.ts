import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Instant } from '../kernel/time.ts';
import { flakinessOf, type OnCommit } from './flaky-1.ts';
import { holds, type Quarantine, sayOwner } from './quarantine.ts';
import type { Outcome } from './report.ts';

/**
 * What a failure of a test means for a build. `excused`: it was known to be flaky before, and somebody has it in
 * quarantine: it alone may be retried, and does not fail the build. `flaky`: it passed and failed on one commit, and
 * nobody answers for it. `failed`: nothing is known of it, so it is what was built.
 */
export const Failure = z.object({
  test: z.string(),
  ruling: z.enum(['excused', 'flaky', 'failed']),
  /** Why, in words. */
  says: z.string(),
  owner: z.string().nullable(),
  /** When the quarantine ends, in ISO 8601. */
  until: z.string().nullable(),
});
export type Failure = z.infer<typeof Failure>;

/** The answer to a report: every test of it that failed. */
export const Answer = z.object({ failures: z.array(Failure) });
export type Answer = z.infer<typeof Answer>;

/** What was known of the tests of a report before it came. */
export interface KnownTests {
  readonly commits: ReadonlyMap<string, readonly OnCommit[]>;
  readonly quarantines: ReadonlyMap<string, Quarantine>;
}

/** Each failure on its own. What a report says itself excuses nothing: whoever retries blindly would excuse everything. */
export function answerTo(tests: readonly Outcome[], known: KnownTests, now: Instant): Answer {
  const failed = tests.filter((one) => one.failed);
  return { failures: failed.map((one) => failureOf(one, known, now)) };
}

function failureOf({ test, passed }: Outcome, known: KnownTests, now: Instant): Failure {
  const flakiness = flakinessOf(known.commits.get(test) ?? [], now);
  const quarantine = known.quarantines.get(test) ?? null;
  const holding = quarantine && holds(quarantine, now) ? quarantine : null;
  if (flakiness?.isFlaky && holding) {
    const { owner, until, because } = holding;
    const says = `flaky on ${flakiness.flakyOn} of ${flakiness.of} commits, quarantined: ${because}`;
    return { test, ruling: 'excused', says, owner: sayOwner(owner), until: isoOf(until) };
  }
  const uncounted = { test, owner: null, until: null };
  if (flakiness?.isFlaky) {
    const says = `flaky on ${flakiness.flakyOn} of ${flakiness.of} commits, ${withoutOf(quarantine)}`;
    return { ...uncounted, ruling: 'flaky', says };
  }
  if (passed) {
    const says = 'it passed and failed on this commit, which was not known of it before';
    return { ...uncounted, ruling: 'flaky', says };
  }
  const says = holding
    ? 'in quarantine, but clean since: no longer flaky'
    : 'not known to be flaky';
  return { ...uncounted, ruling: 'failed', says };
}

function withoutOf(quarantine: Quarantine | null): string {
  if (!quarantine) return 'and in no quarantine';
  const { owner, until, ended } = quarantine;
  const over = ended ? `${ended.by} ended its quarantine` : `its quarantine ended ${isoOf(until)}`;
  return `and ${over} (${sayOwner(owner)} had it)`;
}

/** Without milliseconds. */
function isoOf(at: Instant): string {
  return `${Temporal.Instant.fromEpochMilliseconds(at).toString().slice(0, 19)}Z`;
}
