import { sql } from 'drizzle-orm';
import { bigint, check, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/**
 * Which tests passed in a run, or in a part of it, for thirty days: when one of them fails on the same commit, it is
 * known that it passed there before. `at` in ms.
 */
export const testRun = pgTable(
  'test_run',
  {
    service: text().notNull(),
    commit: text('commit_id').notNull(),
    key: text().notNull(),
    at: bigint({ mode: 'number' }).notNull(),
    passed: jsonb().$type<readonly string[]>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.service, t.commit, t.key] }),
    index('test_run_at').on(t.service, t.at),
  ],
);

/**
 * What a test did on a commit, from the first on which it failed, for thirty days: most tests never fail, and of those
 * there is nothing here. Times in ms; `at` is the later of the two.
 */
export const testOutcome = pgTable(
  'test_outcome',
  {
    service: text().notNull(),
    test: text().notNull(),
    commit: text('commit_id').notNull(),
    passedAt: bigint('passed_at', { mode: 'number' }),
    failedAt: bigint('failed_at', { mode: 'number' }),
    at: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.service, t.test, t.commit] }),
    index('test_outcome_at').on(t.service, t.at),
    index('test_outcome_both')
      .on(t.service, t.test)
      .where(sql`passed_at IS NOT NULL AND failed_at IS NOT NULL`),
    check('test_outcome_ran', sql`${t.passedAt} IS NOT NULL OR ${t.failedAt} IS NOT NULL`),
  ],
);
