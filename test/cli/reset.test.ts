import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { reset } from '../../src/cli/reset.ts';
import { openDataFolder } from '../../src/sandbox/data-folder.ts';
import { identifyProcess } from '../../src/sandbox/process-identity.ts';
import { playground } from '../sandbox/postgres/seed.ts';

const ground = playground();
afterEach(async () => await ground.settle());
afterAll(async () => await ground.clear());

async function run(dataFolder: string): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const code = await reset({ dataFolder, print: (line) => void lines.push(line) });
  return { code, text: lines.join('\n') };
}

test('nothing there is fine', async () => {
  const { code, text } = await run(join(tmpdir(), 'fairway-never-made'));
  expect(code).toBe(0);
  expect(text).toContain('nothing to reset');
});

test('refuses while a live Fairway has the folder open', async () => {
  const folder = await ground.folder();
  const open = await openDataFolder(folder, { url: 'http://127.0.0.1:3000' });
  const { code, text } = await run(folder);
  expect(code).toBe(1);
  expect(text).toContain(`process ${process.pid}, http://127.0.0.1:3000`);
  expect(existsSync(folder)).toBe(true);
  await open.release();
});

test('refuses while a live program runs the database; stops what a killed one left', async () => {
  const folder = await ground.folder();
  await (await openDataFolder(folder)).release();
  await (await ground.start(folder)).stop();
  const { child, postgresPid } = await ground.parent(folder);
  expect(await run(folder)).toMatchObject({ code: 1 });
  expect(identifyProcess(postgresPid)).not.toBeNull();

  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  expect(await run(folder)).toMatchObject({ code: 0 });
  expect(identifyProcess(postgresPid)).toBeNull();
  expect(existsSync(folder)).toBe(false);
});

test('does not remove a folder that held other things before', async () => {
  const base = await mkdtemp(join(tmpdir(), 'fairway-home-'));
  await mkdir(join(base, 'letters'));
  await writeFile(join(base, 'letters', 'first'), 'dear');
  await (await openDataFolder(base)).release();
  expect(await run(base)).toMatchObject({ code: 1 });
  expect(existsSync(join(base, 'letters', 'first'))).toBe(true);
  await rm(base, { recursive: true });
});
