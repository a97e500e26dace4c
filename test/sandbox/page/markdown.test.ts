import { expect, test } from 'vitest';
import { wordsOf } from '../../../src/sandbox/slack/page/inline.js';
import { parseMarkdown } from '../../../src/sandbox/slack/page/markdown.js';

/** Kind and words of each line: `item:a`. */
function lines(text: string): readonly string[] {
  return parseMarkdown(text).map((line) => {
    if (line.kind === 'pre') return `pre:${line.text}`;
    if (line.kind === 'rule') return 'rule';
    if (line.kind === 'row') return `row:${line.cells.map(wordsOf).join('|')}`;
    return `${line.kind}:${wordsOf(line.children)}`;
  });
}

test('a document in order', () => {
  const text = [
    '# Notes',
    'First *line*',
    'second line',
    '',
    '- one',
    '  - **two**',
    '3. three',
    '> said',
    '---',
    '| a | b |',
    '|---|---|',
    '| 1 | 2 |',
    '```ts',
    '# not a heading',
    '```',
    'end',
  ].join('\n');
  expect(lines(text)).toEqual([
    'heading:Notes',
    'paragraph:First line second line',
    'item:one',
    'item:two',
    'item:three',
    'quote:said',
    'rule',
    'row:a|b',
    'row:1|2',
    'pre:# not a heading',
    'paragraph:end',
  ]);
});

test('items keep their number and their depth', () => {
  expect(parseMarkdown('  3. x')).toEqual([
    { kind: 'item', ordered: true, number: 3, indent: 1, children: [{ kind: 'text', text: 'x' }] },
  ]);
});

test.each([
  ['**bold**', [{ kind: 'bold', children: [{ kind: 'text', text: 'bold' }] }]],
  [
    'a~~b~~',
    [
      { kind: 'text', text: 'a' },
      { kind: 'strike', children: [{ kind: 'text', text: 'b' }] },
    ],
  ],
  ['snake_case_name', [{ kind: 'text', text: 'snake_case_name' }]],
  ['[x](javascript:alert)', [{ kind: 'text', text: '[x](javascript:alert)' }]],
  [
    '[x](https://a.b/)',
    [{ kind: 'link', url: 'https://a.b/', children: [{ kind: 'text', text: 'x' }] }],
  ],
])('%s', (text, children) => {
  expect(parseMarkdown(text)).toEqual([{ kind: 'paragraph', children }]);
});
