import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalise } from '../../src/slack/normalise.ts';

describe('what people and phones type becomes what they meant', () => {
  test.each([
    ['“shop 1.1.0” because ‘why’', '"shop 1.1.0" because \'why\''],
    ['shop —strategy canary', 'shop --strategy canary'],
    ['–dry-run shop', '--dry-run shop'],
    ['shop because slow – very', 'shop because slow – very'],
    ['shop 1.0–2.0', 'shop 1.0–2.0'],
    ['a &lt;b&gt; &amp; c', 'a <b> & c'],
    ['can <@U1ABC|ana> deploy', 'can <@U1ABC> deploy'],
    ['can <@U1ABC> deploy', 'can <@U1ABC> deploy'],
    ['in <#C1|deploys> and <#C2|>', 'in <#C1> and <#C2>'],
    ['ask <!subteam^S1|@sre>', 'ask <!subteam^S1>'],
    ['because <https://x.test/a|the ticket>', 'because https://x.test/a'],
    ['because <https://x.test/a?b=1&amp;c=2>', 'because https://x.test/a?b=1&c=2'],
    ['<http://shop.io|shop.io>@1.2.0', 'shop.io@1.2.0'],
    ['<mailto:ana@x.test|ana@x.test>', 'ana@x.test'],
    ['shop\u00a01.1.0\u200b to\u202fprod', 'shop 1.1.0 to prod'],
    ['shop\nto\r\nprod', 'shop to  prod'],
    ['  shop  ', 'shop'],
  ])('%j is %j', (typed, meant) => {
    expect(normalise(typed)).toBe(meant);
  });

  const pieces = fc.constantFrom(
    ...['“', '”', '’', '—', '–', ' ', '-', '&amp;', '&lt;', '&gt;', '&amp;lt;', '<@U1|', '<#C1|x>'],
    ...[
      '<https://x.test|',
      'http://',
      '>',
      '|',
      '<',
      '\u00a0',
      '\u200b',
      '\n',
      'shop',
      'a',
      '1.2',
      '@',
    ],
  );
  const typed = fc.oneof(
    fc.array(pieces, { maxLength: 30 }).map((some) => some.join('')),
    fc.string({ unit: 'binary', maxLength: 80 }),
  );

  test('doing it twice changes nothing, and the result is one line without typographers’ quotes', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const once = normalise(text);
        expect(normalise(once)).toBe(once);
        expect(once).not.toMatch(/[“”‘’\u00a0\u200b\n\r\t]|&(lt|gt|amp);/);
      }),
      { numRuns: 3000 },
    );
  });

  test('plain words stay as they are', () => {
    const word = fc.stringMatching(/^[a-z0-9@._/:=-]{1,20}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (some) => {
        expect(normalise(some.join(' '))).toBe(some.join(' '));
      }),
    );
  });
});
