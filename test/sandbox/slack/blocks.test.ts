import { describe, expect, test } from 'vitest';
import { checkBlocks } from '../../../src/sandbox/slack/rules/blocks/check.ts';
import { actions, button, mrkdwn } from './block-builders.ts';
import { limits } from './block-limits.ts';

describe('Block Kit limits in a message', () => {
  test.each(limits)('%s', (_what, fits, breaks, pointer) => {
    expect(checkBlocks(fits, 'message', '/blocks')).toEqual([]);
    const lines = checkBlocks(breaks, 'message', '/blocks');
    expect(lines.some((text) => text.endsWith(`[json-pointer:${pointer}]`))).toBe(true);
  });

  test.each([
    [
      'unknown block',
      [{ type: 'button' }],
      '[ERROR] unsupported type: button [json-pointer:/blocks/0/type]',
    ],
    ['no type', [{}], '[ERROR] missing required field: type [json-pointer:/blocks/0]'],
    [
      'section without text or fields',
      [{ type: 'section' }],
      '[ERROR] missing required field: text or fields [json-pointer:/blocks/0]',
    ],
    [
      'unknown property',
      [{ type: 'divider', colour: 'red' }],
      '[ERROR] invalid additional property: colour [json-pointer:/blocks/0]',
    ],
    [
      'emoji on mrkdwn',
      [{ type: 'section', text: { ...mrkdwn(1), emoji: true } }],
      '[ERROR] invalid additional property: emoji [json-pointer:/blocks/0/text]',
    ],
    [
      'mrkdwn in a header',
      [{ type: 'header', text: mrkdwn(1) }],
      '[ERROR] must be one of: plain_text [json-pointer:/blocks/0/text/type]',
    ],
    [
      'disabled button',
      [actions(button({ disabled: true }))],
      '[ERROR] invalid additional property: disabled [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'text input outside an input block',
      [actions({ type: 'plain_text_input' })],
      '[ERROR] unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
    ],
    ['not a list', { type: 'divider' }, '[ERROR] must provide an array [json-pointer:/blocks]'],
    [
      'a type named like a property of objects',
      [{ type: 'section', text: { type: 'constructor', text: 'x' } }],
      '[ERROR] unsupported type: constructor [json-pointer:/blocks/0/text/type]',
    ],
  ])('%s', (_what, blocks, expected) => {
    expect(checkBlocks(blocks, 'message', '/blocks')).toContain(expected);
  });
});
