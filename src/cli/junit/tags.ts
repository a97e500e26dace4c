/** A tag of an XML text; an empty element is opened and closed. */
export type Tag =
  | {
      readonly kind: 'open';
      readonly name: string;
      readonly attributes: ReadonlyMap<string, string>;
    }
  | { readonly kind: 'close'; readonly name: string };

/** Why a text is not the XML that is read here, and where. */
export class XmlFault extends Error {
  constructor(text: string, at: number, what: string) {
    const line = text.slice(0, at).split('\n').length;
    super(`line ${line}: ${what}`);
  }
}

const DEEPEST = 100;
/** What is passed over: what stands between these says nothing of tests. */
const SKIPPED = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

/**
 * The tags of an XML 1.0 text in their order, each closed as it was opened; texts between them are passed over. Strict,
 * in linear time, and less than XML on purpose: a document type is a fault, so there are no entities but the five that
 * XML has itself and characters by number, and nothing can grow.
 * @throws XmlFault
 */
export function* tagsOf(text: string): Generator<Tag> {
  const open: string[] = [];
  let start = text.indexOf('<');
  while (start !== -1) {
    let after = pastSkipped(text, start);
    if (after === null) {
      const { tag, isEmpty, end } = readTag(text, start);
      nest(open, tag, text, start);
      yield tag;
      if (isEmpty) {
        open.pop();
        yield { kind: 'close', name: tag.name };
      }
      after = end;
    }
    start = text.indexOf('<', after);
  }
  const left = open.at(-1);
  if (left !== undefined) throw new XmlFault(text, text.length, `<${left}> is never closed`);
}

function pastSkipped(text: string, start: number): number | null {
  for (const [begins, ends] of SKIPPED) {
    if (!text.startsWith(begins, start)) continue;
    const end = text.indexOf(ends, start + begins.length);
    if (end === -1) throw new XmlFault(text, start, `what begins with ${begins} never ends`);
    return end + ends.length;
  }
  if (text.startsWith('<!', start))
    throw new XmlFault(text, start, 'a document type is not read: no report of tests needs one');
  return null;
}

function nest(open: string[], { kind, name }: Tag, text: string, start: number): void {
  if (kind === 'open') {
    if (open.length === DEEPEST) throw new XmlFault(text, start, `more than ${DEEPEST} deep`);
    open.push(name);
    return;
  }
  const opened = open.pop();
  if (opened !== name)
    throw new XmlFault(text, start, `</${name}> closes ${opened ? `<${opened}>` : 'nothing'}`);
}

interface Read {
  readonly tag: Tag;
  readonly isEmpty: boolean;
  readonly end: number;
}

function readTag(text: string, start: number): Read {
  const closes = text[start + 1] === '/';
  const from = start + (closes ? 2 : 1);
  const named = pastName(text, from);
  const name = text.slice(from, named);
  if (name === '') throw new XmlFault(text, start, '"<" begins no tag');
  const attributes = new Map<string, string>();
  let at = pastSpace(text, named);
  while (!closes && at < text.length && text[at] !== '>' && text[at] !== '/') {
    const one = readAttribute(text, at);
    if (attributes.has(one.name)) throw new XmlFault(text, at, `${one.name} stands twice`);
    attributes.set(one.name, one.value);
    at = pastSpace(text, one.end);
  }
  const isEmpty = !closes && text[at] === '/';
  const end = at + (isEmpty ? 1 : 0);
  if (text[end] !== '>') throw new XmlFault(text, start, `the tag ${name} does not end with ">"`);
  const tag: Tag = closes ? { kind: 'close', name } : { kind: 'open', name, attributes };
  return { tag, isEmpty, end: end + 1 };
}

function readAttribute(text: string, at: number) {
  const named = pastName(text, at);
  const name = text.slice(at, named);
  const equals = pastSpace(text, named);
  const quoted = pastSpace(text, equals + 1);
  const quote = text[quoted];
  if (name === '' || text[equals] !== '=' || (quote !== '"' && quote !== "'"))
    throw new XmlFault(text, at, 'an attribute is not written name="value"');
  const end = text.indexOf(quote, quoted + 1);
  const value = end === -1 ? '' : text.slice(quoted + 1, end);
  if (end === -1 || value.includes('<'))
    throw new XmlFault(text, at, `the value of ${name} never ends`);
  return { name, value: unescaped(text, at, value), end: end + 1 };
}

const SPACE = ' \t\r\n';
const ENDS_NAME = `${SPACE}=/><"'&!?`;

function pastName(text: string, from: number): number {
  let at = from;
  while (at < text.length && !ENDS_NAME.includes(text.charAt(at))) at += 1;
  return at;
}

function pastSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && SPACE.includes(text.charAt(at))) at += 1;
  return at;
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);
const LONGEST_ENTITY = 10;

function unescaped(text: string, start: number, value: string): string {
  let said = '';
  let at = 0;
  for (let amp = value.indexOf('&'); amp !== -1; amp = value.indexOf('&', at)) {
    const end = value.slice(amp, amp + LONGEST_ENTITY).indexOf(';');
    const character = end === -1 ? null : characterOf(value.slice(amp + 1, amp + end));
    if (character === null) throw new XmlFault(text, start, 'an "&" begins no entity of XML');
    said += value.slice(at, amp) + character;
    at = amp + end + 1;
  }
  return said + value.slice(at);
}

function characterOf(entity: string): string | null {
  const [, hex, decimal] = /^#(?:x([0-9a-f]+)|([0-9]+))$/i.exec(entity) ?? [];
  if (hex === undefined && decimal === undefined) return NAMED.get(entity) ?? null;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code <= 0x10_ffff ? String.fromCodePoint(code) : null;
}
