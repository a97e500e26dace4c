import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../../src/sandbox/slack/page/inline.js';
import { parseMrkdwn, parseMrkdwnLine } from '../../../src/sandbox/slack/page/mrkdwn.js';

/** A token list as a short readable line: `bold(a) text`. */
function shape(tokens: ReturnType<typeof parseMrkdwnLine>): string {
  return tokens
    .map((token) => {
      switch (token.kind) {
        case 'text':
          return token.text;
        case 'break':
          return '⏎';
        case 'code':
          return `code(${token.text})`;
        case 'emoji':
          return `emoji(${token.name})`;
        case 'bold':
        case 'italic':
        case 'strike':
          return `${token.kind}(${shape(token.children)})`;
        case 'link':
          return `link(${token.url} ${shape(token.children)})`;
        case 'broadcast':
          return `broadcast(${token.range})`;
        case 'date':
          return `date(${token.seconds} ${token.format} ${token.url} ${token.fallback})`;
        default:
          return `${token.kind}(${token.id} ${token.label})`;
      }
    })
    .join('');
}

describe('a line of mrkdwn', () => {
  test.each([
    ['plain words', 'plain words'],
    ['*bold* _it_ ~no~', 'bold(bold) italic(it) strike(no)'],
    ['*a _b_ c*', 'bold(a italic(b) c)'],
    ['_*both*_', 'italic(bold(both))'],
    ['snake_case_name stays', 'snake_case_name stays'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['a*b*c', 'a*b*c'],
    ['(*in brackets*)', '(bold(in brackets))'],
    ['*not\nover lines*', '*not⏎over lines*'],
    ['*open', '*open'],
    ['**', '**'],
    ['*a `*` b*', 'bold(a code(*) b)'],
    ['`a *b* &lt;c&gt;`', 'code(a *b* <c>)'],
    ['``', '``'],
    ['a &lt;b&gt; &amp;amp;', 'a <b> &amp;'],
    [':tada: done', 'emoji(tada) done'],
    ['at 10:30:45', 'at 10:30:45'],
    [':no_such_emoji:', ':no_such_emoji:'],
    [':wave::skin-tone-3:', 'emoji(wave::skin-tone-3)'],
    ['<@U1>', 'user(U1 null)'],
    ['<@U1|ana>', 'user(U1 ana)'],
    ['<#C1|>', 'channel(C1 null)'],
    ['<#C1|deploys>', 'channel(C1 deploys)'],
    ['<!subteam^S1|@sre>', 'subteam(S1 @sre)'],
    ['<!here|here> <!channel>', 'broadcast(here) broadcast(channel)'],
    ['<https://a.b/c?d=1&amp;e=2|the page>', 'link(https://a.b/c?d=1&e=2 the page)'],
    ['<mailto:a@b.c>', 'link(mailto:a@b.c a@b.c)'],
    ['<javascript:alert(1)|click>', '<javascript:alert(1)|click>'],
    ['<JAVASCRIPT:alert(1)>', '<JAVASCRIPT:alert(1)>'],
    ['*<https://a.b|x*y>*', 'bold(link(https://a.b x*y))'],
    ['<!date^1700000000^{time}|14:02>', 'date(1700000000 {time} null 14:02)'],
    [
      '<!date^1700000000^{date} at {time}^https://a.b/|then>',
      'date(1700000000 {date} at {time} https://a.b/ then)',
    ],
    ['<!date^17^{time}^javascript:x|then>', 'date(17 {time} null then)'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
  ])('%s', (text, wanted) => {
    expect(shape(parseMrkdwnLine(text))).toBe(wanted);
  });
});

describe('paragraphs', () => {
  test('quotes and fences stand apart from prose', () => {
    const parts = parseMrkdwn(
      'before\n&gt; one\n&gt; *two*\nafter\n```\nlet a = 1 &amp;&amp; *b*\n```\nend',
    );
    expect(parts.map((part) => part.kind)).toEqual([
      'paragraph',
      'quote',
      'paragraph',
      'pre',
      'paragraph',
    ]);
    expect(parts[1]).toEqual({
      kind: 'quote',
      children: [
        { kind: 'text', text: 'one' },
        { kind: 'break' },
        { kind: 'bold', children: [{ kind: 'text', text: 'two' }] },
      ],
    });
    expect(parts[3]).toEqual({ kind: 'pre', text: 'let a = 1 && *b*' });
  });

  test('an open fence is plain text', () => {
    expect(parseMrkdwn('```open').map((part) => part.kind)).toEqual(['paragraph']);
  });

  test('empty text has no paragraphs', () => {
    expect(parseMrkdwn('')).toEqual([]);
  });

  test('no words are lost on the way', () => {
    const text = 'Deploy *shop* `1.1.0` to _production_';
    expect(wordsOf(parseMrkdwnLine(text))).toBe('Deploy shop 1.1.0 to production');
  });
});
