/**
 * What one decision costs: state, ledger and outbox in one transaction on a durable PostgreSQL, one
 * after the other and side by side. `node bench/change.ts`.
 */
import { create } from '../src/domain/deployment/moves.ts';
import { createStore } from '../src/store/change.ts';
import { migrate } from '../src/store/migrate.ts';
import { createPool } from '../src/store/pool.ts';
import { sample } from '../test/store/sample.ts';
import { type Figure, say, table } from './figure.ts';
import { benchDatabase } from './postgres.ts';

const CHANGES = 600;

export async function benchChange(): Promise<readonly Figure[]> {
  const database = await benchDatabase();
  await migrate(database.url);
  const pool = createPool(database.url, { max: 12, applicationName: 'bench', onError() {} });
  const store = createStore({ pool, clock: 'database' });
  const one = async (n: number): Promise<void> => {
    const target = { service: `shop-${n % 8}`, environment: 'production' };
    const d = sample(await store.nextId(), target);
    const deed = { by: 'ana', evidence: { plan: d.planDigest } };
    await store.change({ target }, ({ now }) => create(d, 'requested', { ...deed, at: now }));
  };
  try {
    for (let n = 0; n < 100; n += 1) await one(n); // warm
    return [await timed(1, one), await timed(8, one)];
  } finally {
    await pool.end();
    await database.stop();
  }
}

async function timed(workers: number, one: (n: number) => Promise<void>): Promise<Figure> {
  const began = performance.now();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < CHANGES) {
      next += 1;
      await one(next);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  const ms = performance.now() - began;
  const perSecond = (CHANGES * 1_000) / ms;
  return {
    figure: `changes with their ledger entry, ${workers} at once`,
    value: `${perSecond.toFixed(0)} /s, ${((ms * workers) / CHANGES).toFixed(1)} ms each`,
    target: 'told',
    pass: null,
  };
}

if (import.meta.main) say(table(await benchChange()));
