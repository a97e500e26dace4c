import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isOursToRemove, openDataFolder } from '../../src/sandbox/data-folder.ts';
import { identifyProcess } from '../../src/sandbox/process-identity.ts';

let base = '';
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'fairway-folder-'));
});
afterEach(async () => {
  await chmod(base, 0o700);
  await rm(base, { recursive: true, force: true });
});

test('makes the folder, parents included, and can be opened again after release', async () => {
  const path = join(base, 'a', '.fairway');
  const first = await openDataFolder(path);
  expect(await readdir(path)).toContain('fairway.lock');
  await first.release();
  expect(await readdir(path)).not.toContain('fairway.lock');
  await (await openDataFolder(path)).release();
});

describe('a second opening', () => {
  test('is refused with the process and where it answers', async () => {
    const first = await openDataFolder(base, { url: 'http://127.0.0.1:3000' });
    await expect(openDataFolder(base)).rejects.toThrow(
      `Fairway is already running with this data folder (process ${process.pid}, http://127.0.0.1:3000). Stop it or set FAIRWAY_DATA.`,
    );
    await first.announce('http://127.0.0.1:3001');
    await expect(openDataFolder(base)).rejects.toThrow('http://127.0.0.1:3001');
    await first.release();
  });

  test('names the process alone while the first has no address yet', async () => {
    const first = await openDataFolder(base);
    await expect(openDataFolder(base)).rejects.toThrow(`(process ${process.pid}). Stop it`);
    await first.release();
  });

  test('takes over from a killed process', async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'open-and-wait.ts'), base], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await expect(openDataFolder(base)).rejects.toThrow(`process ${child.pid}`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await openDataFolder(base)).release();
  });

  test('takes over when the number now belongs to a later process', async () => {
    const earlier = { pid: process.pid, startedAt: 'long ago', url: null, token: 'x' };
    await writeFile(join(base, 'fairway.lock'), JSON.stringify(earlier));
    await (await openDataFolder(base)).release();
  });

  test.each(['', '{"pid": 1', 'null'])('takes over a torn lock file: %j', async (text) => {
    await writeFile(join(base, 'fairway.lock'), text);
    await (await openDataFolder(base)).release();
  });

  test('of twenty at once over a stale lock, exactly one wins', async () => {
    const stale = { pid: 2_147_483_646, startedAt: null, url: null, token: 'x' };
    await writeFile(join(base, 'fairway.lock'), JSON.stringify(stale));
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => openDataFolder(base)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a release leaves the lock of somebody else alone', async () => {
    const first = await openDataFolder(base);
    const other = { ...identifyProcess(process.ppid), url: null, token: 'other' };
    await writeFile(join(base, 'fairway.lock'), JSON.stringify(other));
    await first.release();
    await expect(openDataFolder(base)).rejects.toThrow(`process ${process.ppid}`);
  });
});

describe('a folder that will not do', () => {
  test('a file in its place', async () => {
    await writeFile(join(base, 'file'), '');
    for (const path of [join(base, 'file'), join(base, 'file', 'below')]) {
      await expect(openDataFolder(path)).rejects.toMatchObject({
        refusal: { code: 'data-folder-not-a-folder' },
      });
    }
  });

  // Root may write anywhere, so only an ordinary user meets these.
  test.skipIf(process.getuid?.() === 0).each(['/', '/etc/fairway'])('%s', async (path) => {
    await expect(openDataFolder(path)).rejects.toMatchObject({
      refusal: { code: 'data-folder-not-writable' },
    });
  });
});

test('only a folder that was empty at first is Fairway’s to remove', async () => {
  const home = join(base, 'home');
  await mkdir(home);
  await writeFile(join(home, 'letter'), '');
  await (await openDataFolder(home)).release();
  expect(await isOursToRemove(home)).toBe(false);
  await (await openDataFolder(join(base, 'new'))).release();
  expect(await isOursToRemove(join(base, 'new'))).toBe(true);
});
