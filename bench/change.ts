/**
 * What one decision costs on a durable PostgreSQL, and what of that is its entry in the ledger: the same
 * change (row, event, one transaction) with and without, in turns, alone and side by side on targets of
 * their own. `node bench/change.ts`.
 */
import { create } from '../src/domain/deployment/moves.ts';
import type { Store } from '../src/ports/store.ts';
import { createStore } from '../src/store/change.ts';
import { migrate } from '../src/store/migrate.ts';
import { createPool } from '../src/store/pool.ts';
import { sample } from '../test/store/sample.ts';
import { type Figure, middle, say, short, table } from './figure.ts';
import { drive } from './orders.ts';
import { benchDatabase } from './postgres.ts';

const LANES = [1, 8, 50] as const;
const ROUNDS = 5;
const ROUND_MS = 1_000;
const WARM = 100;
/** As src/cli/start has them. */
const CONNECTIONS = 16;

type Kind = 'with' | 'without';
interface Round {
  readonly perSecond: number;
  readonly p50Ms: number;
}

export async function benchChange(): Promise<readonly Figure[]> {
  const database = await benchDatabase();
  await migrate(database.url);
  const options = { max: CONNECTIONS, applicationName: 'bench', onError() {} };
  const pool = createPool(database.url, options);
  const store = createStore({ pool, clock: 'database' });
  try {
    for (let n = 0; n < WARM; n += 1) await changeOnce(store, n % 8, n % 2 ? 'with' : 'without');
    const figures: Figure[] = [];
    for (const lanes of LANES) figures.push(...(await compare(store, lanes)));
    return figures;
  } finally {
    await pool.end();
    await database.stop();
  }
}

async function changeOnce(store: Store, lane: number, kind: Kind): Promise<void> {
  const target = { service: `shop-${lane}`, environment: 'production' };
  const d = sample(await store.nextId(), target);
  const evidence = kind === 'with' ? { evidence: { plan: d.planDigest } } : {};
  const recorded = await store.change({ target }, ({ now }) =>
    create(d, 'requested', { by: 'ana', at: now, ...evidence }),
  );
  const entries = recorded.kind === 'recorded' ? recorded.entries.length : -1;
  if (entries !== (kind === 'with' ? 1 : 0)) throw new Error(JSON.stringify(recorded));
}

async function compare(store: Store, lanes: number): Promise<readonly Figure[]> {
  const rounds: { [K in Kind]: Round[] } = { with: [], without: [] };
  for (let n = 0; n < ROUNDS; n += 1) {
    for (const kind of ['without', 'with'] as const) {
      rounds[kind].push(await roundOf(store, lanes, kind));
    }
  }
  const shares = rounds.with.map((own, n) => own.p50Ms / (rounds.without[n]?.p50Ms ?? 0));
  const figure = (kind: Kind, ratio: string): Figure => {
    const { perSecond, p50Ms } = middle(rounds[kind], (round) => round.perSecond);
    return {
      figure: `change, ${lanes} at once, ${kind} its ledger entry`,
      value: `${short(perSecond)} /s, p50 ${short(p50Ms)} ms`,
      target: 'told',
      ratio,
      pass: null,
    };
  };
  const share = middle(shares, (one) => one);
  return [figure('without', '1.00'), figure('with', short(share))];
}

async function roundOf(store: Store, lanes: number, kind: Kind): Promise<Round> {
  const order = { lanes, forMs: ROUND_MS };
  const { runs, seconds, p50Ms } = await drive(order, (lane) => changeOnce(store, lane, kind));
  return { perSecond: runs / seconds, p50Ms };
}

if (import.meta.main) say(table(await benchChange()));
