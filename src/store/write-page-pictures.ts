import type { Row } from '../ports/store.ts';
import type { Write } from './decided.ts';

const INSERT = {
  name: 'insert-page-picture',
  text: `
  INSERT INTO page_picture (key, at, jpeg) VALUES ($1, $2, decode($3, 'base64'))
  ON CONFLICT (key) DO NOTHING`,
};

export function writePagePictures(rows: readonly Row[]): readonly Write[] {
  return rows.flatMap((one): readonly Write[] => {
    if (one.table !== 'page_picture') return [];
    const { key, at, jpeg } = one.row;
    return [{ ...INSERT, values: [key, at, jpeg], mustWrite: null }];
  });
}
