import type { RichTextList } from '@slack/types';
import type { Item } from '../../projections/view.ts';
import type { Block } from './block.ts';
import type { Look, PartOf } from './look.ts';
import type { Names } from './names.ts';
import { emoji, plainElement, richLine, richSection, richText } from './rich-line.ts';

const MOST = 60;
const ITEM_LENGTH = 500;

/** Standard emoji only: custom ones may not exist. The words of the line say the same. */
const MARKS: Readonly<Record<Item['mark'], string | null>> = {
  done: 'white_check_mark',
  now: 'arrow_forward',
  next: 'white_circle',
  failed: 'x',
  plain: null,
};

export function renderList(part: PartOf<'list'>, look: Look): readonly Block[] {
  const shown = part.items.slice(0, MOST).map((item) => renderItem(item, look.names));
  const left = part.items.length - shown.length;
  const more = left > 0 ? [richSection([plainElement(`… and ${left} more`, {})])] : [];
  const heading = part.heading ? [richSection(richLine([{ bold: part.heading }], look.names))] : [];
  const items = [...shown, ...more];
  const list = items.length > 0 ? [listOf(items)] : [richSection([plainElement('None', {})])];
  return [richText([...heading, ...list])];
}

function listOf(elements: readonly Block[]): Block {
  const style: RichTextList['style'] = 'bullet';
  return { type: 'rich_text_list', style, elements };
}

function renderItem(item: Item, names: Names): Block {
  const line = richLine(item.line, names, { max: ITEM_LENGTH, bold: item.mark === 'now' });
  const mark = MARKS[item.mark];
  return richSection(mark ? [emoji(mark), plainElement(' ', {}), ...line] : line);
}
