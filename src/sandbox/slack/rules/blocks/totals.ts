import { isObject, type JsonObject, textOf } from '../../json.ts';
import type { Report } from './shape.ts';

/** Limits over all blocks of one kind together. */
const totals: readonly {
  readonly type: string;
  readonly characters?: number;
  readonly blocks?: number;
}[] = [
  { type: 'table', characters: 10_000 },
  { type: 'data_table', characters: 20_000 },
  { type: 'markdown', characters: 12_000 },
  { type: 'data_visualization', blocks: 2 },
];

export function checkTotals(blocks: readonly JsonObject[], pointer: string, report: Report): void {
  for (const { type, characters = Infinity, blocks: most = Infinity } of totals) {
    const same = blocks.filter((block) => block['type'] === type);
    if (same.length > most) report(`no more than ${most} ${type} blocks allowed`, pointer);
    const length = same.reduce((sum, block) => sum + textLength(block), 0);
    if (length > characters) {
      report(`${type} blocks must have less than ${characters + 1} characters in total`, pointer);
    }
  }
}

/** Characters of all `text` within. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + textLength(one), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [name, one]) =>
      sum + (name === 'text' ? (textOf(one)?.length ?? textLength(one)) : textLength(one)),
    0,
  );
}
