import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Incident } from '../../domain/incident/incident.ts';

/** Gives `INC-n` its n. */
export const incidentNumber = pgSequence('incident_number');

/**
 * Incidents; `body` is the truth, the other columns repeat what queries ask for. Times in ms. Of two
 * processes that hear of the same trouble at once one opens it: by its target, and by what the source
 * calls it.
 */
export const incident = pgTable(
  'incident',
  {
    id: text().primaryKey(),
    number: bigint({ mode: 'number' }).notNull().unique(),
    service: text().notNull(),
    environment: text().notNull(),
    source: text(),
    ref: text(),
    open: boolean().notNull(),
    openedAt: bigint('opened_at', { mode: 'number' }).notNull(),
    resolvedAt: bigint('resolved_at', { mode: 'number' }),
    revision: integer().notNull(),
    body: jsonb().$type<Incident>().notNull(),
  },
  (t) => [
    uniqueIndex('incident_open_target')
      .on(t.service, t.environment)
      .where(sql`open AND service <> '*'`),
    uniqueIndex('incident_open_reference').on(t.source, t.ref).where(sql`open`),
    index('incident_touched').on(sql`greatest(opened_at, resolved_at)`),
    index('incident_places').using('gin', sql`(body -> 'places') jsonb_path_ops`),
    index('incident_references').using('gin', sql`(body -> 'references') jsonb_path_ops`),
    check('incident_id_numbered', sql`${t.id} = 'INC-' || ${t.number}`),
    check('incident_revision_counts', sql`${t.revision} >= 0`),
  ],
);
