import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { freshDatabase } from '../postgres/database.ts';
import { openPool } from '../soak/in-process/databases.ts';
import { organisation } from '../soak/in-process/organisation.ts';
import { sideBySide } from '../soak/in-process/side-by-side.ts';
import { type SlackDouble, startSlackDouble } from '../soak/in-process/slack-double.ts';
import { verifyLedger } from '../soak/program/ledger.ts';
import { createRandom } from '../soak/random.ts';
import { faultsOf } from './train-laws.ts';
import { type Ridden, type Ride, rideThrough, servicesOf } from './train-life.ts';

/** Spread over all points there are, which are some hundreds. */
const BROKEN = 60;
const HOUNDED = 15;
const LANES = 4;
/** Points that come soon after a start. */
const SOON = 60;

const ALONE: Ride = {
  ...{ seed: 1, version: '1.1.0', onFailure: 'go-on' },
  ...{ manner: 'dies', breaks: [], awayMs: 500 },
};

describe('5.5 a departure, broken where it reaches out', () => {
  let slack: SlackDouble;
  let catalog: Catalog;
  let points = 0;
  beforeAll(async () => {
    slack = await startSlackDouble();
    catalog = await organisation({ rolling: 'rolling' });
  });
  afterAll(() => slack.stop());

  /** One after another in each of a few databases, each of them judged; then their ledgers. */
  async function ridden(rides: readonly Ride[], lanes = LANES): Promise<readonly Ridden[]> {
    const all: Ridden[] = [];
    const waiting = [...rides];
    async function lane(): Promise<void> {
      const database = await freshDatabase();
      const pool = openPool(database.url, 4);
      try {
        await sideBySide(1, waiting, async (ride) => {
          const one = await rideThrough({ pool, slack, catalog }, ride);
          expect(faultsOf(one), JSON.stringify(ride)).toEqual([]);
          all.push(one);
        });
        expect((await verifyLedger(pool)).faults).toEqual([]);
      } finally {
        await pool.end();
        await database.drop();
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane));
    return all;
  }

  test('left alone, all that is marked arrives; one that fails stops the train, where it is to', async () => {
    const bad = { ...ALONE, version: '1.4.0-crash' } as const;
    const stopping = { ...bad, seed: 3, onFailure: 'stop' } as const;
    const all = await ridden([ALONE, { ...bad, seed: 2 }, stopping], 1);
    const arrived = all.map(({ d, ride }) => {
      const { first, second, third, unmarked } = servicesOf(ride);
      return [first, second, third, unmarked].map(
        (name) => d?.riders.find(({ service }) => service === name)?.state === 'arrived',
      );
    });
    expect(arrived).toEqual([
      [true, true, true, false],
      [false, true, true, false],
      [false, false, false, false],
    ]);
    points = all[0]?.passed[0] ?? 0;
    expect(points).toBeGreaterThan(80);
  });

  test('wherever its driver dies or loses its connection, each is asked for once, and in time', async () => {
    const rides = Array.from({ length: BROKEN }, (_, i): Ride => {
      const random = createRandom(i + 1);
      const manner = random.pick(['dies', 'dies', 'stumbles'] as const);
      const awayMs = random.pick([500, 60_000, 9 * 3_600_000]);
      return {
        ...ALONE,
        seed: i + 10,
        breaks: [1 + Math.floor((i * points) / BROKEN)],
        manner,
        awayMs,
      };
    });
    const all = await ridden(rides);
    expect(all.filter(({ struck }) => struck > 0)).toHaveLength(BROKEN);
  });

  test('hounded to its end, with one that fails, it goes on or stops as it is to', async () => {
    const rides = Array.from({ length: HOUNDED }, (_, i): Ride => {
      const random = createRandom(i + 1);
      const breaks = Array.from({ length: random.between(2, 8) }, () => random.between(1, SOON));
      const seed = 5_000 + i;
      const onFailure = random.pick(['go-on', 'stop'] as const);
      const awayMs = random.pick([500, 60_000, 20 * 60_000]);
      return { ...ALONE, seed, version: '1.4.0-crash', onFailure, breaks, awayMs };
    });
    const all = await ridden(rides);
    expect(all.reduce((sum, { struck }) => sum + struck, 0)).toBeGreaterThan(HOUNDED);
  });
});
