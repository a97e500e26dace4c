import { spawnSync } from 'node:child_process';
import { chmod, chown, cp, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { defaultSearch } from '../../../src/sandbox/postgres/binaries.ts';
import { postgresPaths } from '../../../src/sandbox/postgres/paths.ts';
import {
  anotherUser,
  capability,
  type RunAs,
  userNamespace,
} from '../../../src/sandbox/postgres/run-as.ts';
import { playground, query, refusalOf } from './seed.ts';

const ground = playground();
afterEach(async () => await ground.settle());
afterAll(async () => await ground.clear());

const isRoot = process.getuid?.() === 0;
const nobodysId = 65_534;
const nobody = anotherUser(nobodysId, nobodysId);

test('an ordinary user runs it as is', async (ctx) => {
  const user = isRoot ? { uid: nobodysId, gid: nobodysId } : {};
  const program = join(import.meta.dirname, 'ordinary.ts');
  const folder = await ground.folder();
  if (isRoot) await chown(folder, nobodysId, nobodysId);
  const { stdout, stderr } = spawnSync(process.execPath, [program, folder], {
    ...user,
    encoding: 'utf8',
  });
  if (/EACCES|ERR_MODULE_NOT_FOUND|Cannot find module/.test(stderr))
    return ctx.skip(`skipped: user ${nobodysId} may not read this checkout`);
  expect({ stdout, stderr }).toEqual({ stdout: 'as is', stderr: '' });
});

describe.skipIf(!isRoot)(isRoot ? 'root' : 'root (skipped: needs root)', () => {
  let hidden = '';
  let packageFolder = '';
  beforeAll(async () => {
    hidden = await closed();
    packageFolder = await packageIn(hidden);
  });

  /** A project folder nobody else may enter, as below a home folder. */
  async function closed(): Promise<string> {
    const folder = await ground.folder();
    await chmod(folder, 0o700);
    return join(folder, 'project');
  }

  async function packageIn(folder: string): Promise<string> {
    const copy = join(folder, 'package');
    await mkdir(folder, { recursive: true });
    await cp(String(defaultSearch().packageFolder), copy, {
      recursive: true,
      verbatimSymlinks: true,
    });
    return copy;
  }

  test('takes another user where that user can go, and the files are theirs', async () => {
    const folder = await ground.folder();
    const postgres = await ground.start(folder, { ways: [nobody] });
    expect(await query(postgres.url, 'select 1 as n')).toEqual([{ n: 1 }]);
    expect((await stat(postgresPaths(folder).cluster)).uid).toBe(65_534);
  });

  // Containers can forbid either; `true` run in the same way tells whether this one does.
  test.each<[string, RunAs]>([
    ['a user namespace', userNamespace],
    ['one capability', capability],
  ])(
    'reaches project and data in a closed folder by %s, or says that it cannot',
    async (_n, way) => {
      const folder = await closed();
      const packageFolder = await packageIn(folder);
      const search = { packageFolder, systemFolder: '/nowhere' };
      const { file, args } = way.wrap('/bin/true', []);
      const starting = ground.start(folder, { ways: [nobody, way], search });
      if (spawnSync(file, args).status === 0) {
        expect(await query((await starting).url, 'select 1 as n')).toEqual([{ n: 1 }]);
      } else {
        expect((await refusalOf(starting)).message).toContain(`${way.name}: `);
      }
    },
  );

  test('a database made in one way is started in the other, its files given over', async () => {
    const folder = await ground.folder();
    const first = await ground.start(folder, { ways: [nobody] });
    await query(first.url, 'create table kept as select 7 as n');
    await first.stop();
    const owner = anotherUser(12_345, 12_345);
    const second = await ground.start(folder, { ways: [owner] });
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
    const { cluster } = postgresPaths(folder);
    expect((await stat(join(cluster, 'base'))).uid).toBe(12_345);
  });

  test('copies binaries that the other user cannot reach to where it can', async () => {
    const folder = await ground.folder();
    const search = { packageFolder, systemFolder: '/nowhere' };
    const postgres = await ground.start(folder, { ways: [nobody], search });
    expect(await query(postgres.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('is refused where no way leads, with what to do', async () => {
    const { refusal, message } = await refusalOf(ground.start(await closed(), { ways: [nobody] }));
    expect(refusal.code).toBe('postgres-as-root');
    expect(message).toContain('FAIRWAY_DATA');
  });
});
