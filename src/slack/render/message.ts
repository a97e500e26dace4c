import type { Content } from '../../ports/messages.ts';
import type { View } from '../../projections/view.ts';
import type { Names } from './names.ts';
import { renderBlocks, renderFallback } from './render-view.ts';

/** A view as a message. `revision` ends its block_ids. */
export function renderMessage(view: View, names: Names, revision: number | null = null): Content {
  const blocks = renderBlocks(view, { names, surface: 'message', revision });
  return { text: renderFallback(view), blocks };
}
