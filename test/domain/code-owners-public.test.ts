import { describe, expect, test } from 'vitest';
import { matches } from '../../src/domain/governance/code-owners.ts';

/**
 * What each pattern means and does not mean, by the public set of cases of hmarr/codeowners (testdata/patterns.json at
 * 51cebad, MIT), which was checked against GitHub: its facts, put down here as lists of paths.
 */
const CASES: readonly (readonly [pattern: string, means: string, not: string])[] = [
  ['foo', 'foo foo/bar bar/foo bar/foo/baz', 'foo.txt bar/foo.txt bar/baz'],
  ['/foo', 'foo foo/bar foo/bar/baz', 'fool.txt bar/foo bar/baz bar/foo/baz'],
  ['foo/', 'foo/bar foo/bar/baz bar/foo/baz bar/foo/baz/qux', 'foo bar/foo bar/baz'],
  ['/foo/', 'foo/bar foo/bar/baz', 'foo bar/foo bar/baz bar/foo/baz bar/foo/baz/qux'],
  ['foo/bar', 'foo/bar foo/bar/baz', 'foo/bart baz/foo/bar baz/foo/bar/qux'],
  ['/foo/bar', 'foo/bar foo/bar/baz', 'foo/bart baz/foo/bar baz/foo/bar/qux'],
  ['foo/bar/', 'foo/bar/baz', 'foo/bar foo/bart baz/foo/bar baz/foo/bar/qux'],
  ['/foo/bar/', 'foo/bar/baz foo/bar/baz/qux', 'foo/bar foo/bart baz/foo/bar baz/foo/bar/qux'],
  ['*', 'foo foo/bar bar/foo bar/foo/baz bar/baz xfoo', ''],
  ['f*', 'foo foo/bar foo/bar/baz bar/foo bar/foo/baz', 'bar/baz xfoo'],
  ['/*', 'foo bar', 'foo/bar foo/bar/baz'],
  ['/f*', 'foo foo/bar foo/bar/baz', 'bar/foo bar/foo/baz bar/baz xfoo'],
  ['f*/', 'foo/bar bar/foo/baz', 'foo bar/foo bar/baz xfoo'],
  ['/*/', 'foo/bar bar/foo bar/foo/baz', 'foo'],
  ['/f*/', 'foo/bar', 'foo bar/foo bar/foo/baz bar/baz xfoo'],
  ['f\\*o', 'f*o', 'foo'],
  ['foo/*', 'foo/bar', 'foo foo/bar/baz bar/foo bar/foo/baz bar/baz xfoo'],
  ['foo/*.txt', 'foo/bar.txt', 'foo foo/bar/baz.txt qux/foo/bar.txt qux/foo/bar/baz.txt'],
  ['foo/*/baz', 'foo/bar/baz foo/bar/baz/qux', 'foo foo/bar foo/baz'],
  ['f?o', 'foo', 'fo fooo'],
  ['f\\?o', 'f?o', 'foo'],
  ['**/foo/bar', 'foo/bar qux/foo/bar qux/foo/bar/baz', 'foo/baz/bar qux/foo/baz/bar'],
  ['**/*bar*', 'bar foo/bar foo/rebar foo/barrio foo/qux/bar', ''],
  ['foo/bar/**', 'foo/bar/baz foo/bar/baz/qux', 'foo/bar qux/foo/bar qux/foo/bar/baz'],
  [
    'foo/**/bar',
    'foo/bar foo/bar/baz foo/qux/bar/baz foo/qux/quux/bar/baz foo/bar/baz/qux',
    'qux/foo/bar qux/foo/bar/baz',
  ],
  ['foo/**/', 'foo/bar foo/bar/ foo/bar/baz', 'foo'],
  [
    'foo/**/bar/b*',
    'foo/bar/baz foo/qux/bar/baz',
    'foo/bar foo/bar/qux foo/qux/bar foo/qux/bar/qux',
  ],
];

const words = (text: string): readonly string[] => (text === '' ? [] : text.split(' '));
const rows = CASES.flatMap(([pattern, means, not]) => [
  ...words(means).map((path) => [pattern, path, true] as const),
  ...words(not).map((path) => [pattern, path, false] as const),
]);

describe('1.3 CODEOWNERS, by a public set of cases', () => {
  test.each(rows)('%s of %s: %s', (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected);
  });
});
