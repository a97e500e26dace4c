import { chmod, mkdir, realpath } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { freePort } from '../port.ts';
import { type Holder, takeLock } from '../process-lock.ts';
import { type Refused, refused } from '../refused.ts';
import { adoptOrphan } from './adopt.ts';
import { type BinarySearch, defaultSearch, findBinaries } from './binaries.ts';
import { databaseUrl, ensureDatabase } from './connect.ts';
import { ensureCluster, lastLines } from './initdb.ts';
import { type Launch, launchServer } from './launch.ts';
import { readPassword, wrongPassword } from './password.ts';
import { type PostgresPaths, postgresPaths } from './paths.ts';
import { isPostmasterOf } from './postmaster-pid.ts';
import { chooseRunAs, type RunAs } from './run-as.ts';
import { signalPostmaster, stopPostmaster } from './stop-postgres.ts';

export interface StartPostgres {
  /** Fairway's data folder; the database lives in `postgres/` below it. */
  readonly dataFolder: string;
  /** 0 (the default): any free port, another one at every start. */
  readonly port?: number;
  readonly log: Log;
  /** false only for a cluster that nobody will miss: commits no longer reach the disk. */
  readonly durable?: boolean;
  /** How many it takes at once, 60 unless told; many Fairways on one server need more. */
  readonly connections?: number;
  /** Where to look for PostgreSQL; tests narrow it. */
  readonly search?: BinarySearch;
  /** How root may start it, in order of preference; tests narrow it. */
  readonly ways?: readonly RunAs[];
}

export interface Postgres {
  /** Superuser on Fairway's database, password included. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly source: 'embedded' | 'system' | 'adopted';
  /** Ends the server in good order and frees the folder. Twice is once. */
  stop(): Promise<void>;
}

type Server = Omit<Postgres, 'url' | 'stop'>;

const retryForMs = 20_000;

/**
 * The embedded database: started, or adopted when a killed Fairway left it running. Every wait is
 * bounded.
 * @throws Refused with a `postgres-…` or `port-in-use` code and the whole sentence as its message
 */
export async function startPostgres(options: StartPostgres): Promise<Postgres> {
  if (process.platform === 'win32') throw onWindows();
  const paths = await makeHome(options.dataFolder);
  const attempt = await takeLock(paths.lock);
  if (!attempt.held) throw inUse(paths, attempt.holder);
  try {
    const server = await obtainServer(paths, options);
    const password = await readPassword(paths);
    await ensureDatabase(server.port, password);
    return running(server, databaseUrl(server.port, password), paths, options.log, () =>
      attempt.lock.release(),
    );
  } catch (error) {
    await attempt.lock.release();
    throw error;
  }
}

async function makeHome(dataFolder: string): Promise<PostgresPaths> {
  // Root's PostgreSQL is somebody else, who must pass through this folder but not look round.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  await mkdir(dataFolder, { recursive: true, mode });
  const paths = postgresPaths(await realpath(dataFolder));
  await mkdir(paths.home, { recursive: true });
  await chmod(paths.home, mode);
  return paths;
}

async function obtainServer(paths: PostgresPaths, options: StartPostgres): Promise<Server> {
  const { port = 0, log, durable = true, connections } = options;
  const orphan = await adoptOrphan(paths, port, log);
  if (orphan !== null) return { ...orphan, source: 'adopted' };
  const binaries = await findBinaries(options.search ?? defaultSearch(), paths.libraries);
  const runner = await chooseRunAs(binaries, paths, options.ways);
  await ensureCluster(runner, paths, log, { durable });
  const password = await readPassword(paths);

  const deadline = Date.now() + retryForMs;
  for (;;) {
    const tried = port === 0 ? await freePort() : port;
    const launch = await launchServer(runner, paths, {
      port: tried,
      password,
      durable,
      connections,
    });
    if (launch.kind === 'ready') {
      const { pid } = launch;
      log.info({ pid, port: tried, as: runner.runAs.name }, 'PostgreSQL started');
      return { pid, port: tried, source: binaries.source };
    }
    if (!mayTryAgain(launch, port) || Date.now() > deadline) {
      throw await explain(launch, tried, paths, log);
    }
    await delay(200);
  }
}

function mayTryAgain(launch: Launch, wantedPort: number): boolean {
  return launch.kind === 'folder busy' || (launch.kind === 'port taken' && wantedPort === 0);
}

function running(
  server: Server,
  url: string,
  paths: PostgresPaths,
  log: Log,
  release: () => Promise<void>,
): Postgres {
  // The last resort when the program ends without stop(): a fast shutdown that nobody waits for.
  const onExit = () => {
    if (isPostmasterOf(paths.cluster, server.pid)) signalPostmaster(server.pid, 'SIGINT');
  };
  process.once('exit', onExit);
  async function stopOnce(): Promise<void> {
    process.off('exit', onExit);
    try {
      await stopPostmaster(paths.cluster, server.pid, log);
    } finally {
      await release();
    }
  }
  let stopping: Promise<void> | null = null;
  return {
    ...server,
    url,
    stop() {
      stopping ??= stopOnce();
      return stopping;
    },
  };
}

/** Turns a launch that came to nothing into its sentence, after ending what may still run. */
async function explain(
  launch: Exclude<Launch, { kind: 'ready' }>,
  port: number,
  paths: PostgresPaths,
  log: Log,
): Promise<Refused> {
  switch (launch.kind) {
    case 'wrong password':
      await stopPostmaster(paths.cluster, launch.pid, log);
      return wrongPassword(paths, 'does not hold the password of this database');
    case 'too slow':
      await stopPostmaster(paths.cluster, launch.pid, log);
      return failed(paths, 'did not become ready in time', launch.output);
    case 'failed':
      return failed(paths, 'ended while it started', launch.output);
    case 'folder busy':
      return failed(paths, 'found its folder in use by processes of an earlier server', '');
    case 'port taken':
      return refused(
        'port-in-use',
        `Port ${port}, meant for PostgreSQL, is already in use on 127.0.0.1.`,
        'Another program, perhaps another PostgreSQL, listens there.',
        'Stop that program or choose another port.',
      );
    default:
      return launch satisfies never;
  }
}

function failed(paths: PostgresPaths, what: string, output: string): Refused {
  return refused(
    'postgres-failed',
    `PostgreSQL ${what}${output === '' ? '.' : `: ${lastLines(output)}`}`,
    `All it said is in ${paths.log}.`,
    'Start again; if it stays so, `npm run reset` starts over with an empty database.',
  );
}

function inUse(paths: PostgresPaths, holder: Holder): Refused {
  return refused(
    'postgres-in-use',
    `The database in ${paths.home} is already in use by process ${holder.pid}.`,
    'Two programs cannot run one database.',
    'Stop that process, or set FAIRWAY_DATA to another folder.',
  );
}

function onWindows(): Refused {
  return refused(
    'postgres-on-windows',
    'The sandbox does not start its own PostgreSQL on Windows.',
    'Stopping it in good order and recovering from a killed run need Unix signals.',
    'Run Fairway inside WSL, or set DATABASE_URL to a PostgreSQL 15 or newer.',
  );
}
