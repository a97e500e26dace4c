import type { App, ReceiverEvent } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { createReceive } from '../../src/slack/receive.ts';
import { BODY_LIMIT, createHttpReceiver } from '../../src/slack/receiver.ts';
import { namesOf } from '../../src/slack/render/names.ts';
import { sign } from '../../src/slack/verify.ts';
import { catalog } from './fakes/catalog.ts';
import { createFakeClock } from './fakes/clock.ts';
import { createQuietLog } from './fakes/quiet-log.ts';

type Process = (event: ReceiverEvent) => Promise<void>;

/** A receiver before an app that does `process`; `send` signs as Slack does. */
function receiverStory(process: Process) {
  const clock = createFakeClock();
  const receiver = createHttpReceiver({
    signingSecrets: ['secret'],
    now: clock.now,
    log: createQuietLog(),
  });
  const app: Pick<App, 'processEvent'> = { processEvent: process };
  receiver.init(app as App);
  const send = (body: string, headers: Readonly<Record<string, string>> = {}) => {
    const seconds = String(Math.floor(clock.now() / 1000));
    return receiver.handle(body, {
      'content-type': 'application/json',
      'x-slack-request-timestamp': seconds,
      'x-slack-signature': sign(Buffer.from(body), seconds, 'secret'),
      ...headers,
    });
  };
  return { receiver, send };
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const command = new URLSearchParams({
  command: '/deploy',
  trigger_id: '1',
  user_id: 'U1',
}).toString();
const never: Process = () => Promise.reject(new Error('it must not get here'));

describe('the receiver', () => {
  test('answers the challenge of a signed url_verification', async () => {
    const { send } = receiverStory(never);
    const answer = await send(JSON.stringify({ type: 'url_verification', challenge: 'abc' }));
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { challenge: 'abc' }]);
  });

  test('answers an unsigned ssl_check, and does nothing else with it', async () => {
    const { receiver } = receiverStory(never);
    const answer = await receiver.handle(`ssl_check=1&${command}`, FORM);
    expect(answer).toEqual({ status: 200, headers: {}, body: '' });
  });

  test.each([
    ['unsigned', { 'x-slack-signature': '' }, 401],
    ['of another secret', { 'x-slack-signature': `v0=${'0'.repeat(64)}` }, 401],
    ['of yesterday', { 'x-slack-request-timestamp': '1' }, 401],
  ])('what is %s is refused without a word, unread', async (_, headers, status) => {
    const { send } = receiverStory(never);
    expect(await send('{not json', headers)).toEqual({ status, headers: {}, body: '' });
  });

  test('what is too large or no object is refused', async () => {
    const { send } = receiverStory(never);
    expect((await send('x'.repeat(BODY_LIMIT + 1))).status).toBe(413);
    expect((await send('{not json')).status).toBe(400);
    expect((await send('[1]')).status).toBe(400);
  });

  test('the ack is the answer, and work goes on after it', async () => {
    let finished = false;
    const { send, receiver } = receiverStory(async ({ ack }) => {
      await ack({ text: 'got it' });
      await new Promise((resolve) => setTimeout(resolve, 30));
      finished = true;
    });
    const answer = await send(command, FORM);
    expect([answer.status, JSON.parse(answer.body), finished]).toEqual([
      200,
      { text: 'got it' },
      false,
    ]);
    await receiver.stop();
    expect(finished).toBe(true);
  });

  test('what nobody listens to is 404; what could not be taken is 503, so that Slack repeats it', async () => {
    expect((await receiverStory(async () => {}).send('{"type":"x"}')).status).toBe(404);
    expect((await receiverStory(() => Promise.reject(new Error('no'))).send('{}')).status).toBe(
      503,
    );
  });

  test('an empty secret is no secret', () => {
    const options = { now: createFakeClock().now, log: createQuietLog() };
    expect(() => createHttpReceiver({ ...options, signingSecrets: [] })).toThrow('signing secret');
    expect(() => createHttpReceiver({ ...options, signingSecrets: ['a', ''] })).toThrow(
      'signing secret',
    );
  });
});

describe('what both transports pass', () => {
  const bodies = {
    command: { command: '/deploy' },
    press: { type: 'block_actions' },
    submission: {
      type: 'view_submission',
      view: {
        blocks: [
          { type: 'rich_text', block_id: 'x' },
          { type: 'input', block_id: 'because' },
        ],
      },
    },
  };

  async function passes(body: object, next: Process, onEvent = async () => {}) {
    const acks: unknown[] = [];
    const receive = createReceive({
      onEvent,
      names: () => namesOf(catalog),
      log: createQuietLog(),
      deadlineMs: 20,
    });
    const event = { body, ack: async (answer?: unknown) => void acks.push(answer) };
    await receive(event, next);
    return acks;
  }
  const slow: Process = async ({ ack }) => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    await ack({ text: 'too late' });
  };

  test('is acknowledged in time, once, with words where there is room', async () => {
    const [told, ...more] = await passes(bodies.command, slow);
    expect(told).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('in time'),
    });
    expect(more).toEqual([]);
    expect(await passes(bodies.press, slow)).toEqual([undefined]);
    expect(await passes(bodies.submission, slow)).toEqual([
      { response_action: 'errors', errors: { because: expect.stringContaining('in time') } },
    ]);
  });

  test('is told when a listener failed without acknowledging', async () => {
    const [told] = await passes(bodies.command, async () => {});
    expect(told).toMatchObject({ text: expect.stringContaining('went wrong') });
  });

  test('keeps its own answer when it is in time', async () => {
    expect(await passes(bodies.command, async ({ ack }) => ack({ text: 'mine' }))).toEqual([
      { text: 'mine' },
    ]);
  });

  test('an event is persisted before Bolt may acknowledge it', async () => {
    const order: string[] = [];
    const persist = async () => void order.push('persisted');
    const acknowledge: Process = async ({ ack }) => {
      order.push('acknowledged');
      await ack();
    };
    await passes({ event: {} }, acknowledge, persist);
    expect(order).toEqual(['persisted', 'acknowledged']);
    const away = () => Promise.reject(new Error('the database is away'));
    await expect(passes({ event: {} }, never, away)).rejects.toThrow('database');
  });
});
