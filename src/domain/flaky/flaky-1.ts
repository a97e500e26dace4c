import { type Instant, instant } from '../kernel/time.ts';

/**
 * The definitions, version 1, of which tests of a service are flaky. A change of any of them is a new version with a
 * new name.
 *
 * - A test *ran* on a commit when a report said that it passed there or that it failed; a skipped one did not run.
 * - It was *flaky on a commit* when it passed and failed on that commit, both within the last 30 days, in whatever
 *   order: in one report (a retry) or in several. A test is its name, and the variant it ran in where one is named. A
 *   name that stands several times in one report, and whose tries are not told of on purpose, failed where one did.
 * - Outcomes on different commits say nothing: the code was another.
 * - A test *is flaky* when it was flaky on a commit, until it is *clean*: since that it passed, and did not fail, on
 *   100 other commits. Then it fails on fewer than 3 of 100 with 95 %: the rule of three, J. A. Hanley and A.
 *   Lippman-Hand, JAMA 249 (1983), 1743–1745. A commit on which it only failed counts neither way: it may be broken.
 * - Its *rate* is of the commits on which it ran since it first failed; what it did before nobody wrote down.
 */
export const FLAKY_VERSION = 'flaky-1';
export const WITHIN_MS = 30 * 86_400_000;
export const CLEAN_AFTER = 100;

/** What a test did on one commit: when it last passed there, and when it last failed; null where it never did. */
export interface OnCommit {
  readonly commit: string;
  readonly passedAt: Instant | null;
  readonly failedAt: Instant | null;
}

/** All that is known of one test of a service. */
export interface TestHistory {
  readonly test: string;
  readonly commits: readonly OnCommit[];
}

/** How flaky a test is, by the definitions above. */
export interface Flakiness {
  /** On so many commits it passed and failed. */
  readonly flakyOn: number;
  /** Of so many on which it ran. */
  readonly of: number;
  /** When that was seen last, and on which commit. */
  readonly lastAt: Instant;
  readonly lastCommit: string;
  /** On so many commits since then it passed and did not fail. */
  readonly cleanOn: number;
  readonly isFlaky: boolean;
}

/** Null where it was flaky on no commit of the last 30 days. */
export function flakinessOf(commits: readonly OnCommit[], now: Instant): Flakiness | null {
  const recent = commits.map((one) => within(one, now)).filter(ran);
  const last = recent.filter(isFlakyOn).toSorted((a, b) => seenAt(b) - seenAt(a))[0];
  if (!last) return null;
  const lastAt = seenAt(last);
  const cleanOn = recent.filter(
    ({ passedAt, failedAt }) => failedAt === null && passedAt !== null && passedAt > lastAt,
  ).length;
  return {
    flakyOn: recent.filter(isFlakyOn).length,
    of: recent.length,
    lastAt,
    lastCommit: last.commit,
    cleanOn,
    isFlaky: cleanOn < CLEAN_AFTER,
  };
}

/** The commit as the last 30 days know it. */
function within({ commit, passedAt, failedAt }: OnCommit, now: Instant): OnCommit {
  const known = (at: Instant | null): Instant | null =>
    at !== null && now - at <= WITHIN_MS ? at : null;
  return { commit, passedAt: known(passedAt), failedAt: known(failedAt) };
}

function ran({ passedAt, failedAt }: OnCommit): boolean {
  return passedAt !== null || failedAt !== null;
}

function isFlakyOn({ passedAt, failedAt }: OnCommit): boolean {
  return passedAt !== null && failedAt !== null;
}

/** When both were known. */
function seenAt({ passedAt, failedAt }: OnCommit): Instant {
  return instant(Math.max(passedAt ?? 0, failedAt ?? 0));
}
