import { describe, expect, test } from 'vitest';
import type { LocalSlack } from '../../../src/sandbox/slack/index.ts';
import { startBoltHttp, startBoltSocket } from './bolt-app.ts';
import { registerStory } from './bolt-story.ts';
import { ana, bo, deploys, startSlack, until } from './fixture.ts';

const transports = {
  HTTP: async () => {
    const { slack } = await startSlack();
    await startBoltHttp(slack, registerStory);
    return slack;
  },
  'Socket Mode': async () => {
    const { slack } = await startSlack({ deliver: 'socket' });
    await startBoltSocket(slack, registerStory);
    return slack;
  },
};

const texts = (slack: LocalSlack, user?: string) =>
  slack.messages(deploys, user).map((message) => message.text);

describe.each(Object.entries(transports))('Bolt 5, unchanged, over %s', (_name, start) => {
  test('a slash command: ack, post with a button, private answer; then the button', async () => {
    const slack = await start();
    const said = await slack.command({
      user: ana,
      channel: 'deploys',
      command: '/deploy',
      text: 'shop',
    });
    expect(said).toMatchObject({ ok: true });
    await until(() => texts(slack).includes('private word'));
    expect([...texts(slack, ana)].sort()).toEqual(['Got shop', 'private word', 'shop: waiting']);
    expect(texts(slack, bo)).toEqual(['shop: waiting']);

    const card = slack.messages(deploys, bo)[0];
    expect(card?.metadata).toEqual({ event_type: 'release', event_payload: { release_id: 'D-1' } });
    const ts = card?.ts ?? '';
    expect(
      await slack.click({ user: bo, channel: deploys, ts, action_id: 'more', selected: 'copy' }),
    ).toEqual({ ok: true });
    await until(() => texts(slack, bo).includes('chose copy'));
    expect(await slack.click({ user: bo, channel: deploys, ts, action_id: 'approve' })).toEqual({
      ok: true,
    });
    await until(() => texts(slack).includes(`approved D-1 by ${bo}`));
    const after = slack.messages(deploys).find((message) => message.ts === ts);
    expect(after).toMatchObject({ blocks: [], metadata: { event_type: 'release' } });
  });

  test('a modal: opened by its trigger, refused by the app, then accepted and closed', async () => {
    const slack = await start();
    await slack.command({ user: ana, channel: deploys, command: '/deploy', text: 'modal' });
    await until(() => slack.views(ana).length === 1);
    const values = (reason: string) => ({ user: ana, values: { reason } });
    expect(await slack.submit(values(''))).toMatchObject({
      ok: false,
      errors: { why: 'Please complete this required field.' },
    });
    expect(await slack.submit(values('no'))).toMatchObject({
      ok: false,
      errors: { why: 'Say more.' },
    });
    expect(slack.views(ana)).toHaveLength(1);
    expect(await slack.submit(values('fixes payments'))).toEqual({ ok: true });
    expect(slack.views(ana)).toEqual([]);
    await until(() => texts(slack).includes(`${ana}: fixes payments`));
  });

  test('events: a mention is answered in its thread, an opened Home is published', async () => {
    const slack = await start();
    const written = slack.message({ user: bo, channel: deploys, text: '@fairway status <now>' });
    await until(() => texts(slack).length === 2);
    expect(slack.messages(deploys)).toMatchObject([
      { ...(written.ok ? { ts: written['ts'] } : {}), reply_count: 1 },
      {
        text: 'heard <@U0FAIRWAY1> status &lt;now&gt;',
        thread_ts: written.ok ? written['ts'] : '',
      },
    ]);
    slack.openHome(bo);
    await until(() => slack.home(bo) !== undefined);
    expect(JSON.stringify(slack.home(bo))).toContain(`Home of ${bo}`);
  });
});

test('Bolt answers the url_verification challenge; a wrong address does not', async () => {
  const { slack } = await startSlack();
  await startBoltHttp(slack, registerStory);
  expect(await slack.verifyRequestUrl()).toBe(true);
  slack.setRequestUrl('http://127.0.0.1:1/slack/events');
  expect(await slack.verifyRequestUrl()).toBe(false);
});

test('Bolt with another signing secret gets nothing: the command fails for the person', async () => {
  const { slack } = await startSlack({
    app: { ...(await import('./fixture.ts')).app, signingSecret: 'of another app' },
  });
  await startBoltHttp(slack, registerStory);
  const said = await slack.command({
    user: ana,
    channel: deploys,
    command: '/deploy',
    text: 'shop',
  });
  expect(said).toMatchObject({ ok: false, error: 'dispatch_failed' });
  expect(texts(slack, ana)[0]).toMatch(/\/deploy.*did not respond.*dispatch_failed/);
  expect(texts(slack, bo)).toEqual([]);
});

test('Socket Mode: each envelope to one of the sockets, nothing to one told to refresh', async () => {
  const { slack } = await startSlack({ deliver: 'socket' });
  const seen: string[] = [];
  for (const name of ['a', 'b']) {
    await startBoltSocket(slack, (app) => {
      app.command('/deploy', async ({ ack }) => {
        seen.push(name);
        await ack();
      });
    });
  }
  const type = () => slack.command({ user: ana, channel: deploys, command: '/deploy', text: 'x' });
  for (let count = 0; count < 4; count += 1) expect(await type()).toMatchObject({ ok: true });
  expect([...seen].sort()).toEqual(['a', 'a', 'b', 'b']);
  slack.faults({ socket: 'refresh' });
  // Told to reconnect, neither gets anything until it has come back.
  expect(await type()).toMatchObject({ ok: false, error: 'dispatch_failed' });
  expect(seen).toHaveLength(4);
});
