import { createSecrets } from '../../config/secret-refs.ts';
import type { Catalog } from '../../domain/catalog/catalog.ts';
import type { Sign } from '../../domain/deployment/signed-minutes.ts';
import { type RuleTime, timesToApprove } from '../../domain/deployment/time-to-approve.ts';
import { plus } from '../../domain/kernel/time.ts';
import { type HealthPart, lookAt } from '../../http/health.ts';
import { type CalendarHealth, createMetrics } from '../../http/metrics.ts';
import type { Ofrep } from '../../http/ofrep/mount.ts';
import { createRunMeter } from '../../http/run-meter.ts';
import { createHttp } from '../../http/server.ts';
import { compose, type Fairway } from '../../main.ts';
import type { Log } from '../../ports/log.ts';
import { createReviewFeeds } from '../../providers/app-store/index.ts';
import { createCalendarSource } from '../../providers/calendars/index.ts';
import { changeKinds } from '../../providers/change-kinds.ts';
import { createDrawing } from '../../providers/charts/draw.ts';
import { createFlagDesk } from '../../providers/flags/desk.ts';
import { publisherKinds } from '../../providers/publisher-kinds.ts';
import { ticketKinds } from '../../providers/ticket-kinds.ts';
import { webhookSources } from '../../providers/webhook-sources.ts';
import { connectQueue } from '../../queue/connect.ts';
import { createBell } from '../../queue/waker.ts';
import { createConfigurations } from '../../store/configurations.ts';
import { createFlagCopies } from '../../store/flag-standings.ts';
import { createFactors } from '../../store/journal/second-factor.ts';
import { migrate } from '../../store/migrate.ts';
import { createPool } from '../../store/pool.ts';
import { readBacklog } from '../../store/queries/backlog.ts';
import type { Teller } from '../../workflow/emit.ts';
import type { ConfigurationKeeper } from '../../workflow/keep-configuration.ts';
import { repeat } from '../../workflow/schedule.ts';
import type { Print } from '../print.ts';
import { CannotStart } from './cannot-start.ts';
import type { Closing } from './closing.ts';
import {
  keeperOf,
  notesOf,
  type ReadConfiguration,
  type UnreadConfiguration,
} from './configuration.ts';
import type { Ground } from './ground.ts';
import { hopelessDatabase, hopelessRedis } from './hopeless.ts';
import { codeOf, reach, wordsOf } from './reach.ts';
import { type WatchedQueue, watched } from './watched-queue.ts';
import { startWork } from './work.ts';

const SETTINGS = {
  leaseMs: 10_000,
  withdrawMs: 10_000,
  requestExpiresMs: 24 * 3_600_000,
} as const;
const RELAY_MS = 500;
/** Enough requests to tell how long approvals take, and few enough to read at each scrape. */
const LATELY = { forMs: 7 * 86_400_000, most: 500 } as const;
/** A machine's steady clock strays by less than a millisecond in this time. */
const LEARN_TIME_MS = 10_000;
/** How long after another configuration came into force the last process goes by it. */
const LOOK_MS = 5_000;
const CONNECTIONS = 16;

export interface Running {
  readonly ground: Ground;
  readonly configuration: ReadConfiguration | UnreadConfiguration;
  readonly role: 'web' | 'worker' | 'all';
  /** Where others reach this Fairway. */
  readonly url?: string | null;
  /** 32 bytes, or null. */
  readonly secondFactorKey?: Buffer | null;
  /** Null: nothing is signed. */
  readonly sign?: Sign | null;
  readonly tellers: readonly Teller[];
  /** Takes what is started, so that a start that fails half-way is undone. */
  readonly closing: Closing;
  /** Aborted when the start is to be given up. */
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly print: Print;
}

/** Every form in which somebody tells us something. */
const SENDERS = { kinds: webhookSources, publisherKinds, ticketKinds, changeKinds };

/**
 * Brings Fairway up on its ground: database, queue, work, Slack, and last the port, so that nobody is
 * answered before all of it can. Closed in the opposite order: nothing new, then what is under way.
 * @throws CannotStart with the sentence; StoppedEarly
 */
export async function run(running: Running): Promise<void> {
  const { ground, role, closing, secondFactorKey = null, log, print } = running;
  const onError = (error: Error): void => log.warn({ error: wordsOf(error) }, 'connection lost');
  await migrated(running);
  const pool = createPool(ground.databaseUrl, {
    max: CONNECTIONS,
    applicationName: `fairway ${role}`,
    onError,
  });
  closing.add('the database', () => pool.end());
  const configurations = createConfigurations({ pool, clock: 'database' });
  const proposes = role !== 'web';
  const keeper = await keeperOf(configurations, running.configuration, { proposes, log });
  closing.add('the configuration', repeat('configuration', LOOK_MS, keeper.look, log).stop);
  const { repository } = running.configuration;
  if (repository && proposes) {
    const fetching = repeat('repository', repository.every, keeper.refresh, log);
    closing.add('the repository', fetching.stop);
  }
  const queue = watched(await connected(running, onError));
  const bell = createBell(queue, log);
  closing.add('the queue', () => Promise.all([bell.stop(), queue.close()]));
  const secrets = createSecrets(process.env);
  const drawing = createDrawing(log);
  closing.add('the drawing of charts', drawing.close);
  const meter = createRunMeter();
  const fairway = compose({
    pool,
    clock: 'database',
    bell,
    nudge: () => relay.now(),
    providers: ground.providers,
    catalog: keeper.catalog,
    keeper,
    slack: ground.slack,
    draw: drawing.draw,
    settings: { ...SETTINGS, url: urlOf(running) },
    secondFactorKey,
    sign: running.sign ?? null,
    tellers: running.tellers,
    meter,
    alerts: { ...SENDERS, secrets, ...(role === 'web' ? {} : { reviews: createReviewFeeds() }) },
    ...(role === 'web' ? {} : { calendars: createCalendarSource({ secrets }) }),
    log,
  });
  const relay = repeat('relay', RELAY_MS, fairway.relay, log);
  closing.add('the relay', relay.stop);
  await whenThere(running, fairway.learnTime);
  closing.add('the time', repeat('time', LEARN_TIME_MS, fairway.learnTime, log).stop);
  // Before the workers in this list and so after them at the end: they post over its connections.
  closing.add('Slack', fairway.slack.stop);
  closing.add('work under way', startWork(fairway, role, queue, relay, log).stop);
  const health = [...healthOf(fairway, queue, keeper), ...ground.health];
  const metricsText = metricsOf(fairway, { pool, catalog: keeper.catalog, runs: meter.registry });
  // Asked before the port is opened: from there on a database that goes away ends nothing.
  const notes = await notesOf(configurations, running.configuration);
  const factors = createFactors({ pool, clock: 'database', secondFactorKey });
  await ground.enrol?.(factors, keeper.catalog().people);
  const flags = createFlagDesk({ copies: createFlagCopies({ pool }), log });
  const ofrep = { catalog: keeper.catalog, secrets, flags, log };
  const port = await listening(running, { fairway, health, metricsText, ofrep });
  fairway.slack.startSocket();
  const answering = { port, health: () => readinessOf(health) };
  for (const line of [...(await ground.ready(answering)), ...notes]) print(line);
}

async function readinessOf(health: readonly HealthPart[]) {
  const { ready, parts } = await lookAt(health);
  return { ok: ready, body: { status: ready ? 'ready' : 'not ready', parts } };
}

function metricsOf(
  { records, spikes }: Fairway,
  {
    pool,
    catalog,
    runs,
  }: {
    readonly pool: ReturnType<typeof createPool>;
    readonly catalog: () => Catalog;
    readonly runs: ReturnType<typeof createRunMeter>['registry'];
  },
): () => Promise<string> {
  return createMetrics({
    backlog: () => readBacklog({ pool, clock: 'database' }),
    approvals: () => lately(records),
    calendars: () => calendarHealth(records, catalog()),
    spikes,
    runs,
  });
}

async function lately(records: Fairway['records']): Promise<readonly RuleTime[]> {
  const since = plus(await records.now(), -LATELY.forMs);
  return timesToApprove(await records.deployments({ since, limit: LATELY.most }));
}

async function calendarHealth(
  records: Fairway['records'],
  catalog: Catalog,
): Promise<readonly CalendarHealth[]> {
  const { feeds } = await records.closures(catalog);
  return feeds.map(({ feed, state }) => ({
    calendar: feed.name,
    failing: !state?.kept || state.trouble !== null,
    seenAt: state?.seenAt ?? null,
  }));
}

function migrated(running: Running): Promise<unknown> {
  return whenThere(running, () => migrate(running.ground.databaseUrl));
}

function whenThere<T>({ signal, print }: Running, ask: () => Promise<T>): Promise<T> {
  return reach(ask, {
    what: 'PostgreSQL',
    variable: 'DATABASE_URL',
    hopeless: hopelessDatabase,
    say: print,
    signal,
  });
}

function connected({ ground, signal, print }: Running, onError: (error: Error) => void) {
  const onRedis = ground.queue.kind === 'redis';
  return reach(() => connectQueue(ground.queue, onError), {
    what: onRedis ? 'Redis' : 'PostgreSQL',
    variable: onRedis ? 'REDIS_URL' : 'DATABASE_URL',
    hopeless: onRedis ? hopelessRedis : hopelessDatabase,
    say: print,
    signal,
  });
}

/** As whoever runs it said, else as its ground knows. */
function urlOf({ url, ground }: Running): string | null {
  return url ?? ground.url ?? null;
}

async function listening(
  running: Running,
  parts: {
    readonly fairway: Fairway;
    readonly health: readonly HealthPart[];
    readonly metricsText: () => Promise<string>;
    readonly ofrep: Ofrep;
  },
): Promise<number> {
  const { ground, closing, log } = running;
  const { fairway, ...rest } = parts;
  const { host, port } = ground.listen;
  const { slack, alerts, calendar, pages } = fairway;
  const dashboard = { pages, secure: urlOf(running)?.startsWith('https:') ?? false };
  const { handleHook, handleTests } = alerts;
  const served = { handleSlack: slack.handle, handleHook, handleTests, calendar, dashboard };
  const http = createHttp({ ...served, host, port, log, ...rest });
  closing.add('requests under way', http.close);
  try {
    return await http.listen();
  } catch (error) {
    throw new CannotStart(portFault(error, host, port), { cause: error });
  }
}

function portFault(error: unknown, host: string, port: number): string {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is already in use. Stop the program that listens there, or set PORT to another one.`;
    case 'EACCES':
      return `Port ${port} may not be opened by this user. Set PORT to one above 1023.`;
    default:
      return `Fairway cannot listen on ${host}, port ${port}: ${wordsOf(error)}. Set FAIRWAY_HOST and PORT.`;
  }
}

function healthOf(
  fairway: Fairway,
  queue: WatchedQueue,
  keeper: ConfigurationKeeper,
): readonly HealthPart[] {
  return [
    {
      name: 'database',
      needed: true,
      check: async () => ((await fairway.records.now()) > 0 ? null : 'no time'),
    },
    { name: 'queue', needed: false, check: async () => queue.problem() },
    { name: 'slack', needed: false, check: async () => fairway.slack.problem() },
    { name: 'configuration', needed: false, check: async () => keeper.problem() },
  ];
}
