import { bigint, jsonb, pgTable } from 'drizzle-orm/pg-core';
import type { KnownPeople } from '../../domain/catalog/people-list.ts';

/** Lists of people that administrators signed; the one with the highest serial counts. */
export const peopleList = pgTable('people_list', {
  serial: bigint({ mode: 'number' }).primaryKey(),
  body: jsonb().$type<KnownPeople>().notNull(),
});
