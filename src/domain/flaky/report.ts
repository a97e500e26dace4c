import { z } from 'zod';
import type { Change } from '../kernel/change.ts';
import type { Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';

/** Tests run in no environment: `*` stands for it. */
export const NO_ENVIRONMENT = '*';
/** Of one delivery; a longer run is told in several. */
export const MOST_TESTS = 1_000;
export const LONGEST_TEST = 300;

/** One line without control characters and half characters, which no database keeps. */
function isPlainLine(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text) && text.trim() === text;
}

/** What a test did in one run: with retries both may be true. */
export const Outcome = z
  .strictObject({
    test: z
      .string()
      .min(1)
      .max(LONGEST_TEST)
      .refine(isPlainLine, { error: 'must be one line without control characters' }),
    passed: z.boolean(),
    failed: z.boolean(),
  })
  .refine(({ passed, failed }) => passed || failed, { error: 'must have passed or failed' });
export type Outcome = z.infer<typeof Outcome>;

/** What a job of CI tells of a run of tests, or of a part of it. */
export const TestReport = z.strictObject({
  service: z.string().min(1).max(100),
  /** Whole: of an abbreviated one nobody knows that it is the same. */
  commit: z
    .string()
    .regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/, 'must be a whole commit: 40 or 64 of 0-9 and a-f'),
  tests: z.array(Outcome).min(1).max(MOST_TESTS),
});
export type TestReport = z.infer<typeof TestReport>;

/** A run of tests of one of our services, as it is recorded. */
export interface TestRun extends Target {
  /** The act that told of it. */
  readonly key: string;
  readonly commit: string;
  readonly at: Instant;
  readonly tests: readonly Outcome[];
}

export interface TestRunRow {
  readonly table: 'test_run';
  readonly row: TestRun;
}

/** Runs of tests are facts and nobody's decision: the ledger has none of them. */
export function recordRun(row: TestRun): Change<TestRunRow, never> {
  return { rows: [{ table: 'test_run', row }], ledger: [], events: [] };
}

/**
 * What each test did, where one name may stand several times: as a rule it then means several tests, such as the rows
 * of a table, and failed where one of them did. Only where `retried` says that every try is told of on its own is a
 * failure that ends in a pass one test that did both; nothing is tried again after it passed.
 */
export function outcomesOf(told: Iterable<Outcome>, retried = false): readonly Outcome[] {
  const all = new Map<string, Outcome[]>();
  for (const one of told) {
    const before = all.get(one.test);
    if (before) before.push(one);
    else all.set(one.test, [one]);
  }
  return [...all].map(([test, tries]) => ({
    test,
    passed: tries.every(isPass) || tries.some(didBoth) || (retried && endsInPass(tries)),
    failed: tries.some(({ failed }) => failed),
  }));
}

function isPass({ passed, failed }: Outcome): boolean {
  return passed && !failed;
}

function didBoth({ passed, failed }: Outcome): boolean {
  return passed && failed;
}

function endsInPass(tries: readonly Outcome[]): boolean {
  return tries.findIndex(isPass) === tries.length - 1;
}
