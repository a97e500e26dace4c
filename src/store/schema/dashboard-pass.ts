import { sql } from 'drizzle-orm';
import { bigint, check, index, pgTable, text } from 'drizzle-orm/pg-core';

/**
 * What opens the dashboard: links that are good once, and the sessions they became. The token is nowhere,
 * `hash` is its SHA-256 in hexadecimal.
 */
export const dashboardPass = pgTable(
  'dashboard_pass',
  {
    hash: text().primaryKey(),
    kind: text({ enum: ['link', 'session'] }).notNull(),
    account: text().notNull(),
    person: text().notNull(),
    until: bigint({ mode: 'number' }).notNull(),
  },
  (pass) => [
    check('dashboard_pass_kind', sql`${pass.kind} IN ('link', 'session')`),
    index('dashboard_pass_until').on(pass.until),
  ],
);
