import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../../../src/domain/kernel/time.ts';
import type {
  Field,
  Form,
  Item,
  Line,
  Offer,
  Part,
  Span,
  View,
} from '../../../src/projections/view.ts';
import { type Block, LIMITS } from '../../../src/slack/render/block.ts';
import { renderForm } from '../../../src/slack/render/form.ts';
import { renderMessage } from '../../../src/slack/render/message.ts';
import { namesOf } from '../../../src/slack/render/names.ts';
import { renderBlocks } from '../../../src/slack/render/render-view.ts';
import { catalog } from '../fakes/catalog.ts';
import { broken, everyText, nodes } from './rules.ts';

const names = namesOf(catalog);

const nasty = fc.constantFrom(
  ...[
    '<!channel>',
    '<@U0ANA>',
    '<!subteam^S0SRE>',
    '<https://evil.test|Approve>',
    ':tada:',
    '&lt;',
  ],
  ...[
    '@channel',
    '@here',
    '*bold*',
    '_it_',
    '`code`',
    '~no~',
    '> quote',
    'https://evil.test',
    '\n',
  ],
  ...[
    '\nApproved by @ana',
    '\r',
    '\u2028',
    '\u202e',
    '\u2066',
    '\u200b',
    '\u0000',
    '\u001b[2J',
    '\t',
  ],
  ...[
    '<!date^0^{date}|x>',
    '```',
    '&',
    '<',
    '>',
    '\u0300\u0301\u0302\u0303\u0304',
    '\ud800',
    '🏴‍☠️',
  ],
  ...['Approved by Bo Lind', '\u00a0'.repeat(200), '\u3164', '•', 'x'.repeat(400), '/deploy x'],
);
const hostile = fc
  .array(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 40 })), { maxLength: 12 })
  .map((some) => some.join(''));

const long = fc.oneof(
  hostile,
  fc.nat(5000).map((n) => 'y&'.repeat(n)),
);
const span: fc.Arbitrary<Span> = fc.oneof(
  long,
  long.map((bold) => ({ bold })),
  long.map((code) => ({ code })),
  fc.constantFrom('ana', 'cy', 'account:U9', 'nobody <!channel>').map((person) => ({ person })),
  fc.constantFrom('sre', 'owners').map((group) => ({ group })),
  fc.nat(4e12).map((ms) => ({ at: instant(ms) })),
  hostile.map((foreign) => ({ foreign })),
);
const line: fc.Arbitrary<Line> = fc.array(span, { maxLength: 15 });
/** Up to so many: a few of their own kind, then one of them again and again. */
const many = <T>(of: fc.Arbitrary<T>, most: number): fc.Arbitrary<readonly T[]> =>
  fc
    .tuple(fc.array(of, { maxLength: 2 }), of, fc.nat(most - 2))
    .map(([some, one, count]) => [...some, ...Array.from({ length: count }, () => one)]);
const field: fc.Arbitrary<Field> = fc.record({ label: hostile, value: line });
const item: fc.Arbitrary<Item> = fc.record({
  mark: fc.constantFrom('done', 'now', 'next', 'failed', 'plain'),
  line,
});
const form: fc.Arbitrary<Form> = fc.record({
  verb: fc.constant('reject'),
  title: hostile,
  submit: hostile,
  given: fc.dictionary(fc.constantFrom('id', 'env'), hostile),
  fields: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom('because', 'env', 'service'),
      label: hostile,
      hint: fc.option(hostile),
      optional: fc.boolean(),
      initial: fc.option(long),
      multiline: fc.boolean(),
      options: fc.option(many(fc.record({ value: hostile, label: hostile }), 130)),
    }),
    { selector: (one) => one.name },
  ),
});
const offer: fc.Arbitrary<Offer> = fc.record({
  action: fc.constantFrom('approve', 'why', 'show:1'),
  label: hostile,
  line: long,
  style: fc.constantFrom('primary', 'danger', 'plain'),
  spoken: hostile,
  confirm: fc.option(fc.record({ title: hostile, text: long, yes: hostile })),
  form: fc.option(form),
});
const part: fc.Arbitrary<Part> = fc.oneof(
  hostile.map((text): Part => ({ part: 'header', text })),
  line.map((one): Part => ({ part: 'state', state: 'running', line: one })),
  line.map((one): Part => ({ part: 'text', line: one })),
  many(field, 60).map((fields): Part => ({ part: 'fields', fields })),
  fc
    .record({ heading: fc.option(hostile), items: many(item, 70) })
    .map((one): Part => ({ part: 'list', ...one })),
  fc.record({ percent: fc.double(), label: hostile }).map((one): Part => ({ part: 'bar', ...one })),
  fc
    .record({ head: many(hostile, 25), rows: many(many(hostile, 25), 30) })
    .map((one): Part => ({ part: 'table', ...one })),
  many(line, 15).map((lines): Part => ({ part: 'note', lines })),
  fc
    .record({ offers: many(offer, 30), more: many(offer, 8) })
    .map((one): Part => ({ part: 'offers', ...one })),
  fc.constant<Part>({ part: 'rule' }),
);
const view: fc.Arbitrary<View> = fc.record({
  text: long,
  parts: fc.array(part, { maxLength: 12 }),
});

describe('whatever a view holds', () => {
  test("it keeps Slack's limits, on every surface", () => {
    fc.assert(
      fc.property(view, fc.constantFrom('message', 'home', 'modal'), (one, surface) => {
        const blocks = renderBlocks(one, { names, surface, revision: 3 });
        expect(blocks.length).toBeLessThanOrEqual(LIMITS.blocks[surface]);
        expect(blocks.flatMap((block) => broken(block, surface))).toEqual([]);
        expect(renderMessage(one, names).text.length).toBeLessThanOrEqual(4000);
      }),
      { numRuns: 60 },
    );
  });

  test('a form keeps them too', () => {
    fc.assert(
      fc.property(form, (one) => {
        const modal = renderForm(one, 'm');
        const blocks = modal?.['blocks'];
        expect(
          Array.isArray(blocks) ? blocks.flatMap((b: Block) => broken(b, 'modal')) : ['none'],
        ).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('1,000 hostile strings written by others', () => {
  const everywhere = (foreign: string): readonly Part[] => {
    const spans: Line = ['by ', { foreign }, ' end'];
    return [
      { part: 'state', state: 'running', line: spans },
      { part: 'text', line: spans },
      { part: 'fields', fields: [{ label: 'Reason', value: spans }] },
      { part: 'list', heading: null, items: [{ mark: 'plain', line: spans }] },
      { part: 'note', lines: [spans] },
      { part: 'table', head: ['a'], rows: [[foreign]] },
    ];
  };

  test('make no mention, no link, no emoji and no second line', () => {
    fc.assert(
      fc.property(hostile, (foreign) => {
        const { text, blocks } = renderMessage(
          { text: foreign, parts: everywhere(foreign) },
          names,
        );
        expect(text).not.toMatch(/[<>\p{Cc}\u2028\u2029]/u);
        const marks = nodes(blocks).filter((node) =>
          ['user', 'usergroup', 'link', 'broadcast', 'channel'].includes(String(node['type'])),
        );
        expect(marks).toEqual([]);
        // The only emoji is the one of our own state.
        expect(nodes(blocks).filter((node) => node['type'] === 'emoji')).toHaveLength(1);
        for (const { kind, words } of everyText(blocks)) {
          if (kind === 'mrkdwn')
            expect(words.replace(/^\*Reason\*\n?/, '')).toMatch(/^(by|end|–)?$/);
          else expect(words).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
