import type { Block } from './block.ts';
import type { Look, PartOf } from './look.ts';
import { richLine, richSection, richText } from './rich-line.ts';

const CELLS = 10;

/** `▓▓▓▓░░░░░░ 40 % 12/48 updated`. */
export function renderBar(part: PartOf<'bar'>, look: Look): readonly Block[] {
  const percent = Math.round(Math.min(100, Math.max(0, part.percent || 0)));
  const full = Math.round((percent / 100) * CELLS);
  const cells = '▓'.repeat(full) + '░'.repeat(CELLS - full);
  const label = part.label === '' ? '' : ` ${part.label}`;
  return [richText([richSection(richLine([`${cells} ${percent} %${label}`], look.names))])];
}
