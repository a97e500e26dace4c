import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Pair } from 'yaml';
import type { Path } from './fault.ts';

/** Which part of an entry is meant: its name, or what is written behind the name. */
export type Part = 'key' | 'value';

interface Entry {
  readonly key: number;
  readonly value: number;
  readonly node: unknown;
}

/**
 * The offset of an entry in the text. Where the path leads further than the file goes (a missing
 * key), the place is the name of the last section that exists: that is where something must be added.
 */
export function offsetAt(doc: Document, path: Path, part: Part): number {
  const top = startOf(doc.contents) ?? 0;
  let entry: Entry = { key: top, value: top, node: doc.contents };
  for (const step of path) {
    const next = within(doc, entry.node, step);
    if (next === null) return entry.key;
    entry = next;
  }
  return entry[part];
}

function within(doc: Document, node: unknown, step: string | number): Entry | null {
  const target = isAlias(node) ? node.resolve(doc) : node;
  if (isMap(target)) {
    const pair = target.items.findLast((one) => nameOf(one.key) === String(step));
    return pair === undefined ? null : entryOf(pair);
  }
  if (!isSeq(target) || typeof step !== 'number') return null;
  const item = target.items[step];
  const at = startOf(item) ?? startOf(target);
  return item === undefined || at === null ? null : { key: at, value: at, node: item };
}

function entryOf(pair: Pair): Entry | null {
  const key = startOf(pair.key);
  const value = startOf(pair.value);
  if (key === null && value === null) return null;
  return { key: key ?? value ?? 0, value: value ?? key ?? 0, node: pair.value };
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}

/** Where a node begins; null for a value that was left empty, which has no place of its own. */
function startOf(node: unknown): number | null {
  const range = isNode(node) ? node.range : null;
  return !range || range[0] === range[1] ? null : range[0];
}
