import { existsSync } from 'node:fs';
import { chmod, cp, readdir, readlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { defaultSearch, findBinaries } from '../../../src/sandbox/postgres/binaries.ts';
import { postgresPaths } from '../../../src/sandbox/postgres/paths.ts';
import { lacking } from '../../system/needs.ts';
import { playground, query, refusalOf } from './seed.ts';

const ground = playground();
afterEach(async () => await ground.settle());
afterAll(async () => await ground.clear());

const debian = '/usr/lib/postgresql';
const system = lacking(existsSync(debian) ? [] : ['postgresql']);

test("npm's binaries are taken first", async () => {
  const found = await findBinaries(defaultSearch(), await ground.folder());
  expect(found.source).toBe('embedded');
  expect(found.major).toBe(18);
  expect(found.version).toContain('PostgreSQL');
});

test('without the links that an install script makes, links in the data folder do', {
  timeout: 60_000,
}, async () => {
  const { packageFolder } = defaultSearch();
  const bare = join(await ground.folder(), 'package');
  await cp(String(packageFolder), bare, { recursive: true, verbatimSymlinks: true });
  await chmod(bare, 0o755);
  await removeLinks(join(bare, 'native', 'lib'));

  const folder = await ground.folder();
  const search = { packageFolder: bare, systemFolder: '/nowhere' };
  const postgres = await ground.start(folder, { search });
  expect(postgres.source).toBe('embedded');
  expect(await query(postgres.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  const links = postgresPaths(folder).libraries;
  const names = await readdir(links);
  expect(names.length).toBeGreaterThan(3);
  for (const name of names) {
    expect(await readlink(join(links, name))).toContain(bare);
  }
});

test('no PostgreSQL at all: the sentence says what was tried and what to do', async () => {
  const folder = await ground.folder();
  const search = { packageFolder: null, systemFolder: join(folder, 'none') };
  const { refusal, message } = await refusalOf(ground.start(folder, { search }));
  expect(refusal.code).toBe('postgres-not-found');
  expect(message).toContain('DATABASE_URL');
  expect(message).toContain(process.arch);
});

test('binaries that do not run are named with their fault', async () => {
  const folder = await ground.folder();
  const bare = join(folder, 'package');
  const inside = join('native', 'bin');
  await cp(join(String(defaultSearch().packageFolder), inside), join(bare, inside), {
    recursive: true,
  });
  const search = { packageFolder: bare, systemFolder: '/nowhere' };
  const { message } = await refusalOf(ground.start(folder, { search }));
  expect(message).toMatch(/native\/bin: .*librar/);
});

test.skipIf(!system.here)(`else the system's PostgreSQL serves${system.skipped}`, async () => {
  const search = { packageFolder: null, systemFolder: debian };
  const postgres = await ground.start(await ground.folder(), { search });
  expect(postgres.source).toBe('system');
  expect(await query(postgres.url, 'show server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
});

/** None to remove where npm itself ran no install script. */
async function removeLinks(folder: string): Promise<void> {
  const links = (await readdir(folder, { withFileTypes: true })).filter((e) => e.isSymbolicLink());
  for (const link of links) await unlink(join(folder, link.name));
}
