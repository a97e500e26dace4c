import type { RawTextElement, TableBlock } from '@slack/types';
import { visible } from '../../projections/visible.ts';
import { type Block, LIMITS } from './block.ts';
import type { PartOf } from './look.ts';
import { cut } from './plain.ts';
import { plainElement, richSection, richText } from './rich-line.ts';

const CELL_LENGTH = 200;
const COLUMN_WIDTH = 40;

type Cells = readonly (readonly string[])[];

/** A message may hold one table; another one, and any in a modal, is drawn with spaces. */
export function renderTable(part: PartOf<'table'>, asBlock: boolean): readonly Block[] {
  const all = [part.head, ...part.rows].map((row) => row.slice(0, LIMITS.tableColumns).map(cell));
  const rows = within(all);
  const left = all.length - rows.length;
  const more =
    left > 0 ? [richText([richSection([plainElement(`… and ${left} more rows`, {})])])] : [];
  const columns = Math.max(...rows.map((row) => row.length));
  if (columns === 0) return more;
  const filled = rows.map((row) => Array.from({ length: columns }, (_, i) => row[i] ?? '–'));
  return [asBlock ? table(filled) : preformatted(filled), ...more];
}

function cell(text: string): string {
  return cut(visible(text), CELL_LENGTH) || '–';
}

/** The first rows that fit, the head always among them. */
function within(rows: Cells): Cells {
  let room: number = LIMITS.tableText;
  const end = rows.findIndex((row) => {
    room -= row.reduce((sum, text) => sum + text.length, 0) + LIMITS.tableColumns;
    return room < 0;
  });
  return rows.slice(0, Math.min(end === -1 ? rows.length : end, LIMITS.tableRows));
}

function table(rows: Cells): Block {
  const cells = rows.map((row) =>
    row.map((text) => ({ type: 'raw_text', text }) satisfies RawTextElement),
  );
  return { type: 'table', rows: cells } satisfies TableBlock;
}

function preformatted(rows: Cells): Block {
  const widths = (rows[0] ?? []).map((_, i) => {
    return Math.max(...rows.map((row) => Math.min(COLUMN_WIDTH, row[i]?.length ?? 0)));
  });
  const lines = rows.map((row) =>
    row
      .map((text, i) => cut(text, COLUMN_WIDTH).padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const text = cut(lines.join('\n'), LIMITS.tableText);
  return richText([{ type: 'rich_text_preformatted', elements: [plainElement(text, {})] }]);
}
