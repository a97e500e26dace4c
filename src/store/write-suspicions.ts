import type { Suspicion } from '../domain/correlation/suspicion.ts';
import type { Row } from '../ports/store.ts';
import type { Write } from './decided.ts';

const INSERT = {
  name: 'insert-suspicion',
  text: `
  INSERT INTO suspicion (incident, service, environment, revision, body)
  VALUES ($1, $2, $3, $4, $5) ON CONFLICT (incident) DO NOTHING`,
};

/** Only over the revision that the decision saw. */
const UPDATE = {
  name: 'update-suspicion',
  text: `
  UPDATE suspicion SET revision = $4, body = $5
  WHERE incident = $1 AND service = $2 AND environment = $3 AND revision = $4 - 1`,
};

export function writeSuspicions(rows: readonly Row[]): readonly Write[] {
  return rows.flatMap((one) => (one.table === 'suspicion' ? [writeOne(one.row)] : []));
}

function writeOne(row: Suspicion): Write {
  const { incident, service, environment, revision } = row;
  const values = [incident, service, environment, revision, JSON.stringify(row)];
  return { ...(revision === 0 ? INSERT : UPDATE), values, mustWrite: 1 };
}
