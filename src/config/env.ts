import { readFileSync } from 'node:fs';
import { parseDuration } from '../domain/kernel/duration.ts';
import { readFlags } from './env/flags.ts';
import { misspelt } from './env/misspelt.ts';
import { type Env, type Given, readValues, type Values } from './env/read-values.ts';
import { missingOfSlack, type SlackSettings, slackSettings } from './env/slack.ts';
import { type Telemetry, telemetrySettings } from './env/telemetry.ts';
import { missing, type VariableFault } from './env/variable-fault.ts';
import { isLogLevel, isRole, type LogLevel, type Role, VARIABLES } from './env/variables.ts';
import { type Secret, seal } from './secret.ts';

interface Basics {
  readonly role: Role;
  readonly port: number;
  readonly host: string;
  /** Where others reach it, without a slash at its end; null: nobody said. */
  readonly url: string | null;
  /** The folder for what must survive a restart. */
  readonly stateFolder: string;
  readonly configFolder: string;
  /** What to read it at in its repository; null: the files as they lie there. */
  readonly configRef: string | null;
  /** Where it is fetched from; null: it lies in the folder. */
  readonly configRepository: ConfigRepository | null;
  readonly logLevel: LogLevel;
  /** 32 bytes in base64; null: nobody's second factor can be looked at. */
  readonly secondFactorKey: Secret | null;
  readonly signingKey: Secret | null;
  readonly telemetry: Telemetry;
  /** What was set and is not used, in words for the person who starts this. */
  readonly notes: readonly string[];
}

/** A git repository elsewhere that has the configuration. */
export interface ConfigRepository {
  readonly url: string;
  readonly user: string;
  readonly token: Secret | null;
  /** Milliseconds. */
  readonly every: number;
}

/** How this process was told to run. `sandbox` has its own Slack, database and fleet. */
export type StartSettings =
  | (Basics & { readonly mode: 'sandbox' })
  | (Basics & {
      readonly mode: 'real';
      readonly slack: SlackSettings;
      readonly databaseUrl: Secret;
      /** null: the queues live in PostgreSQL. */
      readonly redisUrl: Secret | null;
    });

export type EnvRead =
  | { readonly ok: true; readonly settings: StartSettings }
  | { readonly ok: false; readonly faults: readonly VariableFault[] };

const REAL = ['botToken', 'signingSecret', 'appToken', 'slackApiUrl', 'databaseUrl'] as const;
const UNUSED_BY_SANDBOX = ['redisUrl', 'secondFactorKey'] as const;
const SANDBOX_CONFIG = 'examples/acme';

/**
 * Reads the environment, and flags that go before it, into settings, or names everything that is
 * missing or malformed. With nothing of Slack and no database it is the sandbox. It never throws and
 * never repeats a secret; `<NAME>_FILE` is read with `readFile`.
 */
export function readEnvironment(
  env: Env,
  argv: readonly string[] = [],
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): EnvRead {
  const flags = readFlags(argv);
  const given = readValues(env, flags.values, readFile);
  const sandbox = !REAL.some((key) => given.meant.has(key));
  const faults = [
    ...flags.faults,
    ...misspelt(env),
    ...given.faults,
    ...(sandbox ? notForSandbox(given) : missingOfReal(given)),
  ];
  const settings = sandbox ? sandboxSettings(given) : realSettings(given);
  return faults.length > 0 || settings === null ? { ok: false, faults } : { ok: true, settings };
}

function sandboxSettings(given: Given): StartSettings {
  const notes = UNUSED_BY_SANDBOX.filter((key) => given.meant.has(key)).map(
    (key) =>
      `${VARIABLES[key].name} is set but not used: without Slack and DATABASE_URL this is the sandbox`,
  );
  return { mode: 'sandbox', ...basics(given, '127.0.0.1', notes) };
}

function realSettings(given: Given): StartSettings | null {
  const { databaseUrl, redisUrl } = given.values;
  const slack = slackSettings(given);
  if (slack === null || databaseUrl === undefined) return null;
  const notes =
    slack.transport === 'socket' && given.meant.has('signingSecret')
      ? ['SLACK_SIGNING_SECRET is set but not used: SLACK_APP_TOKEN chooses Socket Mode']
      : [];
  return {
    mode: 'real',
    ...basics(given, '0.0.0.0', notes),
    slack,
    databaseUrl: seal(databaseUrl),
    redisUrl: redisUrl === undefined ? null : seal(redisUrl),
  };
}

function basics({ values }: Given, host: string, notes: readonly string[]): Basics {
  const { role = 'all', logLevel = 'info' } = values;
  return {
    role: isRole(role) ? role : 'all',
    port: Number(values.port ?? 3000),
    host: values.host ?? host,
    url: values.url?.replace(/\/+$/, '') ?? null,
    stateFolder: values.stateFolder ?? '.fairway',
    configFolder: values.configFolder ?? (values.configRepo ? '.' : SANDBOX_CONFIG),
    configRef: values.configRef ?? null,
    configRepository: repositoryIn(values),
    logLevel: isLogLevel(logLevel) ? logLevel : 'info',
    secondFactorKey: values.secondFactorKey === undefined ? null : seal(values.secondFactorKey),
    signingKey: values.signingKey === undefined ? null : seal(values.signingKey),
    telemetry: telemetrySettings(values),
    notes,
  };
}

function repositoryIn({ configRepo: url, ...values }: Values): ConfigRepository | null {
  if (url === undefined) return null;
  const { configUser: user = 'x-access-token', configToken, configEvery = '60s' } = values;
  const token = configToken === undefined ? null : seal(configToken);
  return { url, user, token, every: parseDuration(configEvery) ?? 60_000 };
}

function notForSandbox({ values }: Given): readonly VariableFault[] {
  if (values.role === undefined || values.role === 'all') return [];
  return [
    {
      variable: VARIABLES.role.name,
      what: `${values.role} has nobody to share the work with`,
      why: 'Without Slack and DATABASE_URL this is the sandbox, which is one process',
      example: `leave ${VARIABLES.role.name} out, or set SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET and DATABASE_URL`,
    },
  ];
}

function missingOfReal(given: Given): readonly VariableFault[] {
  const why = `${nameOfFirst(given)} is set, so this is not the sandbox (unset it if it should be)`;
  const faults = [...missingOfSlack(given)];
  if (!given.meant.has('databaseUrl')) {
    faults.push(missing(VARIABLES.databaseUrl, `${why}, and everything is kept in PostgreSQL`));
  }
  if (!given.meant.has('configFolder') && !given.meant.has('configRepo')) {
    faults.push(missing(VARIABLES.configFolder, `${why}, and there is no organisation by default`));
  }
  return faults;
}

function nameOfFirst({ meant }: Given): string {
  const key = REAL.find((one) => meant.has(one)) ?? 'botToken';
  return VARIABLES[key].name;
}
