import { exact, indented } from '../../projections/visible.ts';
import type { Block } from './block.ts';
import { LIMITS } from './block.ts';
import type { PartOf } from './look.ts';
import { cut } from './plain.ts';
import { plainElement, richText } from './rich-line.ts';

/** What a program printed, as it came: each line made visible on its own, nothing read as markup. */
export function renderOutput(part: PartOf<'output'>): readonly Block[] {
  const text =
    cut(part.lines.map(part.exact ? exact : indented).join('\n'), LIMITS.sectionText) || '–';
  return [richText([{ type: 'rich_text_preformatted', elements: [plainElement(text, {})] }])];
}
