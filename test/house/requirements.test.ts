import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './source-files.ts';

/** How many rows each section of the mission has; the numbers are stable names. */
const rowsPerSection = [7, 7, 7, 7, 7, 7, 7, 7];
const expectedIds = rowsPerSection.flatMap((rows, section) =>
  Array.from({ length: rows }, (_, row) => `${section + 1}.${row + 1}`),
);

type Row = {
  readonly id: string;
  readonly what: string;
  readonly where: string;
  readonly proof: string;
};

/** The table rows of the page, in its order. */
function rowsOf(page: string): readonly Row[] {
  const row = /^\| (\d+\.\d+) \| (.+?) \| (.+?) \| (.+?) \|$/gm;
  return [...page.matchAll(row)].map(([, id = '', what = '', where = '', proof = '']) => ({
    id,
    what,
    where,
    proof,
  }));
}

/** The paths a cell names in backticks. */
function pathsIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`\s]+\/[^`\s]*)`/g)].flatMap(([, path]) => path ?? []);
}

/** What is wrong with a row, in words; nothing when it is honest. */
function faultsOf({ where, proof }: Row): readonly string[] {
  const empty = [where, proof].filter((cell) => cell === 'not yet').length;
  if (empty === 2) return [];
  if (empty === 1) return ['code and proof come together, or both are `not yet`'];
  return [
    ...(pathsIn(where).length === 0 ? ['names no file'] : []),
    ...(pathsIn(proof).length === 0 ? ['names no proof'] : []),
    ...pathsIn(proof)
      .filter((path) => !/^(test|bench)\//.test(path))
      .map((path) => `${path} is no test or bench`),
    ...[...pathsIn(where), ...pathsIn(proof)]
      .filter((path) => !existsSync(join(root, path)))
      .map((path) => `${path} does not exist`),
  ];
}

describe('docs/requirements.md', () => {
  const rows = rowsOf(readFileSync(join(root, 'docs/requirements.md'), 'utf8'));

  test('has exactly the 56 rows, in order', () => {
    expect(expectedIds).toHaveLength(56);
    expect(rows.map((row) => row.id)).toEqual(expectedIds);
  });

  test('names only what exists, and a proof for whatever has code', () => {
    const faulty = rows.map((row) => ({ id: row.id, faults: faultsOf(row) }));
    expect(faulty.filter((row) => row.faults.length > 0)).toEqual([]);
  });
});

describe('the reading of a row', () => {
  const here = '`test/house/requirements.test.ts`';
  const row = (where: string, proof: string): Row => ({ id: '1.1', what: 'x', where, proof });

  test.each([
    ['both absent', row('not yet', 'not yet'), []],
    ['both there, with words', row('`test/house` first cut', here), []],
    [
      'code without proof',
      row('`src/', 'not yet'),
      ['code and proof come together, or both are `not yet`'],
    ],
    ['words alone', row('somewhere', 'surely'), ['names no file', 'names no proof']],
    [
      'a path that is gone',
      row(here, '`test/house/gone.test.ts`'),
      ['test/house/gone.test.ts does not exist'],
    ],
    ['a proof that is no test', row(here, '`docs/adr`'), ['docs/adr is no test or bench']],
  ])('%s', (_name, given, faults) => {
    expect(faultsOf(given)).toEqual(faults);
  });
});
