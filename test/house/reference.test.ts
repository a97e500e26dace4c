import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reference, referencePages } from '../../src/cli/reference.ts';
import { cliVerbs } from '../../src/cli/verbs.ts';
import { verbs } from '../../src/commands/verbs.ts';
import { root } from './source-files.ts';

const pages = referencePages(cliVerbs);

test.each([...pages])('docs/reference/%s is what the program prints', (file, text) => {
  expect(readFileSync(join(root, 'docs/reference', file), 'utf8')).toBe(text);
});

test('no page lies in docs/reference that nothing prints', () => {
  const found = readdirSync(join(root, 'docs/reference')).filter((file) => file.endsWith('.md'));
  expect(found.toSorted()).toEqual([...pages.keys()].toSorted());
});

test('every verb has its section, and every row of a table as many cells as its head', () => {
  for (const verb of verbs) expect(pages.get('verbs.md')).toContain(`\n## ${verb.name}\n`);
  for (const [file, text] of pages) {
    const widths = text.split('\n\n').map((part) => new Set(part.match(/^\|.*$/gm)?.map(cells)));
    expect(
      widths.filter((width) => width.size > 1),
      file,
    ).toEqual([]);
  }
});

function cells(row: string): number {
  return row.split(/(?<!\\)\|/).length;
}

test('`fairway reference` writes them where it is told, and nothing where it is not understood', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fairway-reference-'));
  const said: string[] = [];
  const print = (line: string): void => void said.push(line);
  expect(await reference([folder], print, cliVerbs)).toBe(0);
  expect(readdirSync(folder).toSorted()).toEqual([...pages.keys()].toSorted());
  expect(said).toHaveLength(pages.size);
  expect(await reference(['--all'], print, cliVerbs)).toBe(2);
  expect(said.at(-1)).toBe('usage: fairway reference [folder]');
  rmSync(folder, { recursive: true });
});
