import type { View } from '../../projections/view.ts';
import type { Block } from './block.ts';
import type { Names } from './names.ts';
import { renderBlocks } from './render-view.ts';

export interface Home {
  readonly type: 'home';
  readonly blocks: readonly Block[];
}

/** A view as somebody's Home tab. */
export function renderHome(view: View, names: Names): Home {
  const blocks = renderBlocks(view, { names, surface: 'home', revision: null });
  return { type: 'home', blocks };
}
