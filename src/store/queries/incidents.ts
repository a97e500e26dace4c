import { and, desc, eq, gte, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Reference } from '../../domain/incident/alert.ts';
import type { Incident, IncidentId } from '../../domain/incident/incident.ts';
import type { Target } from '../../domain/kernel/target.ts';
import type { IncidentFilter } from '../../ports/records.ts';
import { incident } from '../schema/incident.ts';
import type { Tables } from './tables.ts';

export async function findIncident(tables: Tables, id: IncidentId): Promise<Incident | null> {
  const [row] = await tables
    .select({ body: incident.body })
    .from(incident)
    .where(eq(incident.id, id));
  return row?.body ?? null;
}

/** Incidents that fit the filter, newest first. */
export async function listIncidents(
  tables: Tables,
  { since, until, open, service, environment, limit }: IncidentFilter,
): Promise<readonly Incident[]> {
  const place = { ...(service && { service }), ...(environment && { environment }) };
  const where: SQL[] = [
    ...(since === undefined ? [] : [gte(touched, since)]),
    ...(until === undefined ? [] : [lte(incident.openedAt, until)]),
    ...(open === undefined ? [] : [open ? sql`open` : sql`NOT open`]),
    ...(Object.keys(place).length === 0 ? [] : [holds(places, place)]),
  ];
  const rows = await tables
    .select({ body: incident.body })
    .from(incident)
    .where(and(...where))
    .orderBy(desc(incident.number))
    .limit(limit);
  return rows.map((row) => row.body);
}

/** An open one before one that is over, then by what the source calls it, then the newest. */
export async function findIncidentAbout(
  tables: Tables,
  { source, ref }: Pick<Reference, 'source' | 'ref'>,
  { service, environment }: Target,
): Promise<Incident | null> {
  const named = holds(references, { source, ref });
  const there = and(sql`open`, holds(places, { service, environment }));
  const [row] = await tables
    .select({ body: incident.body })
    .from(incident)
    .where(or(named, there))
    .orderBy(desc(incident.open), desc(named), desc(incident.number))
    .limit(1);
  return row?.body ?? null;
}

/** As the index `incident_touched` says it; `greatest` ignores what is null. */
const touched = sql`greatest(${incident.openedAt}, ${incident.resolvedAt})`;
const places = sql`(${incident.body} -> 'places')`;
const references = sql`(${incident.body} -> 'references')`;

function holds(list: SQL, one: object): SQL {
  return sql`${list} @> ${JSON.stringify([one])}::jsonb`;
}
