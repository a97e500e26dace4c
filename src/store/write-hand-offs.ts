import type { HandOff } from '../domain/governance/hand-off.ts';
import type { Row } from '../ports/store.ts';
import type { Write } from './decided.ts';

const INSERT = {
  name: 'insert-hand-off',
  text: `
  INSERT INTO hand_off (service, version, environment, wake_at, revision, body)
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (service, version) DO NOTHING`,
};

/** Only over the revision that the decision saw: one of several who look at it at once is heard. */
const UPDATE = {
  name: 'update-hand-off',
  text: `
  UPDATE hand_off SET environment = $3, wake_at = $4, revision = $5, body = $6
  WHERE service = $1 AND version = $2 AND revision = $5 - 1`,
};

export function writeHandOffs(rows: readonly Row[]): readonly Write[] {
  return rows.flatMap((one) => (one.table === 'hand_off' ? [writeOne(one.row)] : []));
}

function writeOne(row: HandOff): Write {
  const { service, version, environment, wakeAt, revision } = row;
  const values = [service, version, environment, wakeAt, revision, JSON.stringify(row)];
  return { ...(revision === 0 ? INSERT : UPDATE), values, mustWrite: 1 };
}
