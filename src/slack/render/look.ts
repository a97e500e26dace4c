import type { Part } from '../../projections/view.ts';
import type { Surface } from './block.ts';
import type { Names } from './names.ts';

/** What a renderer needs to know besides the part it draws. */
export interface Look {
  readonly names: Names;
  readonly surface: Surface;
  /** Ends every block_id, so that a press on an older iteration can be told from the current one. */
  readonly revision: number | null;
}

export type PartOf<Name extends Part['part']> = Extract<Part, { readonly part: Name }>;
