import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesUnder, root, sourceFiles } from './source-files.ts';

// Names that say "something" instead of what it is. Some say nothing anywhere;
// others only as the last word, which is what the thing is: a `data-folder` is a folder.
// `service` is a word of the domain (services are deployed), so only a layer of that name is refused.
const bannedAnywhere = ['util', 'helper', 'common', 'manager'];
const bannedLast = ['data', 'info', 'handle'];

/** The words of one file or folder name, singular: `row-helpers.test.ts` gives `row`, `helper`. */
function wordsOf(name: string): readonly string[] {
  const [stem = ''] = name.split('.');
  return stem.split('-').map((word) => word.replace(/s$/, ''));
}

function bannedIn(path: string): readonly string[] {
  return path.split('/').flatMap((name) => [
    ...wordsOf(name).filter((word) => bannedAnywhere.includes(word)),
    ...wordsOf(name)
      .slice(-1)
      .filter((word) => bannedLast.includes(word)),
    ...(/^services$|-service(\.ts)?$/.test(name) ? ['service'] : []),
  ]);
}

/** Forms the style has no use for and biome has no rule against. */
const refused: readonly (readonly [string, RegExp])[] = [
  [
    'a class that is not an error',
    /^\s*(export\s+)?(abstract\s+)?class\s+\w+\b(?!\s+extends\s+\w*Error\b)/m,
  ],
  ['a cast that hides a type', /\bas (any|never|unknown as)\b/],
  ['a silenced compiler', /@ts-(ignore|nocheck|expect-error)/],
  ['a module of everything', /^export \* from/m],
];

/** The code without what its comments say; comments to the compiler stay, they do something. */
function withoutProse(source: string): string {
  return source.replace(/\/\*(?!.*@ts-)[\s\S]*?\*\//g, '').replace(/\/\/(?!.*@ts-).*$/gm, '');
}

function refusedIn(source: string): readonly string[] {
  const code = withoutProse(source);
  return refused.filter(([, pattern]) => pattern.test(code)).map(([what]) => what);
}

describe('names and forms', () => {
  const files = [...sourceFiles(), ...filesUnder('test', /\.ts$/), ...filesUnder('bench', /\.ts$/)];

  test('no file or folder has a name that says nothing', () => {
    const found = files.map((file) => ({ file, words: bannedIn(file) }));
    expect(found.filter((one) => one.words.length > 0)).toEqual([]);
  });

  test('no class but errors, no hidden type, no silenced compiler, no barrel of everything', () => {
    const found = sourceFiles().map((file) => ({
      file,
      refused: refusedIn(readFileSync(join(root, file), 'utf8')),
    }));
    expect(found.filter((one) => one.refused.length > 0)).toEqual([]);
  });

  test.each([
    ['src/store/row-helpers.ts', ['helper']],
    ['src/utils/text.ts', ['util']],
    ['src/slack/message-handle.ts', ['handle']],
    ['src/commands/services/deploy.ts', ['service']],
    ['src/config/deploy-service.ts', ['service']],
    ['src/store/deployment-data.ts', ['data']],
    ['src/sandbox/data-folder.ts', []],
    ['src/config/service.ts', []],
  ])('%s: %j', (path, expected) => {
    expect(bannedIn(path)).toEqual(expected);
  });

  test.each([
    ['export class Store {}', ['a class that is not an error']],
    ['export class Refused extends Error {}', []],
    ['export class PortTaken extends StartError {}', []],
    ['export class ErrorList extends Array {}', ['a class that is not an error']],
    ['const x = y as any;', ['a cast that hides a type']],
    ['const x = y as unknown as Row;', ['a cast that hides a type']],
    ['// @ts-ignore', ['a silenced compiler']],
    ['/** Anybody acts as any person. */', []],
    ["export * from './a.ts';", ['a module of everything']],
    ["export { a } from './a.ts';", []],
  ])('%s', (source, expected) => {
    expect(refusedIn(source)).toEqual(expected);
  });
});
