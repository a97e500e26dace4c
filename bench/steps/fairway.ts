/**
 * Fairway's engine as a rival of bench/steps: the real composition root on the real store, a world that
 * answers `done` at once, and a request, five steps and an end for every run. `DRIVE=lanes` calls
 * `advance` itself; `DRIVE=doorbell` rings, and waits for workers as `fairway start` has them, with the
 * relay telling every event (cards and log lines are written, and taken at once).
 */
import { isDeploymentId, isOver } from '../../src/domain/deployment/deployment.ts';
import { compose, type Fairway } from '../../src/main.ts';
import type { Doorbell } from '../../src/ports/bell.ts';
import type { Log } from '../../src/ports/log.ts';
import { connectQueue } from '../../src/queue/connect.ts';
import { createBell } from '../../src/queue/waker.ts';
import { startWorkers } from '../../src/queue/worker.ts';
import { createStore } from '../../src/store/change.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createPool } from '../../src/store/pool.ts';
import { repeat } from '../../src/workflow/schedule.ts';
import { CONNECTIONS, obey } from '../orders.ts';
import { createAsking } from './asking.ts';
import { createNoopProvider } from './noop-provider.ts';
import { benchCatalog } from './organisation.ts';

const LANES = 50;
/** As src/cli/start has them. */
const CONCURRENCY = { inbox: 8, advance: 16, deliver: 8 } as const;
const RELAY_MS = 500;
const SWEEP_MS = 1_000;
const SETTINGS = { leaseMs: 10_000, withdrawMs: 0, requestExpiresMs: 86_400_000 } as const;

const url = process.env['DATABASE_URL'] ?? '';
const apiUrl = process.env['SLACK_API_URL'] ?? null;
const note = (fields: unknown, message: string): void =>
  void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`);
const log: Log = { info() {}, warn: note, error: note };
const onError = (error: Error): void => log.warn({ error: error.message }, 'connection lost');

await migrate(url);
const pool = createPool(url, { max: CONNECTIONS, applicationName: 'bench fairway', onError });
const store = createStore({ pool, clock: 'database' });
const catalog = await benchCatalog(LANES);
const ask = createAsking(store, catalog);

function composed(bell: Doorbell, nudge: () => void): Fairway {
  return compose({
    pool,
    clock: 'database',
    bell,
    nudge,
    providers: new Map([['noop', createNoopProvider()]]),
    catalog: () => catalog,
    slack: { botToken: 'xoxb-bench', signingSecrets: ['bench'], appToken: null, apiUrl },
    settings: SETTINGS,
    log,
  });
}

async function byLanes(): Promise<void> {
  const fairway = composed(
    { ring: async () => {}, ringIn: () => false, unanswered: async () => 0 },
    () => {},
  );
  obey(
    async (lane) => {
      const id = await ask(lane);
      await fairway.runners.advance(id);
    },
    () => pool.end(),
  );
}

async function byDoorbell(): Promise<void> {
  const queue = await connectQueue({ kind: 'postgres', url }, onError);
  const bell = createBell(queue, log);
  const fairway = composed(bell, () => relay.now());
  const relay = repeat('relay', RELAY_MS, fairway.relay, log);
  const waiting = new Map<string, () => void>();
  const advance = async (id: string): Promise<void> => {
    await fairway.runners.advance(id);
    // The relay rings too, and of several at once only the one with the lease sees it through.
    const d = isDeploymentId(id) ? await fairway.records.deployment(id) : null;
    if (d && isOver(d)) waiting.get(id)?.();
  };
  // As if Slack took each at once: what stays due is rung for again every second.
  const deliver = async (key: string): Promise<void> => {
    await pool.query('UPDATE message SET sent_revision = revision WHERE key = $1', [key]);
  };
  const runners = { ...fairway.runners, deliver, advance };
  const workers = startWorkers(queue, runners, { concurrency: CONCURRENCY, log });
  const sweep = repeat('sweep', SWEEP_MS, fairway.sweep, log);
  obey(
    async (lane) => {
      const id = await ask(lane);
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.set(id, resolve);
      await bell.ring('advance', id);
      await promise;
      waiting.delete(id);
    },
    async () => {
      await sweep.stop();
      await workers.close();
      await relay.stop();
      await queue.close();
      await pool.end();
    },
  );
}

if (process.env['DRIVE'] === 'doorbell') await byDoorbell();
else await byLanes();
