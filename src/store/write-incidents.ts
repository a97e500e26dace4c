import type { Incident } from '../domain/incident/incident.ts';
import type { Row } from '../ports/store.ts';
import type { Write } from './decided.ts';

/** When somebody else opened one for the same trouble meanwhile nothing is written: look again. */
const INSERT = {
  name: 'insert-incident',
  text: `
  INSERT INTO incident (id, number, service, environment, source, ref, open, opened_at, resolved_at,
    revision, body)
  VALUES ($1, substr($1, 5)::bigint, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
};

/** Only over the revision that the decision saw. */
const UPDATE = {
  name: 'update-incident',
  text: `
  UPDATE incident SET open = $6, resolved_at = $8, revision = $9, body = $10
  WHERE id = $1 AND service = $2 AND environment = $3 AND source IS NOT DISTINCT FROM $4
    AND ref IS NOT DISTINCT FROM $5 AND opened_at = $7 AND revision = $9 - 1`,
};

/** In the order of their ids, so that two changes of the same ones never wait for each other in a circle. */
export function writeIncidents(rows: readonly Row[]): readonly Write[] {
  return rows
    .flatMap((one) => (one.table === 'incident' ? [one.row] : []))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(writeOne);
}

function writeOne(row: Incident): Write {
  const { id, service, environment, references, openedAt, resolved, revision } = row;
  const first = references[0] ?? null;
  const values = [
    id,
    service,
    environment,
    first?.source ?? null,
    first?.ref ?? null,
    row.status !== 'resolved',
    openedAt,
    resolved?.at ?? null,
    revision,
    JSON.stringify(row),
  ];
  return { ...(revision === 0 ? INSERT : UPDATE), values, mustWrite: 1 };
}
