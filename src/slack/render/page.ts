import { visible } from '../../projections/visible.ts';
import { type Block, LIMITS } from './block.ts';
import type { Look, PartOf } from './look.ts';
import { cut } from './plain.ts';

/** A picture that Slack has not got yet (picture-blocks.ts): `page` stands where the file will. Messages alone. */
export function renderPage(
  { key, title, alt }: PartOf<'page'>,
  { surface }: Look,
): readonly Block[] {
  if (surface !== 'message') return [];
  const words = cut(visible(alt), LIMITS.altText) || '–';
  return [{ type: 'image', alt_text: words, page: { key, title: visible(title) } }];
}
