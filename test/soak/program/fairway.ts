/**
 * Fairway's worker as the soak starts, kills and starts it: everything real (PostgreSQL, BullMQ on it,
 * the fleet), a short lease, and a Slack that is not there. `SOAK_ORDERS` is JSON, the rest comes by IPC.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { compose } from '../../../src/main.ts';
import type { Log } from '../../../src/ports/log.ts';
import { connectQueue } from '../../../src/queue/connect.ts';
import { createBell } from '../../../src/queue/waker.ts';
import { startWorkers } from '../../../src/queue/worker.ts';
import { createPool } from '../../../src/store/pool.ts';
import { repeat } from '../../../src/workflow/schedule.ts';
import { executorOf } from './executor.ts';
import { ANA, BO } from './organisation.ts';
import { createPoints, watchedBell, watchedProvider } from './points.ts';
import { Order, Orders, type Said } from './words.ts';

const RELAY_MS = 200;
const AGAIN_MS = 500;
const PATIENCE_MS = 60_000;
const CONCURRENCY = { inbox: 4, advance: 16, back: 4, deliver: 4 } as const;
/** Discard (RFC 863): nobody listens there on a machine like this. */
const NO_SLACK = 'http://127.0.0.1:9/api/';

function tell(said: Said): void {
  if (process.connected) process.send?.(said);
}

function write(level: string) {
  return (fields: Readonly<Record<string, unknown>>, message: string): void => {
    if (message.startsWith('another worker or a newer decision')) tell({ type: 'fenced' });
    const line = { at: new Date().toISOString(), pid: process.pid, level, message, ...fields };
    process.stderr.write(`${JSON.stringify(line)}\n`);
  };
}

async function live(): Promise<void> {
  const orders = Orders.parse(JSON.parse(process.env['SOAK_ORDERS'] ?? '{}'));
  const log: Log = { info() {}, warn: write('warn'), error: write('error') };
  const points = createPoints(orders.end, (name) => tell({ type: 'point', name }));
  const { databaseUrl, leaseMs, sweepMs, withdrawMs } = orders;
  const rightly = Date.now;
  const jumped = () => orders.jumps.findLast(({ afterMs }) => performance.now() >= afterMs);
  Date.now = () => rightly() + (jumped() ?? orders).skewMs;
  const onError = (error: Error): void => log.warn({ error: error.message }, 'connection lost');
  const pool = createPool(databaseUrl, { max: 3, applicationName: 'fairway soak', onError });
  const queue = await reached(() => connectQueue(orders.queue, onError));
  const { provider, catalog } = await executorOf(orders, log);
  const fairway = compose({
    pool,
    clock: 'database',
    bell: watchedBell(createBell(queue, log), points),
    nudge() {
      points.reach('recorded');
      relay.now();
    },
    providers: new Map([[provider.name, watchedProvider(provider, points)]]),
    catalog: () => catalog,
    slack: { botToken: 'xoxb-soak', signingSecrets: ['soak'], appToken: null, apiUrl: NO_SLACK },
    settings: {
      leaseMs,
      withdrawMs,
      requestExpiresMs: 24 * 3_600_000,
    },
    log,
  });
  await fairway.learnTime();
  const relay = repeat('relay', RELAY_MS, fairway.relay, log);
  const { runners } = fairway;
  const woken = async (id: string): Promise<void> => {
    points.reach('woken');
    await runners.advance(id);
  };
  const driving = { ...runners, advance: woken, back: woken };
  startWorkers(queue, driving, { concurrency: CONCURRENCY, log });
  repeat('sweep', sweepMs, fairway.sweep, log);
  process.on('message', (raw) => {
    const { n, line, by } = Order.parse(raw);
    fairway.desk.run(line, by === 'ana' ? ANA : BO, { channel: null }).then(
      (reply) => {
        const text = reply.kind === 'form' ? reply.form.title : reply.view.text;
        tell({ type: 'reply', n, kind: reply.kind, text });
      },
      (error: unknown) => tell({ type: 'reply', n, kind: 'weather', text: String(error) }),
    );
  });
  tell({ type: 'ready' });
}

/** A server that is too busy to answer is tried again for a minute, as `fairway start` does. */
async function reached<T>(connect: () => Promise<T>): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      if (performance.now() > until) throw error;
      await sleep(AGAIN_MS);
    }
  }
}

process.on('disconnect', () => process.exit(0));
await live();
