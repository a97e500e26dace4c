import { spawnSync } from 'node:child_process';
import { copyFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../postgres/database.ts';
import { get, startPrograms } from './program.ts';
import { realWorld } from './real-world.ts';

const root = join(import.meta.dirname, '../..');
const programs = startPrograms();
const image = programs.folder();
const real = realWorld(programs);
const how = { entry: [join(image, 'dist/cli/fairway.js')] };

/** What the image holds: the compiled files, the migrations, the packages. */
beforeAll(() => {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '-p', 'tsconfig.build.json', '--outDir', join(image, 'dist')];
  const built = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect(built.stdout).toBe('');
  copyFileSync(join(root, 'package.json'), join(image, 'package.json'));
  for (const name of ['drizzle', 'node_modules']) symlinkSync(join(root, name), join(image, name));
});
afterAll(async () => {
  await programs.clear();
  await real.slack.close();
});

describe('the compiled Fairway', () => {
  test('checks a configuration', async () => {
    const program = programs.run(['check', join(root, 'examples/acme')], {}, how);
    expect(await program.end()).toBe(0);
    expect(program.text()).toContain('4 services');
  });

  test('starts for real, migrations and all, and stops with 0', async () => {
    const database = await freshDatabase({ empty: true });
    await real.slack.listen(0);
    const env = { ...real.env('http'), DATABASE_URL: database.url };
    const program = programs.run(['start'], env, how);
    const [, port] = await program.says(/answers on port (\d+)/);
    expect(await get(`http://127.0.0.1:${port}/healthz`)).toMatchObject({ status: 200 });
    program.kill('SIGTERM');
    expect(await program.end()).toBe(0);
    await database.drop();
  });

  test('without credentials, away from a checkout, it ends with a sentence', async () => {
    const program = programs.run(['start'], {}, { ...how, cwd: image });
    expect(await program.end()).toBe(1);
    expect(program.text()).toMatch(/^Neither Slack nor a database is set, .*npm start.*\n$/);
  });
});
