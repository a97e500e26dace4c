import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createLocalSlack } from '../../../src/sandbox/slack/index.ts';
import {
  ana,
  app,
  bo,
  call,
  control,
  deploys,
  getJson,
  gus,
  startRawApp,
  startSlack,
  until,
} from './fixture.ts';

/** fetch sets Host itself, so headers a browser would be tricked into go through node:http. */
function statusWith(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/_control/state`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('who may ask', () => {
  test.each([
    ['localhost', { host: 'localhost:3000' }, 200],
    ['127.0.0.1', { host: '127.0.0.1' }, 200],
    ['[::1]', { host: '[::1]:3000' }, 200],
    ['a name that was rebound', { host: 'evil.example:3000' }, 403],
    ['a name that begins well', { host: 'localhost.evil.example' }, 403],
    ['its own page', { origin: 'http://localhost:3000' }, 200],
    ['another site', { origin: 'https://evil.example' }, 403],
    ['a sandboxed frame', { origin: 'null' }, 403],
    ['a site named alike', { origin: 'http://127.0.0.1.evil.example' }, 403],
  ])('%s', async (_who, headers, status) => {
    const { url } = await startSlack();
    expect(await statusWith(url, headers)).toBe(status);
  });

  test('a form of another site cannot post: JSON only', async () => {
    const { url } = await startSlack();
    const sent = await fetch(`${url}/_control/reset`, { method: 'POST', body: 'a=1' });
    expect(sent.status).toBe(415);
  });

  test('it refuses to listen where others could reach it', async () => {
    const slack = createLocalSlack({ app, deliver: {} });
    await expect(slack.listen(0, '0.0.0.0')).rejects.toThrow(/loopback only/);
  });
});

test('state: the seed in its order, channels, commands, app', async () => {
  const { url } = await startSlack();
  const state = await getJson(`${url}/_control/state`);
  expect(state.users.map((user: { name: string }) => user.name)).toEqual([
    'ana',
    'bo',
    'chen',
    'dana',
    'eli',
    'gus',
    'fay',
    'fairway',
    'slackbot',
  ]);
  expect(state.users[5]).toMatchObject({ id: gus, is_restricted: true, is_bot: false });
  expect(state.channels[0]).toMatchObject({ id: deploys, name: 'deploys', is_archived: false });
  expect(state.commands).toEqual([
    { command: '/deploy', usage_hint: 'shop to production', description: 'Deploy' },
  ]);
  expect(state.app).toEqual({ name: 'Fairway', user_id: 'U0FAIRWAY1', app_id: 'A0FAIRWAY1' });
});

test('phone: what the authenticator of one person shows, and nothing of one who has none', async () => {
  const shown = { code: '012345', leftMs: 12_000, lastsMs: 30_000 };
  const at: number[] = [];
  const phone = (account: string, nowMs: number) => {
    at.push(nowMs);
    return account === ana ? shown : null;
  };
  const { url, clock } = await startSlack({ phone });
  expect(await getJson(`${url}/_control/phone/${ana}`)).toEqual({
    phone: { code: '012345', left_ms: 12_000, lasts_ms: 30_000 },
  });
  expect(await getJson(`${url}/_control/phone/${gus}`)).toEqual({ phone: null });
  expect(at).toEqual([clock.now(), clock.now()]);
  const without = await startSlack();
  expect(await getJson(`${without.url}/_control/phone/${ana}`)).toEqual({ phone: null });
});

test.each([
  ['an unknown call', 'nope', {}, 404],
  ['a GET call', 'state', {}, 405],
  ['a missing field', 'command', { user: ana }, 400],
  ['an unknown field', 'message', { user: ana, channel: deploys, text: 'x', txt: 'y' }, 400],
  ['an unknown message', 'click', { user: ana, channel: deploys, ts: '1.0', action_id: 'go' }, 404],
  ['no modal', 'submit', { user: ana, values: {} }, 404],
  ['an unknown channel', 'message', { user: ana, channel: 'nowhere', text: 'x' }, 404],
])('%s is refused with words', async (_what, path, body, status) => {
  const { url } = await startSlack();
  const answer = await control(url, path, body);
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({
    ok: false,
    error: expect.any(String),
    message: expect.any(String),
  });
});

test('a command over HTTP, and what each person then sees', async () => {
  const raw = await startRawApp(({ response }) => void response.end('only you'));
  const { url } = await startSlack({ deliver: { requestUrl: raw.url } });
  const said = await control(url, 'command', {
    user: ana,
    channel: 'deploys',
    command: '/deploy',
    text: 'x',
  });
  expect(said).toEqual({ status: 200, body: { ok: true, ack: 'only you' } });
  const seen = async (query: string) =>
    (await getJson(`${url}/_control/messages/deploys${query}`)).messages;
  expect(await seen('')).toMatchObject([{ text: 'only you', ephemeral_to: ana, bot: true }]);
  expect(await seen(`?user=${ana}`)).toHaveLength(1);
  expect(await seen(`?user=${bo}`)).toEqual([]);
});

test('live events: only what that person may see', async () => {
  const { url, slack } = await startSlack();
  const stop = new AbortController();
  const heard: { type: string; message?: { text: string } }[] = [];
  const stream = await fetch(`${url}/_control/events?user=${gus}`, { signal: stop.signal });
  expect(stream.headers.get('content-type')).toBe('text/event-stream');
  const reading = (async () => {
    for await (const chunk of stream.body ?? []) {
      for (const line of Buffer.from(chunk).toString().split('\n')) {
        if (line.startsWith('data: ')) heard.push(JSON.parse(line.slice(6)));
      }
    }
  })().catch(() => {});
  await call(url, 'chat.postMessage', { channel: 'C0INCIDENT', text: 'not for guests' });
  await call(url, 'chat.postEphemeral', { channel: deploys, user: bo, text: 'for bo' });
  await call(url, 'chat.postEphemeral', { channel: deploys, user: gus, text: 'for gus' });
  const { body } = await call(url, 'chat.postMessage', { channel: deploys, text: 'for all' });
  await call(url, 'chat.update', { channel: deploys, ts: body.ts, text: 'changed' });
  await call(url, 'chat.delete', { channel: deploys, ts: body.ts });
  slack.reset();
  await until(() => heard.at(-1)?.type === 'reset');
  expect(heard.map((one) => [one.type, one.message?.text])).toEqual([
    ['message', 'for gus'],
    ['message', 'for all'],
    ['changed', 'changed'],
    ['deleted', 'changed'],
    ['reset', undefined],
  ]);
  stop.abort();
  await reading;
});

test('reset clears what was said and ordered, and restores the seed', async () => {
  const { url, slack } = await startSlack();
  slack.faults({ revoke_token: true, channels: { deploys: { is_archived: true } } });
  slack.message({ user: ana, channel: 'general', text: 'hello' });
  expect(await control(url, 'reset', {})).toEqual({ status: 200, body: { ok: true } });
  expect(slack.messages('general')).toEqual([]);
  expect((await call(url, 'chat.postMessage', { channel: deploys, text: 'x' })).body.ok).toBe(true);
});

test('healthz is what it was told to ask', async () => {
  let ok = false;
  const { url } = await startSlack({ health: async () => ({ ok, body: { fleet: ok } }) });
  expect((await fetch(`${url}/healthz`)).status).toBe(503);
  ok = true;
  const healthy = await fetch(`${url}/healthz`);
  expect([healthy.status, await healthy.json()]).toEqual([200, { fleet: true }]);
});

test.each([
  '/page/../server.ts',
  '/page/%2e%2e/server.ts',
  '/page/..%2fserver.ts',
  '/page/model',
  '/page//etc/passwd.js',
])('the page folder cannot be left: %s', async (path) => {
  const { url } = await startSlack();
  expect((await fetch(url + path)).status).toBe(404);
});

test('a direct message: opened by the app, seen by its two members', async () => {
  const { url, slack } = await startSlack();
  const { body } = await call(url, 'conversations.open', { users: ana });
  const again = await call(url, 'chat.postMessage', { channel: ana, text: 'psst' });
  expect(again.body.channel).toBe(body.channel.id);
  const channel = slack.state().channels.find((one) => one.id === body.channel.id);
  expect(channel).toMatchObject({ is_im: true, members: ['U0FAIRWAY1', ana] });
  const other = await fetch(`${url}/_control/messages/${body.channel.id}?user=${bo}`);
  expect(other.status).toBe(404);
});
