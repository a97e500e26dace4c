import { chmod, copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type Pool } from 'pg';
import type { Log } from '../../../src/sandbox/log.ts';
import { startPostgres } from '../../../src/sandbox/postgres/start-postgres.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { createPool } from '../../../src/store/pool.ts';
import { clusterFolder } from '../../postgres/folder.ts';
import { hasRedis, startRedis } from '../../redis/server.ts';
import { createRandom, type Random } from '../random.ts';
import type { BellKind } from '../trial.ts';
import { bundleFairway } from './bundle.ts';
import { type Chronicle, createChronicle } from './chronicle.ts';
import { type Ground, standOn } from './ground.ts';
import { PLACES } from './organisation.ts';
import { SCRIPT_FILE, SCRIPT_PLACES } from './script/organisation.ts';
import { createScriptChronicle, makeWorld, whatScriptServes } from './script/world.ts';
import { whatServes } from './watch.ts';
import type { Script } from './words.ts';

/** How an executor makes an effect safe to ask for twice: `key` is the fleet, the others deploy.sh. */
export const EXECUTORS = ['key', 'cas', 'observe', 'none'] as const;
export type Executor = (typeof EXECUTORS)[number];

/** Where people may ask for which versions. */
export interface Place {
  readonly service: string;
  readonly environment: string;
  readonly versions: readonly string[];
}

/** A Fairway of its own beside others: its database, its bell, its executor, and who watches that. */
export interface Lane {
  readonly name: string;
  readonly executor: Executor;
  readonly ground: Ground;
  readonly pool: Pool;
  readonly chronicle: Chronicle;
  readonly random: Random;
  readonly places: readonly Place[];
  /** null for the fleet. */
  readonly script: Omit<Script, 'slow'> | null;
  serves(): Promise<ReadonlyMap<string, string | null>>;
}

export interface Lanes {
  readonly lanes: readonly Lane[];
  /** Bells that could not be had here, in words. */
  readonly skipped: readonly string[];
  /** Saves every life's words from being removed; answers where they are. */
  keepLogs(): Promise<string>;
  stop(): Promise<void>;
}

const quiet: Log = { info() {}, warn() {} };
const TEMPLATE = 'soak_template';

/** One lane for each executor and bell, all on one PostgreSQL (and one Redis) of their own. */
export async function standLanes(bells: readonly BellKind[], seed: number): Promise<Lanes> {
  const folder = await mkdtemp(join(tmpdir(), 'fairway-soak-'));
  const home = await clusterFolder('fairway-soak-database-');
  await chmod(home, 0o711); // root's PostgreSQL is another user, who must pass through
  const stops: (() => Promise<unknown>)[] = [
    ...[folder, home].map((one) => () => rm(one, { recursive: true, force: true, maxRetries: 5 })),
  ];
  const stop = async (): Promise<void> => {
    for (let end = stops.pop(); end; end = stops.pop()) await end();
  };
  try {
    // Kills hit Fairway alone, so commits need not reach the disk.
    const server = { dataFolder: home, log: quiet, durable: false, connections: 250 };
    const postgres = await startPostgres(server);
    stops.push(postgres.stop);
    const usable = bells.filter((bell) => bell === 'postgres' || hasRedis());
    const redis = usable.includes('redis') ? await startRedis() : null;
    if (redis) stops.push(redis.stop);
    const program = await bundleFairway(folder);
    const database = await databases(postgres.url);
    const wanted = EXECUTORS.flatMap((executor) => usable.map((bell) => ({ executor, bell })));
    const lanes: Lane[] = [];
    for (const [n, { executor, bell }] of wanted.entries()) {
      const url = await database(`soak_${executor}_${bell}`);
      const queue =
        bell === 'redis' ? { kind: bell, url: `${redis?.url}/${n}` } : { kind: bell, url };
      const base = join(folder, `${executor}-${bell}`);
      const ground = await groundFor(executor, { url, queue, base, program, cache: folder });
      stops.push(ground.stop);
      const pool = createPool(url, { max: 3, applicationName: 'soak', onError() {} });
      stops.push(() => pool.end());
      const random = createRandom(seed + n);
      lanes.push({
        name: `${executor} × ${bell}`,
        random,
        ...watch(executor, ground),
        ground,
        pool,
      });
    }
    return {
      lanes,
      skipped: bells.filter((bell) => !usable.includes(bell)).map((bell) => `${bell}-server`),
      stop,
      async keepLogs() {
        const kept = await mkdtemp(join(tmpdir(), 'fairway-soak-logs-'));
        for (const { ground, executor } of lanes) {
          const name = `${executor}-${ground.addresses.queue.kind}.log`;
          await copyFile(ground.log, join(kept, name));
        }
        return kept;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Makes databases, each a copy of a migrated one. */
async function databases(url: string): Promise<(name: string) => Promise<string>> {
  const named = (name: string): string =>
    Object.assign(new URL(url), { pathname: `/${name}` }).href;
  const ask = async (sql: string): Promise<void> => {
    const admin = new Client({ connectionString: url });
    await admin.connect();
    await admin.query(sql).finally(() => admin.end());
  };
  await ask(`CREATE DATABASE ${TEMPLATE}`);
  await migrate(named(TEMPLATE));
  return async (name) => {
    await ask(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
    return named(name);
  };
}

interface Site {
  readonly url: string;
  readonly queue: Ground['addresses']['queue'];
  readonly base: string;
  readonly program: string;
  readonly cache: string;
}

async function groundFor(executor: Executor, site: Site): Promise<Ground> {
  const { url, queue, base, program } = site;
  const cache = { NODE_COMPILE_CACHE: join(site.cache, 'compiled') };
  if (executor === 'key') {
    const ground = await standOn(url);
    return { ...ground, addresses: { ...ground.addresses, queue }, program, cache };
  }
  await makeWorld(base);
  return {
    addresses: { databaseUrl: url, adminUrl: 'http://127.0.0.1:9', queue },
    fleetFolder: base,
    log: `${base}.log`,
    cache,
    program,
    keepLog: () => Promise.resolve(`${base}.log`),
    stop: () => Promise.resolve(),
  };
}

type Watch = Pick<Lane, 'executor' | 'chronicle' | 'places' | 'script' | 'serves'>;

function watch(executor: Executor, { fleetFolder, addresses }: Ground): Watch {
  if (executor === 'key')
    return {
      executor,
      chronicle: createChronicle(fleetFolder),
      places: PLACES,
      script: null,
      serves: () => whatServes(addresses.adminUrl),
    };
  return {
    executor,
    chronicle: createScriptChronicle(fleetFolder),
    places: SCRIPT_PLACES,
    script: { file: SCRIPT_FILE, world: fleetFolder, dedup: executor },
    serves: () => whatScriptServes(fleetFolder),
  };
}
