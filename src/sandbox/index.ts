import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../ports/log.ts';
import { openDataFolder } from './data-folder.ts';
import { type RunningFleetProcess, startFleet } from './fleet/start-fleet.ts';
import { openPhones, type Phones } from './phones.ts';
import { requireFreePort } from './port.ts';
import { startPostgres } from './postgres/start-postgres.ts';
import { refused } from './refused.ts';
import {
  createLocalSlack,
  type Health,
  type MessageShortcut,
  refuseBesideRealCredentials,
  type SlashCommand,
} from './slack/index.ts';

export interface SandboxOptions {
  readonly stateFolder: string;
  readonly host: string;
  readonly port: number;
  readonly commands: readonly SlashCommand[];
  readonly messageShortcuts: readonly MessageShortcut[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
}

export interface Sandbox {
  readonly databaseUrl: string;
  readonly slack: {
    readonly botToken: string;
    readonly signingSecrets: readonly string[];
    readonly apiUrl: string;
  };
  readonly fleet: Pick<RunningFleetProcess, 'adminUrl' | 'metricsUrl' | 'proxyUrl'>;
  /** The authenticators of its people. */
  readonly phones: Phones;
  /** Connects the workspace to Fairway, and answers with the page's address. */
  open(requestUrl: string, health: () => Promise<Health>): Promise<string>;
  stop(): Promise<void>;
}

const SCOPES = [
  'commands',
  'chat:write',
  'app_mentions:read',
  'users:read',
  'channels:history',
  'channels:read',
  'files:write',
];
/** About as long as people report of Slack. */
const FILE_LOOK_MS = 1_000;

/**
 * A workspace, a fleet and a database on a laptop, with state that survives a restart.
 * @throws Refused when the port or the data folder is in use, or real credentials are in reach
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port, host, commands, messageShortcuts, log } = options;
  refuseRealCredentials(options.env);
  const folder = await openDataFolder(options.stateFolder, { url: `http://${host}:${port}/` });
  const undo: (() => Promise<unknown>)[] = [folder.release];
  const stop = async (): Promise<void> => {
    for (const step of undo.toReversed()) await step();
  };
  try {
    await requireFreePort(port, 'the page of the sandbox');
    let health: (() => Promise<Health>) | null = null;
    const secrets = { botToken: `xoxb-${secret()}`, signingSecret: secret() };
    const phones = openPhones(join(folder.path, 'phones.json'));
    const slack = createLocalSlack({
      app: { ...secrets, commands, messageShortcuts, scopes: SCOPES },
      deliver: {},
      journal: join(folder.path, 'slack.jsonl'),
      fileLookMs: FILE_LOOK_MS,
      phone: phones.shows,
      health: async () => (health ? health() : { ok: false, body: { status: 'starting' } }),
      log,
    });
    // First, so that nobody takes the port while the database starts.
    const { url } = await slack.listen(port, host);
    undo.push(() => slack.close());
    await folder.announce(url);
    const { postgres, fleet } = await startMachinery(folder.path, undo, log);
    return {
      databaseUrl: postgres.url,
      slack: {
        botToken: secrets.botToken,
        signingSecrets: [secrets.signingSecret],
        apiUrl: `${url}/api/`,
      },
      fleet,
      phones,
      async open(requestUrl, check) {
        slack.setRequestUrl(requestUrl);
        health = check;
        return url;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts database and fleet at once; when one fails, the other is waited for, to be undone as well. */
async function startMachinery(path: string, undo: (() => Promise<unknown>)[], log: Log) {
  const fleetFolder = join(path, 'fleet');
  await mkdir(fleetFolder, { recursive: true });
  const starting = [
    startPostgres({ dataFolder: path, log }),
    startFleet({ dataFolder: fleetFolder, log }),
  ] as const;
  const settled = await Promise.allSettled(starting);
  // Undone after the page is closed, and before the folder is given up.
  for (const one of settled) {
    if (one.status === 'fulfilled') undo.splice(1, 0, () => one.value.stop());
  }
  const [postgres, fleet] = await Promise.all(starting);
  return { postgres, fleet };
}

function refuseRealCredentials(env: SandboxOptions['env']): void {
  const found = refuseBesideRealCredentials(env);
  if (found.length === 0) return;
  throw refused(
    'real-credentials',
    `The sandbox does not start beside ${found.join(', ')}.`,
    'In it anybody on this machine can be anybody.',
    'Unset them, or set everything that a real start needs.',
  );
}

function secret(): string {
  return randomBytes(24).toString('hex');
}
