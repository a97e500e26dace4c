import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Fault, Path } from '../../src/config/fault.ts';
import { loadSources } from '../../src/config/load.ts';
import { readSource, type SourceFile } from '../../src/config/source.ts';
import { options } from './sources.ts';

const folder = 'examples/acme';
const read = (file: string): SourceFile => ({
  file,
  text: readFileSync(join(folder, file), 'utf8'),
});
const under = (name: string) => readdirSync(join(folder, name)).map((file) => join(name, file));
const files = ['fairway.yaml', ...under('services'), ...under('openslo')].map(read);
const sources = [...files, ...under('calendars').map(read)].map(readSource);
const contents = files.map(({ file, text }) => ({ file, content: parse(text) as unknown }));

/** Every path of a value, to every section, list and word in it. */
function paths(value: unknown, base: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [base];
  const inner = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [base, ...inner.flatMap(([key, one]) => paths(one, [...base, key]))];
}

type Change = (holder: Record<string, unknown>, key: string) => void;

const odd = [
  null,
  true,
  0,
  -1.5,
  1e300,
  '',
  'x',
  '__proto__',
  [],
  [[]],
  {},
  { a: { b: 1 } },
  ['x'],
];

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constant<Change>((holder, key) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  }),
  fc.tuple(fc.nat(), fc.constantFrom('x', 'O', '-', ' ', ':', 'é')).map(([at, letter]): Change => {
    return (holder, key) => {
      if (Array.isArray(holder)) return;
      const i = at % (key.length + 1);
      const value = holder[key];
      delete holder[key];
      holder[key.slice(0, i) + letter + key.slice(i + 1)] = value;
    };
  }),
  fc.constantFrom(...odd).map((value): Change => {
    return (holder, key) => {
      holder[key] = structuredClone(value);
    };
  }),
);

/** One file as it would be written after a few changes somewhere in it. */
const mutated = fc
  .tuple(
    fc.constantFrom(...contents),
    fc.array(fc.tuple(fc.nat(), change), { minLength: 1, maxLength: 3 }),
  )
  .map(([{ file, content: whole }, changes]) => {
    const content = structuredClone(whole);
    for (const [pick, apply] of changes) {
      const all = paths(content).slice(1);
      const path = all[pick % Math.max(1, all.length)];
      if (path !== undefined) applyAt(content, path, apply);
    }
    return { file, text: stringify(content) };
  });

function applyAt(content: unknown, path: Path, apply: Change): void {
  const [key, ...rest] = path;
  if (typeof content !== 'object' || content === null || key === undefined) return;
  const holder = content as Record<string, unknown>;
  if (rest.length === 0) apply(holder, String(key));
  else applyAt(holder[key], rest, apply);
}

/** One file with a piece of its text cut out or typed over. */
const scribbled = fc
  .tuple(fc.constantFrom(...files), fc.nat(), fc.nat({ max: 12 }), fc.string({ maxLength: 4 }))
  .map(([{ file, text }, at, length, typed]) => {
    const from = at % text.length;
    return { file, text: text.slice(0, from) + typed + text.slice(from + length) };
  });

/** Loads the example with one file replaced: fine, or faults that all lie within their files. */
function outcome(replaced: SourceFile): 'fine' | 'faults' {
  const all = sources.map((one) => (one.file === replaced.file ? readSource(replaced) : one));
  const loaded = loadSources(all, options);
  if (loaded.ok) return 'fine';
  expect(loaded.faults.length).toBeGreaterThan(0);
  for (const fault of loaded.faults) {
    const text = fault.file === replaced.file ? replaced.text : textOf(fault.file);
    if (!isWithin(fault, text)) expect.fail(`${JSON.stringify(fault)} in ${JSON.stringify(text)}`);
    expect(fault.message).not.toMatch(/undefined|\[object|NaN|Invalid Date/);
  }
  return 'faults';
}

function textOf(file: string): string {
  const found = files.find((one) => one.file === file);
  if (found === undefined) throw new Error(`a fault in a file that nobody gave: ${file}`);
  return found.text;
}

function isWithin({ line, column }: Fault, text: string): boolean {
  const written = text.split('\n')[line - 1];
  return written !== undefined && column >= 1 && column <= written.length + 1;
}

test('any change to the example is fine or a fault with its place, and never an exception', () => {
  const seen = { fine: 0, faults: 0 };
  fc.assert(
    fc.property(mutated, (file) => {
      seen[outcome(file)]++;
    }),
    { numRuns: 800 },
  );
  // A test of faults that sees none, or nothing but faults, would be none.
  expect(seen.faults).toBeGreaterThan(500);
  expect(seen.fine).toBeGreaterThan(20);
});

test('so is anything typed over it', () => {
  fc.assert(
    fc.property(scribbled, (file) => {
      outcome(file);
    }),
    { numRuns: 500 },
  );
});
