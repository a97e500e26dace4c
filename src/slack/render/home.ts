import type { View } from '../../projections/view.ts';
import type { Block } from './block.ts';
import type { Names } from './names.ts';
import { renderBlocks } from './render-view.ts';

/** A view as somebody's Home tab. */
export function renderHome(view: View, names: Names): Block {
  const blocks = renderBlocks(view, { names, surface: 'home', revision: null });
  return { type: 'home', blocks };
}
