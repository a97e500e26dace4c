import { parseDuration } from '../../domain/kernel/duration.ts';

/** What Fairway knows of one environment variable: every fault about it is made of this. */
export interface Variable {
  readonly name: string;
  readonly what: string;
  readonly example: string;
  readonly accepts: (value: string) => boolean;
  /** A secret's value is never repeated, not even in the fault about it. */
  readonly secret: boolean;
  /** The flag that says the same on the command line; secrets have none, since everybody can read argv. */
  readonly flag: string | null;
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const ROLES = ['web', 'worker', 'all'] as const;
export type LogLevel = (typeof LEVELS)[number];
export type Role = (typeof ROLES)[number];

export function isRole(word: string): word is Role {
  return ROLES.some((role) => role === word);
}

export function isLogLevel(word: string): word is LogLevel {
  return LEVELS.some((level) => level === word);
}

type Accepts = Variable['accepts'];

function secret(name: string, example: string, accepts: Accepts, what: string): Variable {
  return { name, what, accepts, example, secret: true, flag: null };
}

function plain(name: string, example: string, accepts: Accepts, what: string): Variable {
  return { name, what, accepts, example, secret: false, flag: null };
}

function flagged(
  name: string,
  flag: string,
  example: string,
  accepts: Accepts,
  what: string,
): Variable {
  return { name, what, accepts, example, secret: false, flag };
}

function like(form: RegExp): Accepts {
  return (value) => form.test(value);
}

function address(protocols: RegExp): Accepts {
  return (value) => URL.canParse(value) && protocols.test(new URL(value).protocol);
}

function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) <= 65_535;
}

/** 32 bytes in base64. */
function isKey(value: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(value);
}

/** PKCS 8 of RFC 8410, as PEM or its one line of base64. */
function isSigningKey(value: string): boolean {
  const body = value.replaceAll(/-----(BEGIN|END) PRIVATE KEY-----|\s/g, '');
  return /^MC4CAQAwBQYDK2VwBCIEI[A-Za-z0-9+/]{43}$/.test(body);
}

/** Neither a program (`ext::`) nor a shell elsewhere (`ssh://`, `git@host:`), and nothing secret. */
function isRepository(value: string): boolean {
  if (!/^(https|file):\/\//.test(value) || !URL.canParse(value)) return false;
  const { username, password, search, hash } = new URL(value);
  return [username, password, search, hash].every((part) => part === '');
}

function isPace(value: string): boolean {
  const ms = parseDuration(value);
  return ms !== null && ms >= 10_000 && ms <= 86_400_000;
}

function isText(value: string): boolean {
  return value !== '';
}

/** Every variable Fairway reads, each also as `<NAME>_FILE`, the path of a file that holds the value. */
// biome-ignore format: one line per variable is the point of the table
export const VARIABLES = {
  botToken: secret('SLACK_BOT_TOKEN', 'xoxb-1234567890-abcdef', like(/^xox[be][.-][\w.-]{4,}$/), 'the bot token of the Slack app'),
  signingSecret: secret('SLACK_SIGNING_SECRET', '0123456789abcdef0123456789abcdef', like(/^[0-9A-Za-z]{16,}$/), 'the signing secret of the Slack app, by which requests over HTTP are known to be from Slack'),
  appToken: secret('SLACK_APP_TOKEN', 'xapp-1-A012345-6789-abcdef', like(/^xapp-[\w.-]{4,}$/), 'the app-level token of the Slack app, for Socket Mode'),
  databaseUrl: secret('DATABASE_URL', 'postgres://fairway:password@db:5432/fairway', address(/^postgres(ql)?:$/), 'the PostgreSQL database, version 15 or newer'),
  redisUrl: secret('REDIS_URL', 'redis://cache:6379', address(/^rediss?:$/), 'the Redis or Valkey of the queues, version 7 or newer; without it they live in PostgreSQL'),
  slackApiUrl: plain('SLACK_API_URL', 'https://slack.com/api/', address(/^https?:$/), 'the address of the Slack Web API, or of a server that speaks it'),
  role: flagged('FAIRWAY_ROLE', '--role', 'all', isRole, 'the part this process plays: web, worker or all'),
  port: flagged('PORT', '--port', '3000', isPort, 'the TCP port to listen on, 0 to 65535'),
  host: flagged('FAIRWAY_HOST', '--host', '127.0.0.1', like(/^[\w.:%-]+$/), 'the address to listen on'),
  url: flagged('FAIRWAY_URL', '--url', 'https://fairway.example.com', address(/^https?:$/), 'the address at which browsers and calendar programs reach Fairway'),
  stateFolder: flagged('FAIRWAY_DATA', '--data', '.fairway', isText, 'the folder for what must survive a restart'),
  configFolder: flagged('FAIRWAY_CONFIG', '--config', 'config', isText, 'the folder with fairway.yaml and services/'),
  secondFactorKey: secret('FAIRWAY_SECOND_FACTOR_KEY', 'cDFzZXZlbnRlZW4tdHdvZmFjdG9yLWV4YW1wbGUta2U=', isKey, 'the key that keeps the secrets of second factors, 32 bytes as base64, such as openssl rand -base64 32 prints'),
  signingKey: secret('FAIRWAY_SIGNING_KEY', 'MC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', isSigningKey, 'the private key of Ed25519 that signs minutes, as fairway people key or openssl genpkey -algorithm ed25519 writes it'),
  configRef: flagged('FAIRWAY_CONFIG_REF', '--config-ref', 'origin/main', like(/^[\w][\w./@-]*$/), 'the branch, tag or commit to read the configuration at, in the git repository that FAIRWAY_CONFIG lies in or FAIRWAY_CONFIG_REPO names'),
  configRepo: flagged('FAIRWAY_CONFIG_REPO', '--config-repo', 'https://git.example.com/acme/rules.git', isRepository, 'the git repository with fairway.yaml at its root, https:// or file://, without user or password'),
  configUser: plain('FAIRWAY_CONFIG_USER', 'x-access-token', like(/^[^\s:]+$/), 'the user with whose name FAIRWAY_CONFIG_TOKEN is given'),
  configToken: secret('FAIRWAY_CONFIG_TOKEN', 'github_pat_11AAAAAAA', like(/^[\x21-\x7e]+$/), 'the password or token by which FAIRWAY_CONFIG_REPO may be read'),
  configEvery: flagged('FAIRWAY_CONFIG_EVERY', '--config-every', '60s', isPace, 'how often FAIRWAY_CONFIG_REPO is fetched, from 10s to 1d'),
  eventsUrl: plain('FAIRWAY_EVENTS_URL', 'https://events.example.org/cdevents', address(/^https?:$/), 'where CDEvents are posted as CloudEvents'),
  eventsToken: secret('FAIRWAY_EVENTS_TOKEN', 'a-long-random-word', like(/^[\x21-\x7e]+$/), 'the bearer token for FAIRWAY_EVENTS_URL'),
  eventsSource: plain('FAIRWAY_EVENTS_SOURCE', 'https://fairway.example.org', URL.canParse, 'the URI by which this Fairway names itself in events and traces'),
  otlp: plain('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://collector:4318', address(/^https?:$/), 'the OpenTelemetry collector that takes traces, by OTLP over HTTP'),
  chromium: plain('FAIRWAY_CHROMIUM', '/usr/bin/chromium', like(/^\//), 'the Chromium that walks the steps of journeys in a browser'),
  chromiumSandbox: plain('FAIRWAY_CHROMIUM_SANDBOX', 'off', like(/^(on|off)$/), 'whether that Chromium has its own sandbox around pages: on or off'),
  logLevel: flagged('LOG_LEVEL', '--log-level', 'info', isLogLevel, `how much is logged: ${LEVELS.join(', ')}`),
} as const satisfies { readonly [key: string]: Variable };

export type VariableKey = keyof typeof VARIABLES;

/** The keys of `VARIABLES`, typed. */
export const VARIABLE_KEYS = Object.keys(VARIABLES) as readonly VariableKey[];
