import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import {
  type Clock,
  createLocalSlack,
  type LocalSlack,
  type LocalSlackOptions,
} from '../../../src/sandbox/slack/index.ts';

export const ana = 'U0ANA00001';
export const bo = 'U0BO000001';
export const gus = 'U0GUS00001';
export const deploys = 'C0DEPLOYS1';
export const general = 'C0GENERAL1';

export const app = {
  botToken: 'xoxb-local',
  signingSecret: 'local-signing-secret',
  appToken: 'xapp-local',
  commands: [{ command: '/deploy', usageHint: 'shop to production', description: 'Deploy' }],
  scopes: [
    'commands',
    'chat:write',
    'app_mentions:read',
    'users:read',
    'usergroups:read',
    'channels:read',
    'channels:history',
    'reactions:write',
    'im:write',
  ],
};

export interface FakeClock extends Clock {
  advance(ms: number): void;
  /** How long each timer still has, in milliseconds. */
  pending(): readonly number[];
}

/** Starts at the machine's time, because Bolt checks timestamps against that. */
export function fakeClock(): FakeClock {
  let now = Date.now();
  let timers: readonly { readonly at: number; readonly fn: () => void }[] = [];
  return {
    now: () => now,
    setTimer(delayMs, fn) {
      const timer = { at: now + delayMs, fn };
      timers = [...timers, timer];
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    pending: () => timers.map((timer) => timer.at - now),
    advance(ms) {
      now += ms;
      const due = timers.filter((one) => one.at <= now);
      timers = timers.filter((one) => one.at > now);
      for (const { fn } of due) fn();
    },
  };
}

export interface Started {
  readonly slack: LocalSlack;
  readonly clock: FakeClock;
  readonly url: string;
}

/** A local Slack on a free port with a clock of its own; closed when the test ends. */
export async function startSlack(options: Partial<LocalSlackOptions> = {}): Promise<Started> {
  const clock = fakeClock();
  const slack = createLocalSlack({ app, deliver: {}, clock, rateLimits: 'off', ...options });
  const { url } = await slack.listen(0);
  onTestFinished(() => slack.close());
  return { slack, clock, url };
}

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly response: ServerResponse;
}

export interface RawApp {
  readonly url: string;
  readonly received: readonly Received[];
  /** The nth request, counted from 1, when it has come. */
  nth(count: number): Promise<Received>;
}

/** An app that does with each request what it is told, and by default answers 200. */
export async function startRawApp(
  answer: (received: Received, count: number) => void = ({ response }) => void response.end(),
): Promise<RawApp> {
  const received: Received[] = [];
  const waiting = new Map<number, (received: Received) => void>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const one = { headers: request.headers, body: Buffer.concat(chunks).toString(), response };
    received.push(one);
    answer(one, received.length);
    waiting.get(received.length)?.(one);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/slack/events`,
    received,
    nth(count) {
      const there = received[count - 1];
      if (there !== undefined) return Promise.resolve(there);
      return new Promise((resolve) => void waiting.set(count, resolve));
    },
  };
}

/** The JSON of an interaction's form field. */
export function payloadOf(received: Received) {
  return JSON.parse(new URLSearchParams(received.body).get('payload') ?? 'null');
}

/** Calls a method of the Web API as a bare client, and answers with status, headers and JSON. */
export async function call(
  url: string,
  method: string,
  args: Readonly<Record<string, unknown>> = {},
  token = app.botToken,
) {
  const response = await fetch(`${url}/api/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(args),
  });
  const text = await response.text();
  const body = text === '' ? undefined : JSON.parse(text);
  return { status: response.status, headers: response.headers, body };
}

export async function control(url: string, path: string, body: unknown) {
  const response = await fetch(`${url}/_control/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

/** What a GET answers, as JSON. */
export async function getJson(address: string) {
  return JSON.parse(await (await fetch(address)).text());
}

/** Waits until something holds; a test's own time limit bounds it. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
