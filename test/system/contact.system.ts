import { afterAll, expect, test } from 'vitest';
import { awake } from '../awake.ts';
import { type FreshDatabase, freshDatabase } from '../postgres/database.ts';
import { startPrograms } from './program.ts';
import { type RealWorld, realWorld } from './real-world.ts';

const programs = startPrograms();
let real: RealWorld | null = null;
let database: FreshDatabase | null = null;
afterAll(async () => {
  await programs.clear();
  await real?.slack.close();
  await database?.drop();
});

test('the only worker freezes: the web process says so on the card within 30 s; thawed, it goes on', async () => {
  real = realWorld(programs, { bake: '8s' });
  await real.slack.listen(0);
  database = await freshDatabase({ empty: true });
  const env = { ...real.env('http'), DATABASE_URL: database.url };
  const [, worker] = await Promise.all(
    ['web', 'worker'].map((FAIRWAY_ROLE) => real?.fairway({ ...env, FAIRWAY_ROLE })),
  );
  await real.types('/deploy shop@1.1.0 to staging');
  await real.shows(/^shop 1\.1\.0 to staging: step .*baking/);
  worker?.program.kill('SIGSTOP');
  const took = awake();
  await real.shows(/^shop 1\.1\.0 to staging: step .*, no worker since .* UTC/);
  expect(took()).toBeLessThan(30_000);

  worker?.program.kill('SIGCONT');
  await real.shows(/^shop 1\.1\.0 to staging: succeeded/);
  const cards = real.slack.messages('deploys').filter(({ thread_ts }) => !thread_ts);
  expect(cards.filter(({ text }) => text.includes('no worker'))).toEqual([]);
  const keys = real.effectKeys();
  expect(new Set(keys).size).toBe(keys.length);
});
