import { visible } from '../../projections/visible.ts';
import { type Block, LIMITS } from './block.ts';
import type { Look, PartOf } from './look.ts';
import { cut } from './plain.ts';

/**
 * A picture that is not one yet: `chart` stands where the file will, and no message leaves with it
 * (picture-blocks.ts). Messages alone: a page that is drawn anew each time would want a new one each time.
 */
export function renderChart({ chart, alt }: PartOf<'chart'>, { surface }: Look): readonly Block[] {
  if (surface !== 'message') return [];
  return [{ type: 'image', alt_text: cut(visible(alt), LIMITS.altText) || '–', chart }];
}
