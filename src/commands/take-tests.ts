import { z } from 'zod';
import { findService } from '../domain/catalog/find.ts';
import { NO_ENVIRONMENT, outcomesOf, recordRun, TestReport } from '../domain/flaky/report.ts';
import type { Context } from '../ports/context.ts';
import type { Act } from '../ports/inbox.ts';

const Taken = z.object({ publisher: z.string(), report: TestReport });

/** Records what one delivery says of a run of tests; told again it is the same. @throws weather: the act stays */
export async function takeTests(
  ctx: Pick<Context, 'catalog' | 'store' | 'log'>,
  act: Act,
): Promise<void> {
  const taken = Taken.safeParse(act.body);
  const service = taken.success && findService(ctx.catalog(), taken.data.report.service);
  if (!taken.success || !service) {
    ctx.log.warn({ act: act.id }, 'a report of tests of a service that is gone');
    return;
  }
  const { commit, tests } = taken.data.report;
  const target = { service: service.name, environment: NO_ENVIRONMENT };
  const outcomes = outcomesOf(tests);
  const run = { ...target, key: act.id, commit, at: act.receivedAt, tests: outcomes };
  await ctx.store.change({ target }, () => recordRun(run));
}
