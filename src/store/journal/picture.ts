import { instant } from '../../domain/kernel/time.ts';
import type { Pictures } from '../../ports/pictures.ts';
import { type Database, nowParameter, nowSql } from '../clock.ts';

/** Less than the shortest time after which a workspace hides what is old. */
const KEEP_MS = 30 * 86_400_000;

const FIND = `SELECT file, at FROM picture WHERE key = $1 AND at > ${nowSql('$2')} - ${KEEP_MS}`;
const FORGET_OLD = `DELETE FROM picture WHERE at <= ${nowSql('$1')} - ${KEEP_MS}`;
const KEEP = `INSERT INTO picture (key, file, at) VALUES ($1, $2, ${nowSql('$3')})
  ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING file, at`;
const FORGET = 'DELETE FROM picture WHERE file = $1';

interface Row {
  readonly file: string;
  readonly at: string;
}

export function createPictures({ pool, clock }: Database): Pictures {
  return {
    async find(key) {
      const { rows } = await pool.query<Row>(FIND, [key, nowParameter(clock)]);
      const [row] = rows;
      return row ? { file: row.file, at: instant(Number(row.at)) } : null;
    },
    async keep(key, file) {
      await pool.query(FORGET_OLD, [nowParameter(clock)]);
      const { rows } = await pool.query<Row>(KEEP, [key, file, nowParameter(clock)]);
      const [row] = rows;
      if (!row) throw new Error('a picture was not kept');
      return { file: row.file, at: instant(Number(row.at)) };
    },
    async forget(file) {
      await pool.query(FORGET, [file]);
    },
  };
}
