import type { Block } from './block.ts';
import type { Look, PartOf } from './look.ts';
import { richLine, richSection, richText } from './rich-line.ts';

export function renderText(part: PartOf<'text'>, look: Look): readonly Block[] {
  return [richText([richSection(richLine(part.line, look.names))])];
}
