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
  const more = left > 0 ? [[plainElement(`… and ${left} more`, {})]] : [];
  const none = part.items.length === 0 ? [[plainElement('None', {})]] : [];
  const heading = part.heading ? [richLine([{ bold: part.heading }], look.names)] : [];
  const lines = [...shown, ...more, ...none];
  const marked = part.items.every((item) => item.mark !== 'plain');
  return [
    richText(
      marked ? [ownLines([...heading, ...lines])] : [...heading.map(richSection), bullets(lines)],
    ),
  ];
}

/** A mark is bullet enough; only unmarked items get Slack's own. */
function ownLines(lines: readonly (readonly Block[])[]): Block {
  return richSection(
    lines.flatMap((line, i) => (i === 0 ? line : [plainElement('\n', {}), ...line])),
  );
}

function bullets(lines: readonly (readonly Block[])[]): Block {
  const style: RichTextList['style'] = 'bullet';
  return { type: 'rich_text_list', style, elements: lines.map(richSection) };
}

function renderItem(item: Item, names: Names): readonly Block[] {
  const line = richLine(item.line, names, { max: ITEM_LENGTH, bold: item.mark === 'now' });
  const mark = MARKS[item.mark];
  return mark ? [emoji(mark), plainElement(' ', {}), ...line] : line;
}
