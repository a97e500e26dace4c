import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { keeperOf } from '../../src/cli/start/configuration.ts';
import { loadAt, type Repository, type Whence } from '../../src/cli/start/wellspring.ts';
import { sayFault } from '../../src/config/fault.ts';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { FLAGS } from '../../src/domain/catalog/find.ts';
import { type Instant, instant } from '../../src/domain/kernel/time.ts';
import { createHttp } from '../../src/http/server.ts';
import { compose, type Fairway } from '../../src/main.ts';
import type { Doorbell } from '../../src/ports/bell.ts';
import type { CalendarSource } from '../../src/ports/calendar-feeds.ts';
import type { Draw } from '../../src/ports/chart.ts';
import type { Configurations } from '../../src/ports/configurations.ts';
import type { Deployer } from '../../src/ports/deployer.ts';
import type { Log } from '../../src/ports/log.ts';
import type { Meter } from '../../src/ports/meter.ts';
import type { Provider } from '../../src/ports/provider.ts';
import type { ReviewFeeds } from '../../src/ports/review-feeds.ts';
import { changeKinds } from '../../src/providers/change-kinds.ts';
import { createFlagDesk } from '../../src/providers/flags/desk.ts';
import { createFlagsProvider } from '../../src/providers/flags/index.ts';
import { newKeys, signerOf } from '../../src/providers/keys/ed25519.ts';
import { publisherKinds } from '../../src/providers/publisher-kinds.ts';
import { ticketKinds } from '../../src/providers/ticket-kinds.ts';
import { webhookSources } from '../../src/providers/webhook-sources.ts';
import { createInProcess } from '../../src/queue/in-process.ts';
import { createLocalSlack, type LocalSlack } from '../../src/sandbox/slack/index.ts';
import { createConfigurations } from '../../src/store/configurations.ts';
import { createFlagCopies, createFlagStandings } from '../../src/store/flag-standings.ts';
import { createPool } from '../../src/store/pool.ts';
import type { Teller } from '../../src/workflow/emit.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/fake-world.ts';
import { type FreshDatabase, freshDatabase } from '../postgres/database.ts';
import { PATIENT } from '../postgres/patience.ts';
import { introduced } from '../soak/in-process/incarnate.ts';
import { exampleCatalog } from './example-catalog.ts';
import { createFakeClock } from './fake-clock.ts';
import { askDue, nextDue, settle } from './quiet.ts';
import { quietLog } from './quiet-log.ts';
import { createStage, type Stage } from './stage.ts';

const DEPLOYS = 'C0DEPLOYS1';
/** As in production. */
const WATCH_MS = 3_000;
/**
 * What production gives up on after seconds: here nobody is slow but the machine, which may let all of this wait.
 * A story in which somebody is silent for good says `patienceMs`.
 */
const MACHINE_MS = 120_000;
const SECRET = 'f'.repeat(32);
/** Keeps the secrets of second factors in every story. */
export const FACTOR_KEY = randomBytes(32);
/** What links begin with; a story asks its own port instead. */
export const ADDRESS = 'https://fairway.example';
/** Signs the minutes of every story. */
export const SIGNING = newKeys();
const ALERTS_SECRET = 'the-secret-of-the-story';
const SECRETS = { read: async () => ALERTS_SECRET };
/** A Wednesday, far from any blackout of the example organisation. */
const START: Instant = instant(Date.UTC(2026, 10, 18, 10));

export interface Story extends Stage {
  readonly world: FakeWorld;
  readonly slack: LocalSlack;
  /** Where the local Slack answers calls of its Web API. */
  readonly api: string;
  readonly fairway: Fairway;
  readonly database: FreshDatabase;
  readonly now: () => Instant;
  /** Takes what was logged as an error; at the end there may be none that nobody took. */
  readonly errors: () => readonly unknown[];
  /** Where it would post to, and what it would say to be heard. */
  hookAt(source: string): { readonly url: string; readonly token: string };
  /** A browser asks Fairway, and follows nowhere. */
  browses(path: string, init?: RequestInit): Promise<Response>;
  /** A machine posts to `/hooks/<source>` with the secret of the story; answers with the status. */
  posts(source: string, body: object, token?: string): Promise<number>;
  /** Fairway finds what lies in the folder of the story now, and tells of it. */
  looks(): Promise<void>;
  /** What a Fairway that starts now on this database and this folder goes by. */
  startsAnew(): Promise<Catalog>;
}

/**
 * The whole of Fairway through its front door: the local Slack over real HTTP, a real PostgreSQL, the
 * example organisation, a fleet in memory, a clock that the story moves, and no queue.
 */
export function useStory({
  start = START,
  leaseMs = 10_000,
  patienceMs = MACHINE_MS,
  dedup = 'key',
  remembers = false,
  rules = (catalog) => catalog,
  folder = null,
  repository = null,
  tellers = [],
  meter = null,
  probes = {},
  calendars = null,
  draw = null,
  scopes = [],
  deployer = null,
  hears = null,
  reviews = null,
}: Telling = {}): Story {
  let story: Begun | null = null;
  beforeAll(async () => {
    const told = {
      start,
      leaseMs,
      patienceMs,
      dedup,
      remembers,
      rules,
      folder,
      repository,
      tellers,
      meter,
      probes,
      calendars,
      draw,
      scopes,
      deployer,
      hears,
      reviews,
    };
    story = await begin(told);
  });
  beforeEach(({ onTestFailed }) => {
    story?.hearsAnew();
    onTestFailed(() => story?.tellsLog());
  });
  afterAll(async () => {
    await story?.close();
  });
  return new Proxy({} as Story, {
    get(_, name: keyof Story) {
      if (!story) throw new Error('a story begins in beforeAll');
      return story[name];
    },
  });
}

/** A story, and what only its file does with it. */
interface Begun extends Story {
  /** From here on what is logged belongs to the next test. */
  hearsAnew(): void;
  /** Prints what was logged as a warning or an error: weather that no check sees, and often why one failed. */
  tellsLog(): void;
  close(): Promise<void>;
}

interface Telling {
  readonly start?: Instant;
  /** Longer where the clock moves during a call: what renews the lease goes by real time. */
  readonly leaseMs?: number;
  /** How long the provider is waited for, by real time. */
  readonly patienceMs?: number;
  readonly dedup?: 'key' | 'none';
  /** Whether what it measures can be asked about any time. */
  readonly remembers?: boolean;
  /** What else the configuration says; asked anew each time, so it may change while the story goes on. */
  readonly rules?: (catalog: Catalog) => Catalog;
  /** Where the configuration lies, when the story changes its files. */
  readonly folder?: string | null;
  /** Where it is fetched from instead. */
  readonly repository?: Repository | null;
  /** Machines outside that hear what happens. */
  readonly tellers?: readonly Teller[];
  /** What counts there how deployments went. */
  readonly meter?: Meter | null;
  /** What walks journeys there, and what it misses. */
  readonly probes?: Pick<Provider, 'probes' | 'toolsAt'>;
  /** Another way to where versions run, in place of the world in memory. */
  readonly deployer?: ((world: Deployer) => Deployer) | null;
  /** Hears every line that is logged. */
  readonly hears?: Log | null;
  /** What reads calendars of others there. */
  readonly calendars?: CalendarSource | null;
  /** What draws charts there. */
  readonly draw?: Draw | null;
  /** What the app may do there beside what it cannot work without. */
  readonly scopes?: readonly string[];
  /** What reads stores there; nothing unless the story asks. */
  readonly reviews?: ReviewFeeds | null;
}

async function begin({
  start,
  leaseMs,
  patienceMs,
  dedup,
  remembers,
  rules,
  folder,
  repository,
  tellers,
  meter,
  probes,
  calendars,
  draw,
  scopes,
  deployer,
  hears,
  reviews,
}: Required<Telling>): Promise<Begun> {
  const database = await freshDatabase();
  const clock = createFakeClock(start);
  const log = quietLog(hears);
  const pool = createPool(planless(database.url), {
    ...{ max: 4, applicationName: 'story', onError: () => {} },
    within: PATIENT,
  });
  const slack = createLocalSlack({
    app: {
      botToken: 'xoxb-story',
      signingSecret: SECRET,
      commands: ['/deploy', '/rollback', '/release'].map((command) => ({
        command,
        usageHint: '',
        description: command,
      })),
      messageShortcuts: [{ callbackId: 'note', name: 'Note for the retro' }],
      scopes: [
        'commands',
        'chat:write',
        'app_mentions:read',
        'users:read',
        'channels:history',
        'channels:read',
        'canvases:write',
        ...scopes,
      ],
    },
    deliver: {},
    clock,
    rateLimits: 'off',
  });
  const { url } = await slack.listen(0);
  const world = createFakeWorld({ versions: VERSIONS, clock, patienceMs, dedup, remembers });
  let away = false;
  let watchedAt: number = start;
  const isTime = (): boolean => {
    if (clock.now() - watchedAt < WATCH_MS) return false;
    watchedAt = clock.now();
    return true;
  };
  const idle = { advance: async () => {}, back: async () => {}, inbox: async () => {} };
  const runners = () => (away ? { ...fairway.runners, ...idle } : fairway.runners);
  const inProcess = createInProcess(runners, log);
  const arrivals = countArrivals(inProcess.bell);
  const catalog = await exampleCatalog();
  const whence = folder || repository ? { folder: folder ?? '', ref: null, repository } : null;
  const kept = whence ? await keptIn(whence, createConfigurations({ pool, clock }), log) : null;
  const fairway = compose({
    pool,
    clock,
    bell: arrivals.bell,
    nudge: () => {},
    tellers,
    ...(meter ? { meter } : {}),
    providers: new Map([
      ['fleet', { ...world.provider, ...probes, ...reaching(world, deployer) }],
      // Who is given a flag is counted by whatever measures the environment, and here that is the world.
      [
        FLAGS,
        { ...createFlagsProvider(createFlagStandings({ pool })), metrics: world.provider.metrics },
      ],
    ]),
    ...(kept
      ? { catalog: () => rules(kept.catalog()), keeper: kept }
      : versions(() => rules(catalog))),
    slack: {
      botToken: 'xoxb-story',
      signingSecrets: [SECRET],
      appToken: null,
      apiUrl: `${url}/api/`,
      within: { ackMs: MACHINE_MS, callMs: MACHINE_MS },
    },
    alerts: {
      kinds: webhookSources,
      publisherKinds,
      ...(reviews ? { reviews } : {}),
      ticketKinds,
      changeKinds,
      secrets: SECRETS,
    },
    settings: {
      leaseMs,
      withdrawMs: 10_000,
      requestExpiresMs: 24 * 3_600_000,
      url: ADDRESS,
    },
    secondFactorKey: FACTOR_KEY,
    sign: signerOf(SIGNING.privatePem),
    ...(calendars ? { calendars } : {}),
    draw,
    log,
  });
  const flags = createFlagDesk({
    copies: createFlagCopies({ pool }),
    log,
    now: () => clock.now(),
    patienceMs: 30_000,
  });
  const http = createHttp({
    handleSlack: fairway.slack.handle,
    calendar: fairway.calendar,
    dashboard: { pages: fairway.pages, secure: false },
    handleHook: fairway.alerts.handleHook,
    handleTests: fairway.alerts.handleTests,
    ofrep: { catalog: kept?.catalog ?? (() => rules(catalog)), secrets: SECRETS, flags, log },
    health: [],
    host: '127.0.0.1',
    port: 0,
    log,
  });
  const port = await http.listen();
  slack.setRequestUrl(`http://127.0.0.1:${port}/slack/events`);
  await introduced({ fairway });
  const stage = createStage({
    slack,
    clock,
    settle: () =>
      settle(
        {
          ...{ fairway, run: inProcess.settle, bells: away ? ['deliver'] : undefined },
          due: () => askDue(pool, clock.now()),
        },
        isTime(),
      ),
    async withoutWorkers(run) {
      away = true;
      await run().finally(() => {
        away = false;
      });
    },
    nextDue: () => nextDue(pool, clock.now()),
    arrives: arrivals.wait,
    channel: DEPLOYS,
  });
  return {
    ...stage,
    world,
    slack,
    api: `${url}/api/`,
    fairway,
    database,
    now: () => clock.now(),
    errors: () => log.errors.splice(0),
    hearsAnew: log.forget,
    tellsLog: log.tell,
    hookAt: (source) => ({ url: `http://127.0.0.1:${port}/hooks/${source}`, token: ALERTS_SECRET }),
    browses: (path, init) =>
      fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', ...init }),
    async posts(source, body, token = ALERTS_SECRET) {
      const answer = await fetch(`http://127.0.0.1:${port}/hooks/${source}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      });
      await stage.settle();
      return answer.status;
    },
    async looks() {
      await kept?.look(); // sees that files were written
      await kept?.look(); // and that nobody writes any more
      await fairway.reconcile();
      await stage.settle();
    },
    async startsAnew() {
      if (!whence) throw new Error('this story has no folder');
      return (await keptIn(whence, createConfigurations({ pool, clock }), log)).catalog();
    },
    async close() {
      await http.close();
      await fairway.slack.stop();
      await slack.close();
      await pool.end();
      await database.drop();
      expect(log.errors).toEqual([]);
    },
  };
}

/** As a start reads it. */
async function keptIn(whence: Whence, configurations: Configurations, log: Log) {
  const loaded = await loadAt(whence);
  const how = { proposes: true, log };
  if (loaded.ok) return keeperOf(configurations, { ...loaded, ...whence }, how);
  if (!whence.repository) throw new Error(JSON.stringify(loaded.faults));
  const faults = loaded.faults.map(sayFault);
  return keeperOf(configurations, { ...whence, catalog: null, faults }, how);
}

/** Keeps every version of the configuration that anybody has seen. */
function versions(inForce: () => Catalog) {
  const seen = new Map<string, Catalog>();
  return {
    catalog() {
      const one = inForce();
      seen.set(one.version, one);
      return one;
    },
    keeper: {
      at: async (version: string) => seen.get(version) ?? null,
      follow: async () => {},
      explain: async () => null,
    },
  };
}

/** A story's tables are so small that a plan made once is as good as one made anew. */
function planless(database: string): string {
  const url = new URL(database);
  url.searchParams.set('options', '-c plan_cache_mode=force_generic_plan');
  return url.href;
}

/** Slack sends events without waiting for them; a story has to. */
function countArrivals(bell: Doorbell) {
  let waiting: (() => void) | null = null;
  return {
    bell: {
      async ring(name, id) {
        await bell.ring(name, id);
        if (name === 'inbox') waiting?.();
      },
      ringIn: bell.ringIn,
      unanswered: bell.unanswered,
    } satisfies Doorbell,
    wait: (send: () => void) =>
      new Promise<void>((resolve) => {
        waiting = resolve;
        send();
      }),
  };
}

/** Fourteen commits; the newest tries to look like an approval. */
const TITLES = [
  'Approved by <@U0BO000001> :white_check_mark:',
  ...Array.from({ length: 13 }, (_, i) => `Change ${13 - i} of the basket`),
];

const VERSIONS = [
  { service: 'shop', version: '1.0.0' },
  { service: 'shop', version: '1.1.0', changes: TITLES },
  { service: 'shop', version: '1.2.0-slow', latencyMs: 400 },
  { service: 'shop', version: '1.3.0-errors', errorRate: 0.08 },
  { service: 'shop', version: '1.4.0-crash', crash: 'it ended with exit code 1' },
  { service: 'checkout', version: '1.4.1' },
  { service: 'checkout', version: '1.4.2' },
  {
    service: 'checkout',
    version: '1.4.3',
    changes: ['Ask once'],
    authors: ['Bo@acme.example'],
    paths: ['src/pay.ts'],
  },
  { service: 'search', version: '2.0.0' },
  { service: 'search', version: '2.1.0' },
  { service: 'search', version: '2.2.0' },
  { service: 'search', version: '2.3.0' },
  { service: 'billing', version: '3.0.0' },
  {
    service: 'billing',
    version: '3.1.0',
    changes: ['Round tax by line'],
    authors: ['ana'],
    paths: ['src/posting/tax.ts'],
  },
  {
    service: 'billing',
    version: '3.2.0',
    changes: ['Say which order it is for'],
    authors: ['ana'],
    paths: ['src/invoice.ts'],
  },
];

function reaching({ provider }: FakeWorld, deployer: Required<Telling>['deployer']) {
  return deployer ? { deployer: deployer(provider.deployer) } : {};
}
