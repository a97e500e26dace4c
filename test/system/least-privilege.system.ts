import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../postgres/database.ts';
import { createRole, type Role } from '../postgres/role.ts';
import { startPrograms } from './program.ts';
import { realWorld } from './real-world.ts';

const programs = startPrograms();
const real = realWorld(programs);
let database: FreshDatabase;
let role: Role;
beforeAll(async () => {
  await real.slack.listen(0);
  database = await freshDatabase({ empty: true });
  role = await createRole(database);
});
afterAll(async () => {
  await programs.clear();
  await real.slack.close();
  await role.drop();
  await database.drop();
});

async function migrates(env: NodeJS.ProcessEnv, ...args: string[]) {
  const program = programs.run(['migrate', ...args], env);
  const code = await program.end();
  return { code, text: program.text().trim() };
}

describe('a Fairway that may not change its tables', () => {
  const env = () => ({ ...real.env('http'), DATABASE_URL: role.url });

  test('does not start on an empty database, and names what to do', async () => {
    const program = programs.run(['start'], env());
    expect(await program.end()).toBe(1);
    expect(program.text()).toMatch(
      /^The database is not up to date, and the user in DATABASE_URL may not change that \(permission denied .*\)\. Run `fairway migrate` as the owner/,
    );
  });

  test('migrate says what it lacks, and who may', async () => {
    expect(await migrates({})).toMatchObject({
      code: 1,
      text: expect.stringMatching(/^DATABASE_URL: it is not set\. .*Example: DATABASE_URL=/),
    });
    expect(await migrates({ DATABASE_URL: role.url })).toMatchObject({
      code: 1,
      text: expect.stringMatching(/Give DATABASE_URL the user that owns the database/),
    });
    expect(await migrates({ DATABASE_URL: database.url }, '--force')).toMatchObject({ code: 2 });
  });

  test('the owner migrates, once; then it starts, deploys and stops with 0', async () => {
    const owner = { DATABASE_URL: database.url };
    const first = await migrates(owner);
    expect(first.text).toMatch(
      /tables are up to date: \d+ migrations applied\.\n.*it was migrated\./,
    );
    expect(first.code).toBe(0);
    expect((await migrates(owner)).text).toMatch(/they were so already\.\n.*it was so already\./);
    await role.grant();
    const { program } = await real.fairway(env());
    await real.types('/deploy shop@1.1.0 to staging');
    await real.shows(/^shop 1\.1\.0 to staging: succeeded/);
    program.kill('SIGTERM');
    expect(await program.end()).toBe(0);
    expect(program.text()).not.toMatch(/permission denied/);
  });
});
