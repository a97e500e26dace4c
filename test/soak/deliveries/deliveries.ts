import { createPool } from '../../../src/store/pool.ts';
import { inTurn } from '../crowd/on-bells.ts';
import { startServers } from '../program/servers.ts';
import type { BellKind, Order, Outcome, Trial } from '../trial.ts';
import { type Counts, exchange, placesFor } from './exchange.ts';
import { openWard } from './ward.ts';

const SIZES = {
  short: { events: 400, replays: 1_000, outside: 20 },
  full: { events: 10_000, replays: 1_000, outside: 200 },
} as const;
const PROCESSES = 4;

/** Slack repeats itself, in any order and late; so does the queue. Each event has its effect once. */
export const deliveries: Trial = {
  name: 'deliveries',
  says: 'events delivered 1-5 times, shuffled, to 4 Fairways over signed HTTP; jobs repeated by hand',
  run: (order) =>
    inTurn(order, (bell) => deliverTo(bell, SIZES[order.size], Array(PROCESSES).fill({}), order)),
};

/** @param environments one Fairway each, with this in its environment besides */
export async function deliverTo(
  bell: BellKind,
  counts: Counts,
  environments: readonly Readonly<Record<string, string>>[],
  order: Pick<Order, 'seed' | 'tell'>,
): Promise<Outcome> {
  const servers = await startServers(bell);
  const pool = createPool(servers.databaseUrl, {
    max: 4,
    applicationName: 'soak',
    onError() {},
  });
  try {
    const ward = await openWard(servers, placesFor(counts), environments);
    try {
      return await exchange(ward, servers.queue, pool, counts, order);
    } finally {
      await ward.stop();
    }
  } finally {
    await pool.end();
    await servers.stop();
  }
}
