import type { JourneyWatch } from '../domain/deployment/journey-watch.ts';
import type { Row } from '../ports/store.ts';
import type { Write } from './decided.ts';

/** Over the revision that the decision saw, or not at all: of many workers one begins a round. */
const WRITE = {
  name: 'write-journey-watch',
  text: `
  INSERT INTO journey_watch AS seen (environment, service, name, revision, body)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (environment, service, name) DO UPDATE
    SET revision = excluded.revision, body = excluded.body
  WHERE seen.revision = excluded.revision - 1`,
};

export function writeJourneyWatches(rows: readonly Row[]): readonly Write[] {
  return rows.flatMap((one) => (one.table === 'journey_watch' ? [writeOne(one.row)] : []));
}

function writeOne(row: JourneyWatch): Write {
  const { environment, service, name, revision } = row;
  const values = [environment, service, name, revision, JSON.stringify(row)];
  return { ...WRITE, values, mustWrite: 1 };
}
