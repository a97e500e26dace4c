import { type Answer, answerTo } from '../domain/flaky/answer.ts';
import { WITHIN_MS } from '../domain/flaky/flaky-1.ts';
import type { TestReport } from '../domain/flaky/report.ts';
import { plus } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';

/**
 * What the failures of a report mean, by what was known before it was recorded.
 * @param service as the catalog names it
 * @throws weather of the store
 */
export async function answerTests(
  { records }: Pick<Context, 'records'>,
  service: string,
  tests: TestReport['tests'],
): Promise<Answer> {
  const failed = tests.flatMap((one) => (one.failed ? [one.test] : []));
  if (failed.length === 0) return { failures: [] };
  const now = await records.now();
  const which = { tests: failed, limit: failed.length };
  const [histories, quarantines] = await Promise.all([
    records.testHistories(service, { ...which, since: plus(now, -WITHIN_MS) }),
    records.quarantines({ ...which, service }),
  ]);
  const known = {
    commits: new Map(histories.map(({ test, commits }) => [test, commits])),
    quarantines: new Map(quarantines.map((one) => [one.test, one])),
  };
  return answerTo(tests, known, now);
}
