import type { Departure } from '../domain/governance/departure.ts';
import type { Row } from '../ports/store.ts';
import type { Write } from './decided.ts';

const INSERT = {
  name: 'insert-departure',
  text: `
  INSERT INTO departure (id, departs_at, wake_at, revision, body)
  VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING`,
};

/** Only over the revision that the decision saw: of several who look at it at once one is heard. */
const UPDATE = {
  name: 'update-departure',
  text: `
  UPDATE departure SET departs_at = $2, wake_at = $3, revision = $4, body = $5
  WHERE id = $1 AND revision = $4 - 1`,
};

export function writeDepartures(rows: readonly Row[]): readonly Write[] {
  return rows.flatMap((one) => (one.table === 'departure' ? [writeOne(one.row)] : []));
}

function writeOne(row: Departure): Write {
  const { id, departsAt, wakeAt, revision } = row;
  const values = [id, departsAt, wakeAt, revision, JSON.stringify(row)];
  return { ...(revision === 0 ? INSERT : UPDATE), values, mustWrite: 1 };
}
