import { STATES } from '../../projections/view.ts';
import type { Block } from './block.ts';
import type { Look, PartOf } from './look.ts';
import { emoji, plainElement, richLine, richSection, richText } from './rich-line.ts';

/** Emoji, word, and what is so: never the colour alone. */
export function renderState(part: PartOf<'state'>, look: Look): readonly Block[] {
  const { emoji: name, word } = STATES[part.state];
  const lead = [emoji(name), plainElement(' ', {}), plainElement(word, { bold: true })];
  const line = part.line.length > 0 ? richLine([' · ', ...part.line], look.names) : [];
  return [richText([richSection([...lead, ...line])])];
}
