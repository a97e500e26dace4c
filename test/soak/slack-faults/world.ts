import { benchDatabase } from '../../../bench/postgres.ts';
import { instant } from '../../../src/domain/kernel/time.ts';
import { createHttp } from '../../../src/http/server.ts';
import { compose, type Fairway } from '../../../src/main.ts';
import type { Log } from '../../../src/ports/log.ts';
import { createInProcess } from '../../../src/queue/in-process.ts';
import { createLocalSlack, type LocalSlack } from '../../../src/sandbox/slack/index.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { createFakeWorld } from '../../fakes/fake-world.ts';
import { createFakeClock, type FakeClock } from '../../stories/fake-clock.ts';
import { openPool } from '../in-process/databases.ts';
import { faultsCatalog, versions, workspace } from './organisation.ts';
import { createQuestions, type Questions } from './questions.ts';

const SECRET = 'f'.repeat(32);
const START = instant(Date.UTC(2026, 10, 18, 10));
const LEAST_MS = 250;
const MOST_MS = 5_000;

/** The whole of Fairway before a Slack with real limits; time is told, so hours of trouble pass in seconds. */
export interface World {
  readonly slack: LocalSlack;
  readonly clock: FakeClock;
  readonly ask: Questions;
  /** What Fairway called an error, with its fields. */
  readonly errors: string[];
  /** How often each message was posted, by its key. */
  readonly posts: ReadonlyMap<string, number>;
  /** Lets time pass, with everything that happens meanwhile. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const catalog = await faultsCatalog();
  const database = await benchDatabase();
  await migrate(database.url);
  const clock = createFakeClock(START);
  const errors: string[] = [];
  const log = logInto(errors);
  const pool = openPool(database.url, 8);
  const slack = createLocalSlack({ app: APP, workspace, deliver: {}, clock });
  const posts = countPosts(slack);
  const { url } = await slack.listen(0);
  const bells = createInProcess(() => fairway.runners, log);
  const fairway = compose({
    pool,
    clock,
    bell: bells.bell,
    nudge() {},
    providers: new Map([['fleet', createFakeWorld({ versions, clock }).provider]]),
    catalog: () => catalog,
    slack: {
      botToken: APP.botToken,
      signingSecrets: [SECRET],
      appToken: null,
      apiUrl: `${url}/api/`,
    },
    settings: { leaseMs: 10_000, withdrawMs: 10_000, requestExpiresMs: 24 * 3_600_000 },
    log,
  });
  const handleSlack = fairway.slack.handle;
  const http = createHttp({ handleSlack, health: [], host: '127.0.0.1', port: 0, log });
  slack.setRequestUrl(`http://127.0.0.1:${await http.listen()}/slack/events`);
  const ask = createQuestions(pool);
  async function pass(ms: number): Promise<void> {
    const end = clock.now() + ms;
    await settle(fairway, bells.settle);
    while (clock.now() < end) {
      const now = clock.now();
      const due = Math.max((await ask.nextDue(now)) ?? end, now + LEAST_MS);
      clock.advance(Math.min(due, now + MOST_MS, end) - now);
      await settle(fairway, bells.settle);
    }
  }
  return {
    ...{ slack, clock, ask, errors, posts, pass },
    async close() {
      await http.close();
      await fairway.slack.stop();
      await slack.close();
      await pool.end();
      await database.stop();
    },
  };
}

const APP = {
  botToken: 'xoxb-soak',
  signingSecret: SECRET,
  commands: ['/deploy', '/rollback', '/release'].map((command) => {
    return { command, usageHint: '', description: command };
  }),
  scopes: [
    'commands',
    'chat:write',
    'app_mentions:read',
    'users:read',
    'channels:history',
    'channels:read',
  ],
};

async function settle(fairway: Fairway, ring: () => Promise<void>): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    await fairway.relay();
    const found = await fairway.sweep();
    await ring();
    if (found === 0) return;
  }
}

function countPosts(slack: LocalSlack): ReadonlyMap<string, number> {
  const posts = new Map<string, number>();
  slack.onChange(({ type, message }) => {
    const key = keyOf(message?.metadata);
    if (type === 'message' && key !== null) posts.set(key, (posts.get(key) ?? 0) + 1);
  });
  return posts;
}

/** Our own mark in a message, or null. */
export function keyOf(metadata: unknown): string | null {
  const found = /"key":"([^"]+)"/.exec(JSON.stringify(metadata ?? null));
  return found?.[1] ?? null;
}

function logInto(errors: string[]): Log {
  return {
    info() {},
    warn() {},
    error: (fields, message) => void errors.push(`${message} ${JSON.stringify(fields)}`),
  };
}
