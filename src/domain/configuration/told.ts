import { canonicalText } from '../kernel/canonical.ts';
import { sayDuration } from '../kernel/duration.ts';
import type { Effect, Judged } from './effect.ts';

/** A change in words: what of the configuration, from what, to what. */
export interface Told {
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly effect: Effect;
}

/** Longer values are cut to where they begin to differ: the rest is in the files of both versions. */
const LONGEST = 160;
const BEFORE = 30;

/** What a catalog has in milliseconds and a file in words. */
const DURATIONS: ReadonlySet<string> = new Set([
  'expires',
  'remind',
  'for',
  'lasts',
  'review',
  'warn',
  'deadline',
  'within',
  'lookEvery',
  'every',
]);

function tell(change: Judged): Told {
  const { path, from, to, effect } = change;
  const [section = '', name, ...rest] = path;
  const last = path.at(-1) ?? '';
  const what = [section, ...(name === undefined ? [] : [`"${name}"`]), ...rest].join(' ');
  const [before, after] = [sayValue(from, last), sayValue(to, last)];
  const start = Math.max(0, sharedStart(before, after) - BEFORE);
  return { what, from: cut(before, start), to: cut(after, start), effect };
}

/** What loosens comes first, so that a long list does not hide it. */
export function tellAll(changes: readonly Judged[]): readonly Told[] {
  const loosening = changes.filter(({ effect }) => effect === 'loosens');
  return [...loosening, ...changes.filter((one) => !loosening.includes(one))].map(tell);
}

/** Where naming none means all of them. */
const ALL: Readonly<Record<string, string>> = { deployers: 'everybody', channels: 'any channel' };

function cut(text: string, start: number): string {
  if (text.length <= LONGEST) return text;
  const part = text.slice(start, start + LONGEST);
  return `${start > 0 ? '…' : ''}${part}${start + LONGEST < text.length ? '…' : ''}`;
}

function sharedStart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

/** A value in words; `key` is what it is called, for what a catalog has in milliseconds. */
export function sayValue(value: unknown, key: string): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' && DURATIONS.has(key)) return sayDuration(value);
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value) && value.length === 0) return ALL[key] ?? 'none';
  const plain = Array.isArray(value) && value.every((one) => typeof one === 'string');
  return plain ? value.join(', ') : canonicalText([value]).slice(1, -1);
}
