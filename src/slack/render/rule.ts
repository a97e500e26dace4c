import type { DividerBlock } from '@slack/types';
import type { Block } from './block.ts';

export function renderRule(): readonly Block[] {
  return [{ type: 'divider' } satisfies DividerBlock];
}
