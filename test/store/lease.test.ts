import { expect, test } from 'vitest';
import { plus } from '../../src/domain/kernel/time.ts';
import { createLeases } from '../../src/store/journal/lease.ts';
import { fakeClock, useDatabase } from './fixture.ts';
import { noon } from './sample.ts';

const database = useDatabase();
const clock = fakeClock(noon);

let targets = 0;
function fresh() {
  targets += 1;
  clock.set(noon);
  const leases = createLeases({ pool: database.pool, clock });
  return { leases, at: { service: `shop-${targets}`, environment: 'production' } };
}

test('a free target is claimed once; the other waits', async () => {
  const { leases, at } = fresh();
  expect(await leases.claim(at, 'one', 1_000)).toBe(1);
  expect(await leases.claim(at, 'two', 1_000)).toBeNull();
});

test('renewing in time keeps the epoch and moves the end', async () => {
  const { leases, at } = fresh();
  await leases.claim(at, 'one', 1_000);
  clock.set(plus(noon, 900));
  expect(await leases.claim(at, 'one', 1_000)).toBe(1);
  clock.set(plus(noon, 1_800));
  expect(await leases.claim(at, 'two', 1_000)).toBeNull();
});

test('a lapsed lease is taken over under a higher epoch', async () => {
  const { leases, at } = fresh();
  await leases.claim(at, 'one', 1_000);
  clock.set(plus(noon, 1_000));
  expect(await leases.claim(at, 'two', 1_000)).toBe(2);
  expect(await leases.claim(at, 'one', 1_000)).toBeNull();
});

test('renewing too late raises the epoch even when nobody came in between', async () => {
  const { leases, at } = fresh();
  await leases.claim(at, 'one', 1_000);
  clock.set(plus(noon, 1_001));
  expect(await leases.claim(at, 'one', 1_000)).toBe(2);
});

test('released early it is free at once, under a higher epoch', async () => {
  const { leases, at } = fresh();
  await leases.claim(at, 'one', 1_000);
  await leases.release(at, 'one');
  expect(await leases.claim(at, 'two', 1_000)).toBe(2);
});

test('a release by somebody who does not hold it does nothing', async () => {
  const { leases, at } = fresh();
  await leases.claim(at, 'one', 1_000);
  await leases.release(at, 'two');
  expect(await leases.claim(at, 'two', 1_000)).toBeNull();
});

test('of twenty claims at once one wins, 50 times, and epochs only rise', async () => {
  const { at } = fresh();
  const leases = createLeases({ pool: database.pool, clock: 'database' });
  let last = 0;
  for (let round = 0; round < 50; round += 1) {
    const names = Array.from({ length: 20 }, (_, i) => `${round}-${i}`);
    const epochs = await Promise.all(names.map((name) => leases.claim(at, name, 60_000)));
    const winners = names.filter((_, i) => epochs[i] !== null);
    expect(winners).toHaveLength(1);
    const epoch = epochs.find((one) => one !== null) ?? 0;
    expect(epoch).toBeGreaterThan(last);
    last = epoch;
    await leases.release(at, winners[0] ?? '');
  }
});
