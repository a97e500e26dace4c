import { chmodSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '../../src/sandbox/port.ts';
import { type Postgres, startPostgres } from '../../src/sandbox/postgres/start-postgres.ts';
import { get, startPrograms, until } from './program.ts';
import { realWorld } from './real-world.ts';

const programs = startPrograms();
const real = realWorld(programs);
const dataFolder = programs.folder();
let postgres: Postgres | null = null;
const log = { info: () => {}, warn: () => {} };

async function startDatabase(port: number): Promise<string> {
  postgres = await startPostgres({ dataFolder, port, durable: false, log });
  return postgres.url;
}

afterAll(async () => {
  await real.slack.close();
  await postgres?.stop();
  await programs.clear();
});

test('a database that comes late, goes and comes back', async () => {
  chmodSync(dataFolder, 0o711);
  const port = await freePort();
  const DATABASE_URL = await startDatabase(port);
  await postgres?.stop();
  await real.slack.listen(0);
  const starting = real.fairway({ ...real.env('http'), DATABASE_URL });
  const waiting = until(() => programs.last().text().includes('Trying again for 60 s'));
  await Promise.race([starting, waiting]);
  expect(programs.last().text()).not.toContain('answers on port');
  await startDatabase(port);
  const { program, url } = await starting;
  expect(program.text()).toContain('PostgreSQL answers now.');
  const health = async (status: number) => (await get(`${url}/healthz`))?.status === status;
  await until(() => health(200));

  await postgres?.stop();
  await until(() => health(503));
  const refused = await real.types('/deploy shop@1.1.0 to staging');
  expect(JSON.stringify(refused)).toContain(
    'Fairway cannot reach its database. Nothing was started.',
  );
  expect((await get(`${url}/metrics`))?.text).toMatch(/^fairway_database_up 0$/m);

  await startDatabase(port);
  await until(() => health(200));
  await real.types('/deploy shop@1.1.0 to staging');
  await real.shows(/^shop 1\.1\.0 to staging: succeeded/);
  program.kill('SIGTERM');
  expect(await program.end()).toBe(0);
});
