import { describe, expect, test } from 'vitest';
import { checkBlocks } from '../../../src/sandbox/slack/rules/blocks/check.ts';
import { blockKinds } from '../../../src/sandbox/slack/rules/blocks/kinds.ts';
import { checkView } from '../../../src/sandbox/slack/rules/view-shape.ts';
import { cell, plain, times } from './block-builders.ts';

describe('surfaces', () => {
  const everywhere = [
    'section',
    'header',
    'divider',
    'context',
    'image',
    'actions',
    'input',
    'rich_text',
    'video',
    'card',
  ];
  const notModal = ['table', 'data_table', 'data_visualization', 'carousel', 'container'];
  const messageOnly = ['markdown', 'context_actions', 'task_card', 'plan', 'file'];
  const expected = (type: string) => {
    if (everywhere.includes(type)) return ['message', 'modal', 'home'];
    if (notModal.includes(type)) return ['message', 'home'];
    return messageOnly.includes(type) ? ['message'] : ['modal'];
  };

  test('every kind of block is in the table', () => {
    const types = blockKinds.map((kind) => kind.type).sort();
    expect(types).toEqual([...everywhere, ...notModal, ...messageOnly, 'alert'].sort());
  });

  test.each(blockKinds.map((kind) => kind.type))('%s', (type) => {
    const accepted = (['message', 'modal', 'home'] as const).filter(
      (surface) =>
        !checkBlocks([{ type }], surface, '/b').some((text) => text.includes('unsupported type')),
    );
    expect(accepted).toEqual(expected(type));
  });
});

describe('views', () => {
  const modal = (fields = {}) => ({ type: 'modal', title: plain(24), blocks: [], ...fields });
  const input = { type: 'input', label: plain(1), element: { type: 'plain_text_input' } };
  test.each([
    ['title 24', modal(), modal({ title: plain(25) }), '/view/title/text'],
    ['title required', modal(), { type: 'modal', blocks: [] }, '/view'],
    ['submit 24', modal({ submit: plain(24) }), modal({ submit: plain(25) }), '/view/submit/text'],
    [
      'private_metadata 3000',
      modal({ private_metadata: 'x'.repeat(3000) }),
      modal({ private_metadata: 'x'.repeat(3001) }),
      '/view/private_metadata',
    ],
    [
      'callback_id 255',
      modal({ callback_id: 'x'.repeat(255) }),
      modal({ callback_id: 'x'.repeat(256) }),
      '/view/callback_id',
    ],
    [
      '100 blocks',
      modal({ blocks: times(100, () => ({ type: 'divider' })) }),
      modal({ blocks: times(101, () => ({ type: 'divider' })) }),
      '/view/blocks',
    ],
    [
      'submit with inputs',
      modal({ blocks: [input], submit: plain(1) }),
      modal({ blocks: [input] }),
      '/view',
    ],
    [
      'no table in a modal',
      modal(),
      modal({ blocks: [{ type: 'table', rows: [[cell(1)]] }] }),
      '/view/blocks/0/type',
    ],
    ['blocks required', modal(), { type: 'modal', title: plain(1) }, '/view'],
  ])('%s', (_what, fits, breaks, pointer) => {
    expect(checkView(fits, 'modal')).toEqual([]);
    expect(checkView(breaks, 'modal').join()).toContain(`[json-pointer:${pointer}]`);
  });

  test('a Home has no title', () => {
    expect(checkView({ type: 'home', blocks: [] }, 'home')).toEqual([]);
    expect(checkView({ type: 'home', blocks: [], title: plain(1) }, 'home')).toHaveLength(1);
  });
});
