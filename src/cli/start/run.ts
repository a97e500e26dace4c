import type { Catalog } from '../../domain/catalog/catalog.ts';
import { type HealthPart, lookAt } from '../../http/health.ts';
import { createHttp } from '../../http/server.ts';
import { compose, type Fairway } from '../../main.ts';
import type { Log } from '../../ports/log.ts';
import { connectQueue } from '../../queue/connect.ts';
import { createBell } from '../../queue/waker.ts';
import { migrate } from '../../store/migrate.ts';
import { createPool } from '../../store/pool.ts';
import { repeat } from '../../workflow/schedule.ts';
import type { Print } from '../verbs.ts';
import type { Ground } from './ground.ts';
import { startWork } from './work.ts';

const SETTINGS = {
  leaseMs: 10_000,
  withdrawMs: 10_000,
  requestExpiresMs: 24 * 3_600_000,
  callTimeoutMs: 30_000,
} as const;
const RELAY_MS = 500;
const CONNECTIONS = 16;

/** Runs Fairway on its ground until it is told to stop; answers with the exit code. */
export async function run(options: {
  readonly ground: Ground;
  readonly catalog: Catalog;
  readonly role: 'web' | 'worker' | 'all';
  readonly log: Log;
  readonly print: Print;
}): Promise<number> {
  const { ground, catalog, role, log, print } = options;
  const onError = (error: Error): void => log.warn({ error: error.message }, 'connection lost');
  await migrate(ground.databaseUrl);
  const pool = createPool(ground.databaseUrl, {
    max: CONNECTIONS,
    applicationName: `fairway ${role}`,
    onError,
  });
  const queue = await connectQueue(ground.queue, onError);
  const fairway = compose({
    pool,
    clock: 'database',
    bell: createBell(queue, log),
    nudge: () => relay.now(),
    providers: ground.providers,
    catalog: () => catalog,
    slack: ground.slack,
    settings: SETTINGS,
    log,
  });
  const relay = repeat('relay', RELAY_MS, fairway.relay, log);
  const work = role === 'web' ? null : startWork(fairway, queue, relay, log);
  const parts = healthOf(fairway);
  const http = createHttp({
    handleSlack: fairway.slack.handle,
    health: parts,
    ...ground.listen,
    log,
  });
  const port = await http.listen();
  fairway.slack.startSocket();
  const health = async () => {
    const { ready, parts: body } = await lookAt(parts);
    return { ok: ready, body };
  };
  for (const line of await ground.ready({ port, health })) print(line);
  const signal = await stopAsked();
  print(`Stopping (${signal}): finishing what is under way.`);
  await http.close();
  await fairway.slack.stop();
  await (work ?? relay).stop();
  await queue.close();
  await pool.end();
  await ground.stop();
  return 0;
}

function healthOf(fairway: Fairway): readonly HealthPart[] {
  return [
    {
      name: 'database',
      needed: true,
      check: async () => ((await fairway.records.now()) > 0 ? null : 'no time'),
    },
    { name: 'slack', needed: false, check: async () => fairway.slack.problem() },
  ];
}

/** The first signal asks to finish; a second one ends the process at once. */
function stopAsked(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(130));
        resolve(signal);
      });
    }
  });
}
