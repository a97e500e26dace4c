import { sql } from 'drizzle-orm';
import {
  bigint,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Configuration, ConfigurationFile } from '../../domain/configuration/configuration.ts';

/** One version of the configuration with its files, word for word; at most one is in force. */
export const configuration = pgTable(
  'configuration',
  {
    number: bigint({ mode: 'number' }).primaryKey(),
    version: text().notNull(),
    status: text().notNull(),
    revision: integer().notNull(),
    body: jsonb().$type<Configuration>().notNull(),
    files: json().$type<readonly ConfigurationFile[]>().notNull(),
  },
  (t) => [
    index('configuration_version').on(t.version),
    uniqueIndex('configuration_active').on(t.status).where(sql`status = 'active'`),
  ],
);
