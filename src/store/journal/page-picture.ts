import type { PagePictures } from '../../ports/page-pictures.ts';
import { type Database, nowParameter, nowSql } from '../clock.ts';

/** Longer than a chat is away as a rule; a page may show what is nobody's business. */
const KEEP_MS = 24 * 3_600_000;

const FORGET_OLD = `DELETE FROM page_picture WHERE at <= ${nowSql('$1')} - ${KEEP_MS}`;
const FIND = 'SELECT jpeg FROM page_picture WHERE key = $1';
const DROP = 'DELETE FROM page_picture WHERE key = $1';

export function createPagePictures({ pool, clock }: Database): PagePictures {
  return {
    async find(key) {
      await pool.query(FORGET_OLD, [nowParameter(clock)]);
      const { rows } = await pool.query<{ jpeg: Buffer }>(FIND, [key]);
      return rows[0]?.jpeg ?? null;
    },
    async drop(key) {
      await pool.query(DROP, [key]);
    },
  };
}
