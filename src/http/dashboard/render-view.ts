import { type ComponentChildren, h } from 'preact';
import { type Item, type Offer, type Part, STATES, type View } from '../../projections/view.ts';
import { exact, indented, visible } from '../../projections/visible.ts';
import { type Reader, renderLine } from './render-line.ts';

const MARKS: Readonly<Record<Item['mark'], string>> = {
  done: '✓',
  now: '▸',
  next: '○',
  failed: '✗',
  plain: '',
};

/** A view as one section of a page; what would change something is left out, what shows becomes a link. */
export function renderView(view: View, reader: Reader): ComponentChildren {
  const [first, ...rest] = view.parts;
  const titled = first?.part === 'header';
  const parts = titled ? rest : view.parts;
  return h('section', {}, [
    titled ? h('h2', {}, visible(first.text)) : null,
    ...parts.map((part) => renderPart(part, reader)),
  ]);
}

function renderPart(part: Part, reader: Reader): ComponentChildren {
  const line = (all: Parameters<typeof renderLine>[0]) => renderLine(all, reader);
  switch (part.part) {
    case 'header':
      return h('h3', {}, visible(part.text));
    case 'state':
      return h('p', { class: `state ${part.state}` }, [
        h('strong', {}, STATES[part.state].word),
        part.line.length > 0 ? [' · ', ...line(part.line)] : null,
      ]);
    case 'text':
      return h('p', {}, line(part.line));
    case 'fields':
      return h(
        'dl',
        {},
        part.fields.map(({ label, value }) =>
          h('div', {}, [h('dt', {}, label), h('dd', {}, line(value))]),
        ),
      );
    case 'list':
      return [
        part.heading === null ? null : h('h3', {}, part.heading),
        h(
          'ul',
          { class: 'marked' },
          part.items.map((item) => h('li', { class: item.mark }, [mark(item), ...line(item.line)])),
        ),
      ];
    case 'bar':
      return bar(part.percent, part.label);
    case 'table':
      return table(part, reader);
    case 'note':
      return part.lines.map((one) => h('p', { class: 'note' }, line(one)));
    case 'offers':
      return links([...part.offers, ...part.more], reader);
    case 'output':
      return h(
        'pre',
        {},
        part.lines.map((one) => `${(part.exact ? exact : indented)(one)}\n`).join(''),
      );
    case 'page':
      // For the thread alone, where whoever may read it is known.
      return null;
    case 'chart':
      // Its numbers stand beside it; a page without any script has no picture of them yet.
      return null;
    case 'rule':
      return h('hr', {});
  }
}

/** Drawn for the eye; the word of the line says the same. */
function mark({ mark: name }: Item): ComponentChildren {
  return MARKS[name] === '' ? null : h('span', { 'aria-hidden': 'true' }, `${MARKS[name]} `);
}

function bar(percent: number, label: string): ComponentChildren {
  const value = Math.round(Math.min(100, Math.max(0, percent || 0)));
  return h('p', { class: 'bar' }, [
    h('progress', { max: 100, value, 'aria-label': label === '' ? 'Traffic' : label }),
    ` ${value} % ${label}`,
  ]);
}

function table(
  { head, rows, leads }: Extract<Part, { part: 'table' }>,
  reader: Reader,
): ComponentChildren {
  return h('div', { class: 'wide', tabIndex: 0, role: 'region', 'aria-label': head.join(', ') }, [
    h('table', {}, [
      h('thead', {}, [
        h(
          'tr',
          {},
          head.map((cell) => h('th', { scope: 'col' }, visible(cell))),
        ),
      ]),
      h(
        'tbody',
        {},
        rows.map(([name = '', ...cells], i) =>
          h('tr', {}, [
            h('th', { scope: 'row' }, leading(visible(name), leads?.[i], reader)),
            ...cells.map((cell) => h('td', {}, reader.linked(visible(cell)))),
          ]),
        ),
      ),
    ]),
  ]);
}

/** The name of a row, which leads to what tells more of it. */
function leading(name: string, line: string | undefined, reader: Reader): ComponentChildren {
  if (line === undefined || !reader.shows(line)) return reader.linked(name);
  return h('a', { href: reader.href(line) }, name);
}

function links(all: readonly Offer[], reader: Reader): ComponentChildren {
  const shown = all.filter(({ line }) => reader.shows(line));
  if (shown.length === 0) return null;
  return h(
    'ul',
    { class: 'links' },
    shown.map((one) =>
      h('li', {}, [h('a', { href: reader.href(one.line), 'aria-label': one.spoken }, one.label)]),
    ),
  );
}
