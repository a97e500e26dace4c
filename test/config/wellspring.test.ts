import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { wellspringOf } from '../../src/cli/start/wellspring.ts';
import { exampleFolder } from '../stories/folder.ts';
import { needs } from '../system/needs.ts';

const git = needs('git');
const bo = 'Bo Lindqvist <bo@acme.example>';

describe.skipIf(!git.here)(`a configuration at a branch${git.skipped}`, () => {
  const folder = exampleFolder();
  afterAll(folder.remove);
  const first = git.here ? folder.commit('Ana <ana@acme.example>') : '';
  if (git.here) folder.git('branch', 'release');
  const spring = wellspringOf({ folder: folder.path, ref: 'release' });
  const slots = async () => {
    const seen = await spring.look(first);
    if (!seen.ok) throw new Error(seen.faults.join());
    const { origin } = seen.found;
    return { slots: seen.catalog.environments.find((e) => e.name === 'production')?.slots, origin };
  };

  test('is what the branch says, whatever lies in the folder or is checked out', async () => {
    folder.replace('fairway.yaml', 'slots: 2', 'slots: 7');
    expect(await slots()).toMatchObject({ slots: 2, origin: { commit: first } });
    folder.commit(bo);
    expect(await slots()).toMatchObject({ slots: 2 });
  });

  test('moves with the branch, and says whose the change is', async () => {
    folder.git('branch', '--force', 'release');
    const commit = folder.git('rev-parse', 'HEAD');
    expect(await slots()).toMatchObject({
      slots: 7,
      origin: { commit, signed: ['Bo Lindqvist', 'bo@acme.example'] },
    });
  });

  test('may lie in a bare repository', async () => {
    const bare = mkdtempSync(join(tmpdir(), 'fairway-bare-'));
    execFileSync('git', ['clone', '--quiet', '--bare', folder.path, bare], { stdio: 'pipe' });
    const seen = await wellspringOf({ folder: bare, ref: 'release' }).look(first);
    expect(seen).toMatchObject({
      ok: true,
      found: { origin: { signed: ['Bo Lindqvist', 'bo@acme.example'] } },
    });
    rmSync(bare, { recursive: true });
  });

  test('is refused with its place where the commit has faults, or there is no such branch', async () => {
    folder.replace('fairway.yaml', 'slots: 7', 'slots: none');
    folder.commit(bo);
    folder.git('branch', '--force', 'release');
    const seen = await spring.look(first);
    expect(seen).toMatchObject({
      ok: false,
      faults: [expect.stringMatching(/^fairway\.yaml:29:12: /)],
    });
    const gone = await wellspringOf({ folder: folder.path, ref: 'nowhere' }).look(null);
    expect(gone).toMatchObject({
      ok: false,
      faults: [expect.stringContaining('git knows no nowhere')],
    });
  });

  test('runs nothing that the repository names', async () => {
    folder.write('.gitattributes', '*.yaml diff=evil\n');
    folder.replace('fairway.yaml', 'slots: none', 'slots: 7');
    folder.commit(bo);
    const commit = folder.git('rev-parse', 'HEAD');
    const files = [{ file: 'fairway.yaml', text: folder.read('fairway.yaml') }];
    folder.git('config', 'diff.evil.textconv', 'touch evil; cat');
    folder.git('config', 'core.fsmonitor', 'touch evil');
    folder.git('branch', '--force', 'release');
    expect((await spring.look(first)).ok).toBe(true);
    const key = await spring.explain(files, commit, 'organisation');
    expect(key).toMatchObject({ blame: { author: 'Ana <ana@acme.example>' } });
    expect(() => folder.read('evil')).toThrow();
  });
});
