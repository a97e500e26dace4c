import type { Schedule } from '../domain/governance/schedule.ts';
import type { Row } from '../ports/store.ts';
import type { Write } from './decided.ts';

const INSERT = {
  name: 'insert-schedule',
  text: `
  INSERT INTO schedule (id, service, environment, wake_at, revision, body)
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING`,
};

/** Only over the revision that the decision saw: one of several who look at it at once is heard. */
const UPDATE = {
  name: 'update-schedule',
  text: `
  UPDATE schedule SET wake_at = $4, revision = $5, body = $6
  WHERE id = $1 AND service = $2 AND environment = $3 AND revision = $5 - 1`,
};

export function writeSchedules(rows: readonly Row[]): readonly Write[] {
  return rows.flatMap((one) => (one.table === 'schedule' ? [writeOne(one.row)] : []));
}

function writeOne(row: Schedule): Write {
  const { id, service, environment, wakeAt, revision } = row;
  const values = [id, service, environment, wakeAt, revision, JSON.stringify(row)];
  return { ...(revision === 0 ? INSERT : UPDATE), values, mustWrite: 1 };
}
