import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../src/sandbox/port.ts';
import { type FreshDatabase, freshDatabase } from '../postgres/database.ts';
import { startPrograms } from './program.ts';
import { realWorld } from './real-world.ts';

const programs = startPrograms();
const real = realWorld(programs);
let database: FreshDatabase;
beforeAll(async () => {
  await real.slack.listen(0);
  database = await freshDatabase({ empty: true });
});
afterAll(async () => {
  await programs.clear();
  await real.slack.close();
  await database.drop();
});

/** What a start that cannot go on says, after it ended with 1. */
async function says(env: NodeJS.ProcessEnv, how = {}): Promise<string> {
  const program = programs.run(['start'], env, how);
  expect(await program.end()).toBe(1);
  expect(program.text()).not.toMatch(/^ +at |Error:|"level"/m);
  return program.text().trim();
}

function databaseUrl(change: (url: URL) => void): string {
  const url = new URL(database.url);
  change(url);
  return url.href;
}

describe('a real start that cannot go on ends with 1 and a sentence', () => {
  test('every missing or malformed variable at once', async () => {
    const text = await says({
      SLACK_BOT_TOKEN: 'xoxb-0123456789',
      PORT: 'http',
      SLACK_APPTOKEN: 'x',
    });
    const named = text.split('\n').map((line) => line.split(':')[0]);
    expect(named.toSorted()).toEqual([
      'DATABASE_URL',
      'FAIRWAY_CONFIG',
      'PORT',
      'SLACK_APPTOKEN',
      'SLACK_SIGNING_SECRET or SLACK_APP_TOKEN',
    ]);
  });

  test('a wrong password', async () => {
    const DATABASE_URL = databaseUrl((url) => {
      url.password = 'wrong';
    });
    const text = await says({ ...real.env('http'), DATABASE_URL });
    expect(text).toMatch(/^PostgreSQL refuses the user or the password in DATABASE_URL \(.*\)\. /);
  });

  test('a database that does not exist', async () => {
    const DATABASE_URL = databaseUrl((url) => {
      url.pathname = '/nothing_here';
    });
    const text = await says({ ...real.env('http'), DATABASE_URL });
    expect(text).toMatch(/^PostgreSQL has no such database .*"nothing_here".* Create it, empty/);
  });

  test('a schema that is not what the migrations expect', async () => {
    const other = await freshDatabase({ empty: true });
    await other.pool.query('CREATE TABLE deployment (id int)');
    const text = await says({ ...real.env('http'), DATABASE_URL: other.url });
    expect(text).toMatch(/^The database cannot be used: .*deployment/);
    await other.drop();
  });

  test('a port in use, and the database is let go', async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
    const env = { ...real.env('http'), DATABASE_URL: database.url, PORT: String(port) };
    expect(await says(env)).toBe(
      `Port ${port} on 127.0.0.1 is already in use. Stop the program that listens there, or set PORT to another one.`,
    );
    taken.close();
    const { rows } = await database.pool.query(
      `SELECT count(*)::int AS n FROM pg_stat_activity
       WHERE datname = current_database() AND application_name LIKE 'fairway%'`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  test('Redis away: it is waited for, and a signal ends the wait', async () => {
    const REDIS_URL = `redis://127.0.0.1:${await freePort()}`;
    const env = { ...real.env('http'), DATABASE_URL: database.url, REDIS_URL };
    const program = programs.run(['start'], env);
    await program.says(/^Redis does not answer \(.+\)\. Trying again for 60 s\.$/m);
    program.kill('SIGTERM');
    expect(await program.end()).toBe(0);
    expect(program.text()).toContain('Stopped before it was ready.');
  });
});

describe('Node too old', () => {
  const node = ['/usr/local/bin/node', '/usr/bin/node'].find((path) => existsSync(path));

  test('says so in one sentence', async (ctx) => {
    if (node === undefined) return ctx.skip('skipped: needs a Node of the system');
    const version = programs.run(['-p', 'process.versions.node'], {}, { node, entry: [] });
    await version.end();
    if (Number.parseInt(version.text(), 10) >= 22)
      return ctx.skip('skipped: its Node is new enough');
    const entry = [join(import.meta.dirname, '../../bin/fairway.mjs')];
    const program = programs.run(['start'], {}, { node, entry });
    expect(await program.end()).toBe(1);
    expect(program.text()).toMatch(
      /^Fairway needs Node 22\.18 or newer and this is [\d.]+\. .*npm start.*\n$/,
    );
  });
});
