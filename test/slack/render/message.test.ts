import { describe, expect, test } from 'vitest';
import { instant } from '../../../src/domain/kernel/time.ts';
import {
  askReason,
  fields,
  header,
  list,
  note,
  offer,
  offers,
  state,
  text,
} from '../../../src/projections/parts.ts';
import type { Part, View } from '../../../src/projections/view.ts';
import { renderForm } from '../../../src/slack/render/form.ts';
import { renderHome } from '../../../src/slack/render/home.ts';
import { renderMessage } from '../../../src/slack/render/message.ts';
import { namesOf } from '../../../src/slack/render/names.ts';
import { renderBlocks } from '../../../src/slack/render/render-view.ts';
import { catalog } from '../fakes/catalog.ts';
import { sketch } from './sketch.ts';

const names = namesOf(catalog);
const at = instant(Date.UTC(2026, 10, 20, 14, 2));

function shown(...parts: readonly Part[]): string {
  return sketch(renderMessage({ text: 'x', parts }, names).blocks);
}

const card: View = {
  text: '@ana asks to put shop 1.1.0 in production: 0 of 1 approvals & more <soon>.',
  parts: [
    header('shop 1.1.0 to production'),
    state('waiting', 'approval: ', { bold: 'sre' }, ', 1 more; until ', { at }),
    text({ person: 'ana' }, ': ', { foreign: 'fixes *double* charge <!channel> :tada:' }),
    fields([
      ['Version', ['1.0.0 → ', { bold: '1.1.0' }]],
      ['Requested by', [{ person: 'ana' }]],
      ['Owner', [{ group: 'owners' }, ' or ', { group: 'sre' }]],
      ['Reason', [{ foreign: 'a & b' }]],
    ]),
    list('Steps', [
      { mark: 'done', line: ['Pulled in 4 s'] },
      { mark: 'now', line: ['Canary 25 %'] },
      { mark: 'next', line: ['All traffic'] },
      { mark: 'failed', line: ['Smoke: ', { foreign: 'exit 1' }] },
    ]),
    { part: 'bar', percent: 40, label: '12/48 updated' },
    {
      part: 'table',
      head: ['Metric', 'New'],
      rows: [
        ['errors', '0.12 %'],
        ['p99', '480 ms'],
      ],
    },
    { part: 'rule' },
    note(
      ['Asked ', { at }, ' by ', { person: 'cy' }],
      ['Says ', { foreign: '_so_' }, ' and waits'],
    ),
    offers(
      [
        offer('approve', 'Approve', '/release approve D-1 --plan ab12', {
          style: 'primary',
          spoken: 'Approve shop 1.1.0 to production',
        }),
        offer('abort', 'Abort', '/release abort D-1', {
          style: 'danger',
          confirm: { title: 'Abort?', text: 'Nothing ships.', yes: 'Abort' },
        }),
      ],
      [offer('why', 'Why?', '/release why D-1'), offer('show', 'Details', '/release show D-1')],
    ),
  ],
};

describe('a view as a message', () => {
  test('every part', () => {
    const { text: said, blocks } = renderMessage(card, names, 7);
    expect(said).toBe(
      '@ana asks to put shop 1.1.0 in production: 0 of 1 approvals &amp; more &lt;soon&gt;.',
    );
    expect(`\n${sketch(blocks)}\n`).toBe(`
# shop 1.1.0 to production
:raised_hand: **Waiting** · approval: **sre**, 1 more; until [2026-11-20 14:02 UTC]
[user U0ANA]: fixes *double* charge <!channel> :tada:
| *Version* = 1.0.0 → *1.1.0*
| *Requested by* = <@U0ANA>
| *Owner* = owners or <!subteam^S0SRE>
**Reason**: a & b
**Steps**
:white_check_mark: Pulled in 4 s
:arrow_forward: **Canary 25 %**
:white_circle: All traffic
:x: Smoke: exit 1
▓▓▓▓░░░░░░ 40 % 12/48 updated
| Metric | New |
| errors | 0.12 % |
| p99 | 480 ms |
---
~ Asked <!date^1795183320^{date_short_pretty} {time}|2026-11-20 14:02 UTC> by Cy Amari
~ Says {_so_} and waits
> [Approve approve primary -> /release approve D-1 --plan ab12] [Abort abort danger asks -> /release abort D-1] [… more: Why? -> /release why D-1; Details -> /release show D-1] (offers:0.0:r7)
`);
  });

  test('the button of a screen reader has its object, at most 75 characters', () => {
    const long = offer('go', 'Go', '/release go', { spoken: 'x'.repeat(90) });
    const [block] = renderMessage({ text: 'x', parts: [offers([long])] }, names).blocks;
    expect(JSON.stringify(block)).toContain(`"accessibility_label":"${'x'.repeat(74)}…"`);
  });

  test('a second table, and any in a modal, is drawn with spaces', () => {
    const table: Part = { part: 'table', head: ['a', 'bb'], rows: [['ccc', 'd']] };
    expect(shown(table, table)).toBe('| a | bb |\n| ccc | d |\na    bb\nccc  d');
    const look = { names, surface: 'modal', revision: null } as const;
    expect(sketch(renderBlocks({ text: 'x', parts: [table] }, look))).toBe('a    bb\nccc  d');
  });

  test('a menu holds what fits it; the rest become buttons rather than vanish', () => {
    const long = `/deploy shop@1.1.0 to production because "${'x'.repeat(60)}"`;
    const sure = { title: 'Sure?', text: 'Really.', yes: 'Yes' };
    const more = [
      offer('a', 'A', '/release a'),
      offer('long', 'Long', long),
      offer('b', 'B', '/release b'),
      offer('sure', 'Sure', '/release sure', { confirm: sure }),
    ];
    expect(shown(offers([], more))).toBe(
      `> [Long long -> ${long}] [Sure sure asks -> /release sure] [… more: A -> /release a; B -> /release b]`,
    );
    expect(shown(offers([], more.slice(0, 1)))).toBe('> [A a -> /release a]');
  });

  test('a form rides on its button, and gives way to its line when it is too big', () => {
    const form = askReason(
      'reject',
      { id: 'D-1' },
      { title: 'Reject', submit: 'Reject', label: 'Why?' },
    );
    const small = offer('reject', 'Reject…', '/release reject D-1', { form });
    expect(shown(offers([small]))).toContain('-> {"form":{"verb":"reject"');
    const big = { ...form, given: { id: 'D-1', text: 'x'.repeat(2000) } };
    expect(shown(offers([{ ...small, form: big }]))).toBe(
      '> [Reject… reject -> /release reject D-1]',
    );
  });

  test('what does not fit is counted, and the buttons stay', () => {
    const many = Array.from({ length: 70 }, (_, i) => header(`part ${i}`));
    const lines = shown(...many, offers([offer('go', 'Go', '/release go')])).split('\n');
    expect(lines).toHaveLength(50);
    expect(lines.slice(-3)).toEqual([
      '# part 47',
      '> [Go go -> /release go]',
      '… and 22 more parts',
    ]);
  });
});

describe('a form as a modal', () => {
  const form = {
    verb: 'deploy',
    title: 'Deploy something to somewhere',
    submit: 'Preview',
    given: { service: 'shop' },
    fields: [
      {
        name: 'environment',
        label: 'Where to?',
        hint: null,
        optional: false,
        initial: 'staging',
        multiline: false,
        options: [
          { value: 'staging', label: 'Staging' },
          { value: 'production', label: 'Production' },
        ],
      },
      ...askReason('x', {}, { title: '', submit: '', label: 'Why?' }).fields,
    ],
  };

  test('has a block per argument', () => {
    const view = renderForm(form, 'memory');
    expect(view).toMatchObject({
      type: 'modal',
      callback_id: 'form',
      private_metadata: 'memory',
      title: { text: 'Deploy something to som…' },
    });
    const blocks = view?.['blocks'];
    expect(sketch(Array.isArray(blocks) ? blocks : [])).toBe(
      '? environment: Where to? <one of staging, production>\n? because: Why? <plain_text_input>',
    );
  });

  test('asks in words where a menu would be too long', () => {
    const options = Array.from({ length: 101 }, (_, i) => ({ value: `v${i}`, label: `V ${i}` }));
    const field = { ...form.fields[0], options } as (typeof form.fields)[0];
    const view = renderForm({ ...form, fields: [field] }, '');
    expect(JSON.stringify(view)).toContain('One of 101, such as V 0, V 1');
    expect(JSON.stringify(view)).toContain('plain_text_input');
  });

  test('is not opened when it cannot carry what is known', () => {
    expect(renderForm(form, 'x'.repeat(3001))).toBeNull();
  });
});

test('a home tab holds up to 100 blocks', () => {
  const parts = Array.from({ length: 120 }, (_, i) => header(`part ${i}`));
  const { type, blocks } = renderHome({ text: 'x', parts }, names);
  expect(type).toBe('home');
  expect(Array.isArray(blocks) ? blocks.length : 0).toBe(100);
});
