import { expect, test } from 'vitest';
import { createKnownTime } from '../../src/store/known-time.ts';
import { askNow } from '../../src/store/queries/now.ts';
import { fakeClock, useDatabase } from './fixture.ts';
import { noon } from './sample.ts';

const database = useDatabase();
const MINUTES = 60_000;
/** A busy machine may be slow to hear the answer; ten minutes it is not. */
const NEAR_MS = 2_000;

/** A machine whose clock says what it is set to, and counts seconds as they come. */
function machine(wrongMs: number) {
  let wrong = wrongMs;
  return {
    wallMs: () => Date.now() + wrong,
    steadyMs: () => performance.now(),
    set(ms: number) {
      wrong = ms;
    },
  };
}

async function distance(now: number): Promise<number> {
  return Math.abs(now - (await askNow({ pool: database.pool, clock: 'database' })));
}

test.each([10, -10])('a clock %i minutes wrong is the database’s once it was asked', async (m) => {
  const time = createKnownTime({ pool: database.pool, clock: 'database' }, machine(m * MINUTES));
  expect(await distance(time.now())).toBeGreaterThan(9 * MINUTES);
  await time.learn();
  expect(await distance(time.now())).toBeLessThan(NEAR_MS);
});

test('a clock that is set while we run moves nothing, neither on nor back', async () => {
  const own = machine(0);
  const time = createKnownTime({ pool: database.pool, clock: 'database' }, own);
  await time.learn();
  for (const minutes of [10, -10, 0]) {
    own.set(minutes * MINUTES);
    expect(await distance(time.now())).toBeLessThan(NEAR_MS);
  }
});

test('time goes on between two questions, in whole milliseconds', async () => {
  let steady = 0;
  const own = { wallMs: () => 0, steadyMs: () => steady };
  const time = createKnownTime({ pool: database.pool, clock: 'database' }, own);
  await time.learn();
  const before = time.now();
  steady = 1_234.5;
  expect(time.now() - before).toBeGreaterThanOrEqual(1_234);
  expect(Number.isInteger(time.now())).toBe(true);
});

test('a database that is away leaves what was known', async () => {
  const away = createKnownTime({ pool: database.pool, clock: 'database' }, machine(0));
  await away.learn();
  const { connect, query } = database.pool;
  database.pool.query = () => Promise.reject(new Error('away'));
  await expect(away.learn()).rejects.toThrow('away');
  Object.assign(database.pool, { connect, query });
  expect(await distance(away.now())).toBeLessThan(NEAR_MS);
});

test('a story’s clock is asked itself', async () => {
  const clock = fakeClock(noon);
  const time = createKnownTime({ pool: database.pool, clock });
  await time.learn();
  expect(time.now()).toBe(noon);
});
