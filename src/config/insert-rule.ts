import { isMap, isNode, isSeq, type Node, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';

/** Lines to put before the line `at` of a text, counted from 0. */
export interface Insertion {
  readonly at: number;
  readonly lines: readonly string[];
}

/**
 * Where a proposed rule goes in this text, indented as what stands there: at the end of its section, else as a section
 * of its own at the end of the file. Null where a person has to say (a section in one line, a source that is gone).
 * @param section `approvals`, or `alerts.<source>` for a rule of that source
 * @param yaml the rule as an entry of a list, with or without the keys above it
 */
export function insertionOf(text: string, section: string, yaml: string): Insertion | null {
  const doc = parseDocument(text, { logLevel: 'error' });
  if (doc.errors.length > 0 || !isMap(doc.contents)) return null;
  const entry = entryIn(yaml);
  const [key = '', ...rest] = section.split('.');
  const source = rest.join('.');
  const there = doc.contents.get(key, true);
  if (source !== '') return isSeq(there) ? ofSource(text, there, source, entry) : null;
  if (there !== undefined) return isSeq(there) ? after(text, there, entry) : null;
  if (doc.contents.flow) return null;
  return { at: linesOf(text).length, lines: [`${key}:`, ...entry.map(indent(2))] };
}

/** The lines of a text; what follows its last line break is one only where there is something. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** As one more of a list in block style. */
function after(text: string, list: YAMLSeq, entry: readonly string[]): Insertion | null {
  const last = list.items.at(-1);
  if (list.flow || !isNode(last)) return null;
  const begins = lineOf(text, startOf(last));
  const [, margin] = /^( *)- /.exec(linesOf(text)[begins] ?? '') ?? [];
  if (margin === undefined) return null;
  return { at: endOf(text, last), lines: entry.map(indent(margin.length)) };
}

function ofSource(
  text: string,
  sources: YAMLSeq,
  name: string,
  entry: readonly string[],
): Insertion | null {
  const source = sources.items.find(
    (one): one is YAMLMap => isMap(one) && one.get('name') === name,
  );
  if (!source || source.flow) return null;
  const rules = source.get('rules', true);
  if (rules !== undefined) return isSeq(rules) ? after(text, rules, entry) : null;
  const start = startOf(source);
  const column = start - (text.lastIndexOf('\n', start - 1) + 1);
  const lines = ['rules:', ...entry.map(indent(2))];
  return { at: endOf(text, source), lines: lines.map(indent(column)) };
}

/** The entry alone, from its dash, without margin. */
function entryIn(yaml: string): readonly string[] {
  const lines = linesOf(yaml);
  const first = lines.findIndex((line) => /^ *- /.test(line));
  const margin = /^ */.exec(lines[first] ?? '')?.[0].length ?? 0;
  return lines.slice(first).map((line) => line.slice(margin));
}

function indent(columns: number): (line: string) => string {
  return (line) => `${' '.repeat(columns)}${line}`;
}

function startOf({ range }: Node): number {
  return range?.[0] ?? 0;
}

/** The line after the last one that says anything of it. */
function endOf(text: string, { range }: Node): number {
  const said = text.slice(0, range?.[1] ?? 0).trimEnd();
  return lineOf(text, said.length) + 1;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1;
}
