import { describe, expect, test } from 'vitest';
import { matches, ownersOf, readCodeOwners } from '../../src/domain/governance/code-owners.ts';

/** The example file of GitHub's documentation of CODEOWNERS, line by line what it says there. */
const DOCUMENTED = `
# This is a comment.
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/* docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
/apps/ @octocat
/apps/github
`;

describe('CODEOWNERS as it is documented', () => {
  const { entries, faults } = readCodeOwners(DOCUMENTED);

  test('the whole file is read', () => {
    expect(faults).toEqual([]);
    expect(entries).toHaveLength(12);
    expect(entries[1]).toEqual({ pattern: '*.js', owners: ['@js-owner'] });
    expect(entries.at(-1)).toEqual({ pattern: '/apps/github', owners: [] });
  });

  test.each<[string, readonly string[]]>([
    ['README.md', ['@global-owner1', '@global-owner2']],
    ['src/app.js', ['@js-owner']],
    ['main.go', ['docs@example.com']],
    ['deep/in/notes.txt', ['@octo-org/octocats']],
    ['build/logs/today.log', ['@octocat']], // **/logs comes later
    ['build/logs/old/x.js', ['@octocat']],
    ['docs/getting-started.md', ['@doctocat']], // /docs/ comes later
    ['other/apps/x.md', ['@octocat']],
    ['scripts/run.sh', ['@doctocat', '@octocat']],
    ['deeply/nested/logs/x', ['@octocat']],
    ['apps/web/index.html', ['@octocat']],
    ['apps/github', []],
    ['apps/github/x.js', []],
  ])('%s → %j: the last line that matches wins', (path, owners) => {
    expect(ownersOf(entries, path)).toEqual(owners);
  });
});

test.each<[string, string, boolean]>([
  ['docs/*', 'docs/getting-started.md', true],
  ['docs/*', 'docs/build-app/troubleshooting.md', false],
  ['/docs/*', 'docs/build-app/troubleshooting.md', false],
  ['docs/*', 'src/docs/x.md', false],
  ['docs/', 'src/docs/deep/x.md', true],
  ['/docs/', 'src/docs/x.md', false],
  ['docs/**', 'docs/build-app/troubleshooting.md', true],
  ['/build/logs/', 'build/logs/a/b.log', true],
  ['/build/logs/', 'src/build/logs/a.log', false],
  ['**/logs', 'build/logs/deep/x', true],
  ['**/logs', 'logs/x', true],
  ['*', 'any/where/at.all', true],
  ['*.js', 'src/x.ts', false],
  ['/Docs/', 'docs/x.md', false], // paths are case-sensitive
  ['my\\ file.txt', 'my file.txt', true],
  ['/docs/', './docs/x.md', true],
  ['/docs/', '/docs/x.md', true],
  ['/docs/', '../docs/x.md', true], // what cannot be placed is never left out
])('%s of %s: %s', (pattern, path, expected) => {
  expect(matches(pattern, path)).toBe(expected);
});

test('what GitHub skips silently is a fault with its line', () => {
  const { entries, faults } = readCodeOwners('* @a\n!keep.txt @b\n[ab].txt @c\n\\#x @d\n');
  expect(entries).toEqual([{ pattern: '*', owners: ['@a'] }]);
  expect(faults.map(({ line }) => line)).toEqual([2, 3, 4]);
});
