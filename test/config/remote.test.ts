import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { loadAt, type Repository, wellspringOf } from '../../src/cli/start/wellspring.ts';
import { readEnvironment } from '../../src/config/env.ts';
import { createMirror, environmentFor } from '../../src/providers/git/mirror.ts';
import { exampleFolder } from '../stories/folder.ts';
import { needs } from '../system/needs.ts';

const REAL = {
  SLACK_BOT_TOKEN: 'xoxb-1234567890-abcdef',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  DATABASE_URL: 'postgres://fairway@db/fairway',
};
const git = needs('git');
const ana = 'Ana <ana@acme.example>';
const bo = 'Bo Lindqvist <bo@acme.example>';
const state = mkdtempSync(join(tmpdir(), 'fairway-state-'));
afterAll(() => rmSync(state, { recursive: true, force: true }));

describe.skipIf(!git.here)(`a configuration in a repository elsewhere${git.skipped}`, () => {
  const folder = exampleFolder();
  afterAll(folder.remove);
  const first = git.here ? folder.commit(ana) : '';
  const branch = git.here ? folder.git('rev-parse', '--abbrev-ref', 'HEAD') : '';
  const mirror = join(state, 'configuration.git');
  const url = pathToFileURL(folder.path).href;
  const repository: Repository = {
    url,
    user: 'x',
    token: null,
    mirror,
    ref: branch,
    every: 60_000,
  };
  const whence = { folder: '', ref: null, repository };
  const spring = wellspringOf(whence);
  const slots = async () => {
    const seen = await spring.look(first);
    if (!seen.ok) throw new Error(seen.faults.join());
    const { origin } = seen.found;
    return { slots: seen.catalog.environments.find((e) => e.name === 'production')?.slots, origin };
  };

  test('is fetched at the start, and says where it is from', async () => {
    expect(await loadAt(whence)).toMatchObject({ ok: true, commit: first });
    expect(await slots()).toMatchObject({ slots: 2, origin: { folder: url, commit: first } });
  });

  test('a moved branch counts once it is fetched, and says whose the change is', async () => {
    folder.replace('fairway.yaml', 'slots: 2', 'slots: 7');
    const commit = folder.commit(bo);
    expect(await slots()).toMatchObject({ slots: 2 });
    await spring.refresh?.();
    expect(await slots()).toMatchObject({
      slots: 7,
      origin: { commit, signed: ['Bo Lindqvist', 'bo@acme.example'] },
    });
    const files = [{ file: 'fairway.yaml', text: folder.read('fairway.yaml') }];
    expect(await spring.explain(files, commit, 'organisation')).toMatchObject({
      blame: { author: ana },
    });
  });

  test('a branch that was put back counts as well: what follows is for the rules to say', async () => {
    folder.git('reset', '--quiet', '--hard', first);
    await spring.refresh?.();
    expect(await slots()).toMatchObject({ slots: 2, origin: { commit: first } });
  });

  test('several at once fetch it, and none of them fails', async () => {
    const one = createMirror(mirror, repository);
    expect(await Promise.all([one.fetch(), one.fetch(), one.fetch()])).toEqual([null, null, null]);
  });

  test('while it is away what was fetched stays, and why is known; then it is back', async () => {
    const inside = join(folder.path, '.git');
    execFileSync('mv', [inside, `${inside}-away`]);
    await spring.refresh?.();
    expect(spring.problem?.()).toMatch(
      /^file:\/\/.* could not be fetched: .*does not appear to be a git repository$/,
    );
    expect(await slots()).toMatchObject({ slots: 2 });
    expect(await loadAt(whence)).toMatchObject({ ok: true, commit: first });
    execFileSync('mv', [`${inside}-away`, inside]);
    await spring.refresh?.();
    expect(spring.problem?.()).toBeNull();
  });

  test('a copy that a killed git left locked is made anew', async () => {
    folder.replace('fairway.yaml', 'slots: 2', 'slots: 4');
    folder.commit(bo);
    writeFileSync(join(mirror, 'refs', 'heads', `${branch}.lock`), '');
    await spring.refresh?.();
    expect(spring.problem?.()).toMatch(/could not be fetched: .*lock/);
    expect(await slots()).toMatchObject({ slots: 2 });
    await spring.refresh?.();
    expect([spring.problem?.(), await slots()]).toMatchObject([null, { slots: 4 }]);
    folder.git('reset', '--quiet', '--hard', first);
    await spring.refresh?.();
  });

  test('a branch that is not there, and a repository that never was, are faults with what to do', async () => {
    const nowhere = { ...repository, ref: 'nowhere' };
    expect(await loadAt({ ...whence, repository: nowhere })).toMatchObject({
      ok: false,
      faults: [
        {
          file: url,
          message: 'there is no nowhere in it',
          hint: expect.stringMatching(/FAIRWAY_CONFIG_REF/),
        },
      ],
    });
    const never = {
      ...repository,
      url: 'file:///nowhere/at/all',
      mirror: join(state, 'never.git'),
    };
    expect(await loadAt({ ...whence, repository: never })).toMatchObject({
      ok: false,
      faults: [{ message: expect.stringMatching(/^it could not be fetched: /) }],
    });
  });

  test('no hook of either side runs, and the settings of the copy start nothing', async () => {
    const evil = join(state, 'evil');
    const script = `#!/bin/sh\ntouch ${evil}\n`;
    for (const hooks of [join(folder.path, '.git', 'hooks'), join(mirror, 'hooks')]) {
      execFileSync('mkdir', ['-p', hooks]);
      for (const name of ['reference-transaction', 'post-update', 'post-merge', 'pre-auto-gc']) {
        writeFileSync(join(hooks, name), script);
        chmodSync(join(hooks, name), 0o755);
      }
    }
    execFileSync('git', ['-C', mirror, 'config', 'core.fsmonitor', `touch ${evil}`]);
    folder.replace('fairway.yaml', 'slots: 2', 'slots: 3');
    folder.git('-c', 'core.hooksPath=/dev/null', 'add', '--all');
    folder.git(
      '-c',
      'core.hooksPath=/dev/null',
      '-c',
      'user.name=C',
      '-c',
      'user.email=c@acme.example',
      'commit',
      '--quiet',
      '-m',
      'Three',
    );
    await spring.refresh?.();
    expect(await slots()).toMatchObject({ slots: 3 });
    expect(existsSync(evil)).toBe(false);
  });

  test('an address that would run a program runs none, whatever let it come so far', async () => {
    const evil = join(state, 'evil');
    const ways = [
      `ext::sh -c "touch ${evil}"`,
      'ssh://git@127.0.0.1/x',
      `--upload-pack=touch ${evil}`,
    ];
    for (const [n, way] of ways.entries()) {
      const why = await createMirror(join(state, `odd-${n}.git`), { ...repository, url })
        .fetch()
        .then(() => createMirror(join(state, `odd-${n}.git`), { ...repository, url: way }).fetch())
        .catch((error: unknown) => String(error));
      expect(why).not.toBeNull();
    }
    execFileSync('git', ['-C', mirror, 'config', `url.ext::sh -c "touch ${evil}".insteadOf`, url]);
    expect(await createMirror(mirror, repository).fetch()).toMatch(/transport 'ext' not allowed/);
    expect(existsSync(evil)).toBe(false);
    execFileSync('git', [
      '-C',
      mirror,
      'config',
      '--remove-section',
      `url.ext::sh -c "touch ${evil}"`,
    ]);
  });
});

test('the token goes to its host by the environment, and git is told of no other way', () => {
  const remote = { url: 'https://git.example.com/acme/rules.git', user: 'bot', token: 'sesame' };
  const env = environmentFor(remote, { PATH: '/bin', SLACK_BOT_TOKEN: 'xoxb', GIT_DIR: '/evil' });
  expect(env).toMatchObject({
    GIT_ALLOW_PROTOCOL: 'https',
    GIT_CONFIG_KEY_0: 'http.https://git.example.com/.extraHeader',
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${Buffer.from('bot:sesame').toString('base64')}`,
  });
  expect(JSON.stringify(env)).not.toMatch(/xoxb|evil/);
});

test.each([
  ['ext::sh -c "touch evil"', false],
  ['ssh://git@example.com/rules', false],
  ['git@example.com:acme/rules.git', false],
  ['http://git.example.com/rules.git', false],
  ['https://bot:sesame@git.example.com/rules.git', false],
  ['--upload-pack=evil', false],
  ['https://git.example.com/acme/rules.git', true],
  ['file:///srv/rules.git', true],
])('FAIRWAY_CONFIG_REPO=%s', (value, fine) => {
  const read = readEnvironment({
    ...REAL,
    FAIRWAY_CONFIG_REPO: value,
    FAIRWAY_CONFIG_TOKEN: 'sesame',
  });
  expect(read.ok).toBe(fine);
  expect(JSON.stringify(read)).not.toMatch(/"sesame"/);
  if (read.ok) {
    expect(read.settings.configRepository).toMatchObject({ url: value, every: 60_000 });
  }
});
