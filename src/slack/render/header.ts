import type { HeaderBlock } from '@slack/types';
import { type Block, LIMITS } from './block.ts';
import type { PartOf } from './look.ts';
import { plainText } from './plain.ts';

export function renderHeader(part: PartOf<'header'>): readonly Block[] {
  const text = plainText(part.text, LIMITS.headerText);
  return [{ type: 'header', text } satisfies HeaderBlock];
}
