import { describe, expect, test } from 'vitest';
import { createRateLimits } from '../../../src/sandbox/slack/rules/rate-limit.ts';
import {
  bo,
  call,
  deploys,
  fakeClock,
  general,
  startRawApp,
  startSlack,
  until,
} from './fixture.ts';

describe('rate limits', () => {
  test.each([
    ['tier 2', 20],
    ['tier 3', 50],
    ['tier 4', 100],
  ])(
    '%s: %d calls a minute, then Retry-After until the oldest is a minute old',
    (_tier, granted) => {
      const clock = fakeClock();
      const limits = createRateLimits(clock, 'on');
      for (let count = 0; count < granted; count += 1) {
        expect(limits.take('m', granted)).toBeUndefined();
        clock.advance(100);
      }
      const waitSeconds = limits.take('m', granted) ?? 0;
      expect(waitSeconds).toBe(Math.ceil((60_000 - granted * 100) / 1000));
      expect(limits.take('other', granted)).toBeUndefined();
      clock.advance(waitSeconds * 1000);
      expect(limits.take('m', granted)).toBeUndefined();
    },
  );

  test('one message a second and channel, over HTTP with the header', async () => {
    const { url, clock, slack } = await startSlack({ rateLimits: 'on' });
    const say = (channel: string) => call(url, 'chat.postMessage', { channel, text: 'x' });
    expect((await say(deploys)).status).toBe(200);
    const refused = await say(deploys);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.body).toEqual({ ok: false, error: 'ratelimited' });
    expect((await say('#deploys')).status).toBe(429);
    expect((await say(general)).status).toBe(200);
    clock.advance(1_000);
    expect((await say(deploys)).status).toBe(200);
    expect(slack.messages(deploys)).toHaveLength(2);
  });

  test('a table changes one method and lifts the pace', () => {
    const limits = createRateLimits(fakeClock(), { methods: { m: 1 }, channelIntervalMs: 0 });
    expect(limits.take('m', 100, 'C1')).toBeUndefined();
    expect(limits.take('m', 100)).toBe(60);
    expect(limits.take('n', 100, 'C1')).toBeUndefined();
    expect(limits.take('n', 100, 'C1')).toBeUndefined();
  });
});

describe('events', () => {
  const mention = { user: bo, channel: deploys, text: '@fairway hello' };

  test('three retries with their headers, then no more', async () => {
    const raw = await startRawApp(({ response }) => void response.writeHead(500).end());
    const { slack, clock } = await startSlack({ deliver: { requestUrl: raw.url } });
    slack.message(mention);
    await raw.nth(1);
    for (const [retry, delayMs] of [
      [1, 1_000],
      [2, 60_000],
      [3, 300_000],
    ] as const) {
      await until(() => clock.pending().includes(delayMs));
      clock.advance(delayMs);
      expect((await raw.nth(retry + 1)).headers).toMatchObject({
        'x-slack-retry-num': String(retry),
        'x-slack-retry-reason': 'http_error',
      });
    }
    const ids = raw.received.map((one) => JSON.parse(one.body).event_id);
    expect(new Set(ids).size).toBe(1);
    await until(() => clock.pending().length === 0);
    expect(raw.received).toHaveLength(4);
    expect(raw.received[0]?.headers).not.toHaveProperty('x-slack-retry-num');
    expect(JSON.parse(raw.received[0]?.body ?? '')).toMatchObject({
      type: 'event_callback',
      team_id: 'T0FAIRWAY1',
      event: { type: 'app_mention', user: bo, channel: deploys, text: '<@U0FAIRWAY1> hello' },
      authorizations: [{ user_id: 'U0FAIRWAY1', is_bot: true }],
    });
  });

  test('an unanswered one is retried for http_timeout', async () => {
    const raw = await startRawApp(({ response }, count) => void (count > 1 && response.end()));
    const { slack, clock } = await startSlack({ deliver: { requestUrl: raw.url } });
    slack.message(mention);
    await raw.nth(1);
    clock.advance(3_000);
    await until(() => clock.pending().includes(1_000));
    clock.advance(1_000);
    expect((await raw.nth(2)).headers['x-slack-retry-reason']).toBe('http_timeout');
  });

  test('x-slack-no-retry ends it', async () => {
    const raw = await startRawApp(
      ({ response }) => void response.writeHead(500, { 'x-slack-no-retry': '1' }).end(),
    );
    const { slack, clock } = await startSlack({ deliver: { requestUrl: raw.url } });
    slack.message(mention);
    await raw.nth(1);
    await until(() => clock.pending().length === 0);
    expect(raw.received).toHaveLength(1);
  });

  test('duplicates and reordering to order', async () => {
    const raw = await startRawApp();
    const { slack } = await startSlack({ deliver: { requestUrl: raw.url } });
    slack.faults({ events: { duplicate: 1, reorder: 1 } });
    const event = async (count: number) => JSON.parse((await raw.nth(count)).body);
    slack.message(mention);
    const [first, again] = [await event(1), await event(2)];
    expect(again.event_id).toBe(first.event_id);
    slack.message({ ...mention, text: '@fairway early' });
    slack.message({ ...mention, text: '@fairway late' });
    await raw.nth(4);
    const rest = raw.received.slice(2).map((one) => JSON.parse(one.body).event);
    expect(rest.map((one) => one.text).sort()).toEqual([
      '<@U0FAIRWAY1> early',
      '<@U0FAIRWAY1> late',
    ]);
  });

  test('no mention is delivered from a channel the bot is not in; the writer is told', async () => {
    const raw = await startRawApp();
    const { slack } = await startSlack({ deliver: { requestUrl: raw.url } });
    slack.faults({ channels: { deploys: { bot_is_member: false } } });
    slack.message(mention);
    expect(slack.messages(deploys, bo).at(-1)).toMatchObject({
      user: 'USLACKBOT',
      ephemeral_to: bo,
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(raw.received).toEqual([]);
  });
});

describe('ordered faults of the Web API', () => {
  const say = (url: string) => call(url, 'chat.postMessage', { channel: deploys, text: 'x' });

  test.each([
    ['ratelimited', 429],
    ['error500', 500],
  ] as const)('%s: %d once, without effect', async (answer, status) => {
    const { url, slack } = await startSlack();
    slack.faults({ calls: [{ method: 'chat.postMessage', answer }] });
    expect((await say(url)).status).toBe(status);
    expect(slack.messages(deploys)).toEqual([]);
    expect((await say(url)).status).toBe(200);
  });

  test('drop: no effect; drop_after_effect: the message is there though the client cannot know', async () => {
    const { url, slack } = await startSlack();
    slack.faults({
      calls: [
        { method: '*', answer: 'drop' },
        { method: '*', answer: 'drop_after_effect' },
      ],
    });
    await expect(say(url)).rejects.toThrow();
    expect(slack.messages(deploys)).toEqual([]);
    await expect(say(url)).rejects.toThrow();
    expect(slack.messages(deploys)).toHaveLength(1);
  });

  test('timeout_after_effect never answers', async () => {
    const { url, slack } = await startSlack();
    slack.faults({ calls: [{ method: 'chat.postMessage', answer: 'timeout_after_effect' }] });
    const answered = say(url).then(
      () => 'answered',
      () => 'broken',
    );
    await until(() => slack.messages(deploys).length === 1);
    const waited = new Promise((resolve) => setTimeout(() => resolve('waited'), 50));
    expect(await Promise.race([answered, waited])).toBe('waited');
  });

  test('any error by name, several times', async () => {
    const { url, slack } = await startSlack();
    slack.faults({
      calls: [{ method: 'chat.postMessage', answer: { error: 'internal_error' }, times: 2 }],
    });
    const errors = [await say(url), await say(url), await say(url)].map((one) => one.body.error);
    expect(errors).toEqual(['internal_error', 'internal_error', undefined]);
  });

  test('an order that names nothing known is refused', async () => {
    const { slack } = await startSlack();
    expect(() => slack.faults({ channels: { nowhere: { is_archived: true } } })).toThrow(/nowhere/);
    expect(() => slack.faults({ socket: 'refresh' })).toThrow(/no sockets/);
  });
});
