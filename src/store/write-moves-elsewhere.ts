import type { Move } from '../domain/elsewhere/move.ts';
import type { Row } from '../ports/store.ts';
import type { Write } from './decided.ts';

/** Told of twice, a change is one: the second time nothing is written, no entry of the ledger either. */
const INSERT = {
  name: 'insert-moved-elsewhere',
  text: `
  INSERT INTO moved_elsewhere
    (id, source, ref, kind, name, says, service, environment, at, percent, by, link)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING`,
};

export function writeMovesElsewhere(rows: readonly Row[]): readonly Write[] {
  return rows.flatMap((one) => (one.table === 'moved_elsewhere' ? [writeOne(one.row)] : []));
}

function writeOne(row: Move): Write {
  const { id, source, ref, kind, name, says, service, environment, at, percent, by, link } = row;
  const values = [id, source, ref, kind, name, says, service, environment, at, percent, by, link];
  return { ...INSERT, values, mustWrite: 1 };
}
