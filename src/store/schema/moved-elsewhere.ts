import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  pgSequence,
  pgTable,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import type { MoveId, MoveKind } from '../../domain/elsewhere/move.ts';

/** Gives `E-n` its n. */
export const moveNumber = pgSequence('move_number');

/** What was changed though Fairway did not change it, as its source told of it first; `*` is everywhere. `at` in ms. */
export const movedElsewhere = pgTable(
  'moved_elsewhere',
  {
    id: text().$type<MoveId>().primaryKey(),
    source: text().notNull(),
    ref: text().notNull(),
    kind: text().$type<MoveKind>().notNull(),
    name: text().notNull(),
    says: text().notNull(),
    service: text().notNull(),
    environment: text().notNull(),
    at: bigint({ mode: 'number' }).notNull(),
    percent: integer().notNull(),
    by: text(),
    link: text(),
  },
  (t) => [
    unique('moved_elsewhere_told').on(t.source, t.ref),
    index('moved_elsewhere_at').on(t.at),
    check('moved_elsewhere_id_numbered', sql`${t.id} ~ '^E-[1-9][0-9]*$'`),
    check('moved_elsewhere_somewhere', sql`${t.service} <> '*' OR ${t.environment} <> '*'`),
    check('moved_elsewhere_met', sql`${t.percent} BETWEEN 1 AND 100`),
  ],
);
