import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { type Instant, instant } from '../../src/domain/kernel/time.ts';
import { createHttp } from '../../src/http/server.ts';
import { createLocalSlack, type LocalSlack } from '../../src/sandbox/slack/index.ts';
import { createSlack, type Slack, type SlackOptions } from '../../src/slack/app.ts';
import { catalog } from './fakes/catalog.ts';
import { createFakeDesk, type FakeDesk } from './fakes/fake-desk.ts';
import { createMemoryDocuments } from './fakes/memory-documents.ts';
import { createMemoryInbox, type MemoryInbox } from './fakes/memory-inbox.ts';
import { createMemoryMessages } from './fakes/memory-messages.ts';
import { createMemoryPages, createMemoryPictures } from './fakes/pictures.ts';
import { createQuietLog } from './fakes/quiet-log.ts';

export const ANA = 'U0ANA00001';
export const BO = 'U0BO000001';
export const GUS = 'U0GUS00001';
export const BOT = 'U0FAIRWAY1';

const people: Catalog['people'] = [
  { id: 'ana', name: 'Ana Reyes', accounts: [ANA], zone: null },
  { id: 'bo', name: 'Bo Lindqvist', accounts: [BO], zone: null },
];

export interface Stage {
  readonly workspace: LocalSlack;
  readonly slack: Slack;
  readonly desk: FakeDesk;
  readonly inbox: MemoryInbox;
  readonly messages: SlackOptions['messages'];
  /** Waits until everything that was rung for is worked off. */
  idle(): Promise<void>;
  /** What one person reads in #deploys, as text. */
  reads(user: string): readonly string[];
  close(): Promise<void>;
}

const commands = ['/deploy', '/rollback', '/release'].map((command) => {
  return { command, usageHint: '', description: '' };
});
const secrets = { botToken: 'xoxb-1', signingSecret: 'secret', appToken: 'xapp-1' };
const scopes = [
  ...['commands', 'chat:write', 'app_mentions:read'],
  ...['users:read', 'channels:history', 'channels:read'],
];

/** Fairway's Slack edge before a real local Slack: real Bolt, real HTTP or a real socket. */
export async function openStage(
  by: 'http' | 'socket',
  change: Partial<SlackOptions> = {},
): Promise<Stage> {
  const deliver = by === 'socket' ? 'socket' : {};
  const app = { ...secrets, commands, scopes };
  const workspace = createLocalSlack({ app, deliver, rateLimits: 'off' });
  await workspace.listen(0);
  const log = createQuietLog();
  const now = (): Instant => instant(Date.now());
  const [desk, inbox, messages] = [
    createFakeDesk(),
    createMemoryInbox(),
    createMemoryMessages(now),
  ];
  const work = new Set<Promise<void>>();
  const slack: Slack = createSlack({
    config: {
      botToken: secrets.botToken,
      signingSecrets: [secrets.signingSecret],
      appToken: by === 'socket' ? secrets.appToken : null,
      apiUrl: `${workspace.url()}/api`,
    },
    desk,
    inbox,
    messages,
    documents: createMemoryDocuments(),
    pagePictures: createMemoryPages(),
    records: { deployment: async () => null },
    bell: {
      async ring(bell, id) {
        const done = bell === 'inbox' ? slack.workInbox() : slack.deliver(id);
        work.add(done);
        done.finally(() => work.delete(done)).catch(() => {});
      },
      ringIn(bell, id, inMs) {
        setTimeout(() => void this.ring(bell, id), inMs).unref();
        return true;
      },
    },
    catalog: () => ({ ...catalog, people }),
    takeAlerts: async () => {},
    draw: null,
    digest: (text) => text,
    pictures: createMemoryPictures(now),
    now,
    log,
    ...change,
  });
  const http = createHttp({
    handleSlack: slack.handle,
    health: [],
    host: '127.0.0.1',
    port: 0,
    log,
  });
  if (by === 'http')
    workspace.setRequestUrl(`http://127.0.0.1:${await http.listen()}/slack/events`);
  slack.startSocket();
  await until(() => slack.problem() === null);
  return {
    workspace,
    slack,
    desk,
    inbox,
    messages,
    async idle() {
      // An act is rung for after its ack, so the first looks may be too early: however long each takes, there are ten.
      for (let looks = 0; looks < 10; looks += 1) {
        await new Promise((resolve) => setTimeout(resolve, 3));
        while (work.size > 0) await Promise.allSettled(work);
      }
    },
    reads: (user) => workspace.messages('deploys', user).map((message) => message.text),
    async close() {
      await slack.stop();
      await http.close();
      await workspace.close();
    },
  };
}

export async function until(is: () => boolean, forMs = 60_000): Promise<void> {
  const end = Date.now() + forMs;
  while (!is()) {
    if (Date.now() > end) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
