import type { Documents } from '../../ports/documents.ts';
import { type Database, nowParameter, nowSql } from '../clock.ts';

/** As long as an act is known again. */
const KEEP_MS = 24 * 3_600_000;

const FORGET = `DELETE FROM document WHERE at <= ${nowSql('$1')} - ${KEEP_MS}`;
const BEGIN = `INSERT INTO document (act, at) VALUES ($1, ${nowSql('$2')}) ON CONFLICT (act) DO NOTHING`;
const FIND = 'SELECT address FROM document WHERE act = $1';
const MADE = 'UPDATE document SET address = $2 WHERE act = $1';
const DROP = 'DELETE FROM document WHERE act = $1 AND address IS NULL';

export function createDocuments({ pool, clock }: Database): Documents {
  return {
    async begin(act) {
      await pool.query(FORGET, [nowParameter(clock)]);
      const { rowCount } = await pool.query(BEGIN, [act, nowParameter(clock)]);
      return rowCount === 1;
    },
    async find(act) {
      const { rows } = await pool.query<{ address: string | null }>(FIND, [act]);
      return rows[0]?.address ?? null;
    },
    async made(act, address) {
      await pool.query(MADE, [act, address]);
    },
    async drop(act) {
      await pool.query(DROP, [act]);
    },
  };
}
