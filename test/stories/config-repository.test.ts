import { createHmac } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { needs } from '../system/needs.ts';
import { exampleFolder } from './folder.ts';
import { useStory } from './harness.ts';

const git = needs('git');
const ana = 'Ana <ana@acme.example>';
const eli = 'Eli <eli@acme.example>';
const PUBLISHER = `
publishers:
  - name: github
    kind: github
    secrets: [env:GITHUB]
    configuration: acme/rules
`;

describe.skipIf(!git.here)(`3.6 rules in a repository elsewhere${git.skipped}`, () => {
  const folder = exampleFolder();
  const state = mkdtempSync(join(tmpdir(), 'fairway-state-'));
  afterAll(() => {
    folder.remove();
    rmSync(state, { recursive: true, force: true });
  });
  folder.write('fairway.yaml', `${folder.read('fairway.yaml')}${PUBLISHER}`);
  if (git.here) folder.commit(ana);
  const story = useStory({
    repository: {
      url: pathToFileURL(folder.path).href,
      user: 'x',
      token: null,
      mirror: join(state, 'configuration.git'),
      ref: git.here ? folder.git('rev-parse', '--abbrev-ref', 'HEAD') : 'main',
      every: 60_000,
    },
  });
  /** What the ledger says of a version of the rules, in order. */
  const saidOf = async (id: string) =>
    (await story.fairway.records.ledger(id)).map(({ body }) => body).toReversed();

  async function pushed(repository: string, secret?: string): Promise<number> {
    const { url, token } = story.hookAt('github');
    const body = JSON.stringify({
      ref: 'refs/heads/main',
      deleted: false,
      repository: { full_name: repository },
      head_commit: { message: `a push to ${repository} at ${story.now()}` },
    });
    const hex = createHmac('sha256', secret ?? token)
      .update(body)
      .digest('hex');
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'x-github-event': 'push',
        'x-github-delivery': `${repository.length}-${story.now()}`,
        'x-hub-signature-256': `sha256=${hex}`,
      },
    });
    await story.settle();
    await story.fairway.reconcile();
    await story.after('1s');
    return answer.status;
  }

  test('a signed push moves the pin at once; what tightens is in force', async () => {
    folder.replace('fairway.yaml', 'slots: 2', 'slots: 1');
    const commit = folder.commit(eli);
    expect(await pushed('acme/rules', 'guess')).toBe(401);
    expect(await pushed('acme/other')).toBe(202);
    expect(await saidOf('C-2')).toEqual([]);
    expect(await pushed('acme/rules')).toBe(202);
    expect(await saidOf('C-2')).toMatchObject([{ what: 'in-force', evidence: { commit } }]);
  });

  test('what loosens waits for approvers of the rules before it', async () => {
    folder.replace('fairway.yaml', 'slots: 1', 'slots: 5');
    folder.commit(eli);
    expect(await pushed('acme/rules')).toBe(202);
    expect((await saidOf('C-3')).map(({ what }) => what)).toEqual(['proposed']);
    expect(story.message(/^Configuration C-3/).text).toMatch(/loosens the rules and waits/);
  });

  test('while the repository is away the version in force stays, and it says so; a start goes by it too', async () => {
    const git = join(folder.path, '.git');
    renameSync(git, `${git}-away`);
    await pushed('acme/rules');
    await story.types('bo', '/release configuration');
    expect(story.told('bo').text).toMatch(/The one in force stays: file:.* could not be fetched: /);
    expect(story.errors()).toEqual([
      expect.objectContaining({ message: 'the configuration in force stays' }),
    ]);
    rmSync(join(state, 'configuration.git'), { recursive: true });
    const catalog = await story.startsAnew();
    expect(catalog.environments.find((e) => e.name === 'production')?.slots).toBe(1);
    expect((await saidOf('C-3')).map(({ what }) => what)).toEqual(['proposed']);
    renameSync(`${git}-away`, git);
    await pushed('acme/rules');
    await story.types('bo', '/release configuration');
    expect(story.told('bo').text).not.toMatch(/stays/);
  });
});
