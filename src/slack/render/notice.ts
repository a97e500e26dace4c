import type { ModalView } from '@slack/types';
import type { View } from '../../projections/view.ts';
import { type Block, LIMITS } from './block.ts';
import type { Names } from './names.ts';
import { plainText } from './plain.ts';
import { renderBlocks } from './render-view.ts';

/** A modal that only says something. */
export function renderNotice(title: string, { text, parts }: View, names: Names): Block {
  const said = { text, parts: parts.filter(({ part }) => part !== 'offers') };
  return {
    type: 'modal' satisfies ModalView['type'],
    title: plainText(title, LIMITS.modalTitle),
    close: plainText('Close', LIMITS.modalTitle),
    blocks: renderBlocks(said, { names, surface: 'modal', revision: null }),
  };
}
