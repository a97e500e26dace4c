import { describe, expect, test } from 'vitest';
import { ana, app, bo, call, deploys, general, startSlack } from './fixture.ts';

const divider = { type: 'divider' };

describe('chat.postMessage refuses', () => {
  test.each([
    ['an unknown channel', { channel: 'C0NOWHERE1', text: 'x' }, 'channel_not_found'],
    ['nothing to say', { channel: deploys }, 'no_text'],
    ['40,001 characters', { channel: deploys, text: 'x'.repeat(40_001) }, 'msg_too_long'],
    [
      'blocks that are no list',
      { channel: deploys, text: 'x', blocks: 'nonsense' },
      'invalid_blocks_format',
    ],
    [
      'wrong blocks',
      { channel: deploys, text: 'x', blocks: [{ type: 'alert' }] },
      'invalid_blocks',
    ],
    [
      '101 attachments',
      { channel: deploys, text: 'x', attachments: Array(101).fill({ text: 'a' }) },
      'too_many_attachments',
    ],
    [
      'metadata without a type',
      { channel: deploys, text: 'x', metadata: { event_payload: {} } },
      'invalid_metadata_format',
    ],
    [
      'an unknown thread',
      { channel: deploys, text: 'x', thread_ts: '1.000001' },
      'thread_not_found',
    ],
    [
      'another name without the scope',
      { channel: deploys, text: 'x', username: 'Slackbot' },
      'missing_scope',
    ],
    [
      'text beside markdown_text',
      { channel: deploys, text: 'x', markdown_text: 'y' },
      'markdown_text_conflict',
    ],
  ])('%s', async (_what, args, error) => {
    const { url, slack } = await startSlack();
    expect((await call(url, 'chat.postMessage', args)).body).toMatchObject({ ok: false, error });
    expect(slack.messages(deploys)).toEqual([]);
  });

  test('blocks with their pointers, in response_metadata', async () => {
    const { url } = await startSlack();
    const blocks = JSON.stringify([{ type: 'header', text: { type: 'plain_text', text: '' } }]);
    const { body } = await call(url, 'chat.postMessage', { channel: deploys, text: 'x', blocks });
    expect(body.response_metadata.messages).toEqual([
      '[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ]);
  });

  test('places the bot may not speak in', async () => {
    const { url, slack } = await startSlack();
    const say = async (channel: string) =>
      (await call(url, 'chat.postMessage', { channel, text: 'x' })).body;
    slack.faults({ channels: { general: { bot_is_member: false } } });
    expect(await say(general)).toMatchObject({ error: 'not_in_channel' });
    slack.faults({ channels: { deploys: { is_archived: true } } });
    expect(await say(deploys)).toMatchObject({ error: 'is_archived' });
  });

  test('a reply to a reply', async () => {
    const { url } = await startSlack();
    const post = async (thread?: string) =>
      (await call(url, 'chat.postMessage', { channel: deploys, text: 'x', thread_ts: thread }))
        .body;
    const parent = await post();
    const reply = await post(parent.ts);
    expect(await post(reply.ts)).toMatchObject({ error: 'cannot_reply_to_message' });
  });
});

describe('chat.update', () => {
  async function posted() {
    const started = await startSlack();
    const { body } = await call(started.url, 'chat.postMessage', {
      channel: deploys,
      text: 'first',
      blocks: [divider],
      attachments: [{ text: 'side', color: '#ff0000' }],
      metadata: { event_type: 'release', event_payload: { id: 1 } },
    });
    const update = async (args: object) =>
      (await call(started.url, 'chat.update', { channel: deploys, ts: body.ts, ...args })).body;
    return { ...started, ts: String(body.ts), update };
  }

  test('text without blocks drops the blocks, keeps attachments and metadata', async () => {
    const { update, slack } = await posted();
    expect(await update({ text: 'second' })).toMatchObject({ ok: true, text: 'second' });
    expect(slack.messages(deploys)[0]).toMatchObject({
      text: 'second',
      blocks: [],
      attachments: [{ text: 'side' }],
      metadata: { event_type: 'release' },
    });
    expect(slack.messages(deploys)[0]).not.toHaveProperty('edited');
  });

  test('empty attachments drop them', async () => {
    const { update, slack } = await posted();
    await update({ text: 'second', attachments: [] });
    expect(slack.messages(deploys)[0]?.attachments).toEqual([]);
  });

  test('refuses more than 4,000 characters, other people, ephemerals and what is gone', async () => {
    const { update, url, slack } = await posted();
    expect(await update({ text: 'x'.repeat(4_001) })).toMatchObject({ error: 'msg_too_long' });
    const foreign = slack.message({ user: ana, channel: deploys, text: 'mine' });
    const ts = foreign.ok ? foreign['ts'] : '';
    expect(await update({ ts, text: 'x' })).toMatchObject({ error: 'cant_update_message' });
    expect((await call(url, 'chat.delete', { channel: deploys, ts })).body).toMatchObject({
      error: 'cant_delete_message',
    });
    const secret = await call(url, 'chat.postEphemeral', {
      channel: deploys,
      user: ana,
      text: 's',
    });
    expect(await update({ ts: secret.body.message_ts, text: 'x' })).toMatchObject({
      error: 'message_not_found',
    });
    expect(await update({ ts: '1.000000', text: 'x' })).toMatchObject({
      error: 'message_not_found',
    });
  });

  test('outside the edit window', async () => {
    const { update, slack, clock } = await posted();
    slack.faults({ edit_window_ms: 60_000 });
    expect(await update({ text: 'in time' })).toMatchObject({ ok: true });
    clock.advance(60_001);
    expect(await update({ text: 'late' })).toMatchObject({ error: 'edit_window_closed' });
  });
});

test('an ephemeral message is seen by its reader and by no history', async () => {
  const { url, slack } = await startSlack();
  await call(url, 'chat.postEphemeral', { channel: deploys, user: ana, text: 'secret' });
  expect(slack.messages('deploys', ana)).toHaveLength(1);
  expect(slack.messages('deploys', bo)).toEqual([]);
  const history = await call(url, 'conversations.history', { channel: deploys });
  expect(history.body).toMatchObject({ ok: true, messages: [] });
  const guest = await call(url, 'chat.postEphemeral', {
    channel: general,
    user: 'U0GUS00001',
    text: 's',
  });
  expect(guest.body).toMatchObject({ error: 'user_not_in_channel' });
});

test('history is newest first, pages by cursor, and shows metadata only when asked', async () => {
  const { url, clock } = await startSlack();
  for (const text of ['one', 'two', 'three']) {
    clock.advance(1_000);
    const metadata = { event_type: 'n', event_payload: { text } };
    await call(url, 'chat.postMessage', { channel: deploys, text, metadata });
  }
  const first = await call(url, 'conversations.history', { channel: deploys, limit: 2 });
  expect(first.body.messages.map((one: { text: string }) => one.text)).toEqual(['three', 'two']);
  expect(first.body.messages[0]).not.toHaveProperty('metadata');
  const cursor = first.body.response_metadata.next_cursor;
  const rest = await call(url, 'conversations.history', {
    channel: deploys,
    cursor,
    include_all_metadata: true,
  });
  expect(rest.body).toMatchObject({
    has_more: false,
    messages: [{ text: 'one', metadata: { event_type: 'n' } }],
  });
});

test('tokens: none, wrong, of the wrong kind, revoked', async () => {
  const { url, slack } = await startSlack();
  const error = async (token: string) => (await call(url, 'auth.test', {}, token)).body.error;
  expect(await error('')).toBe('not_authed');
  expect(await error('xoxb-other')).toBe('invalid_auth');
  expect(await error(app.appToken)).toBe('not_allowed_token_type');
  slack.faults({ revoke_token: true });
  expect(await error(app.botToken)).toBe('token_revoked');
});

test.each([
  ['chat.postMessage', { channel: deploys, text: 'x' }, 'chat:write'],
  ['users.info', { user: ana }, 'users:read'],
  ['conversations.history', { channel: deploys }, 'channels:history'],
  ['conversations.info', { channel: deploys }, 'channels:read'],
  ['usergroups.users.list', { usergroup: 'S0SRE00001' }, 'usergroups:read'],
  ['reactions.add', { channel: deploys, name: 'eyes', timestamp: '1.0' }, 'reactions:write'],
])('%s without its scope: missing_scope', async (method, args, scope) => {
  const { url } = await startSlack({ app: { ...app, scopes: ['commands'] } });
  const { body } = await call(url, method, args);
  expect(body).toMatchObject({ ok: false, error: 'missing_scope', provided: 'commands' });
  expect(body.needed).toContain(scope);
});
