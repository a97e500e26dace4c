import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ana, app, bo, call, deploys, gus, payloadOf, startRawApp, startSlack } from './fixture.ts';
import { deploy, modal, start } from './interaction-stage.ts';

test('a slash command carries the documented fields and the v0 signature', async () => {
  const { slack, raw, form, url } = await start();
  await slack.command({ ...deploy, text: 'shop to #checkout for @bo & <all>' });
  const { headers, body } = await raw.nth(1);
  const stamp = headers['x-slack-request-timestamp'];
  const mac = createHmac('sha256', app.signingSecret).update(`v0:${stamp}:${body}`).digest('hex');
  expect(headers['x-slack-signature']).toBe(`v0=${mac}`);
  const fields = Object.fromEntries(await form(1));
  expect(fields).toMatchObject({
    team_id: 'T0FAIRWAY1',
    team_domain: 'harbour',
    channel_id: deploys,
    channel_name: 'deploys',
    user_id: ana,
    user_name: 'ana',
    command: '/deploy',
    text: 'shop to <#C0CHECKOUT|checkout> for <@U0BO000001|bo> &amp; &lt;all&gt;',
    api_app_id: 'A0FAIRWAY1',
    is_enterprise_install: 'false',
  });
  expect(fields['response_url']).toMatch(new RegExp(`^${url}/_response/`));
  expect(fields['trigger_id']).toMatch(/^\d+\.\w+\.\w+$/);
});

describe('the three-second ack', () => {
  test('missed by a slash command: the person is told privately, and a late ack changes nothing', async () => {
    const raw = await startRawApp(() => {});
    const { slack, clock } = await startSlack({ deliver: { requestUrl: raw.url } });
    const waiting = slack.command(deploy);
    const { response } = await raw.nth(1);
    clock.advance(2_999);
    expect(slack.messages(deploys)).toEqual([]);
    clock.advance(1);
    expect(await waiting).toMatchObject({ ok: false, error: 'operation_timeout' });
    response.end('too late');
    expect(slack.messages(deploys)).toMatchObject([
      { user: 'USLACKBOT', ephemeral_to: ana, text: expect.stringContaining('operation_timeout') },
    ]);
  });

  test('missed by a submission: the modal stays', async () => {
    const raw = await startRawApp(({ response }, count) => void (count === 1 && response.end()));
    const { slack, clock, url } = await startSlack({ deliver: { requestUrl: raw.url } });
    await slack.command(deploy);
    const trigger = new URLSearchParams((await raw.nth(1)).body).get('trigger_id');
    await call(url, 'views.open', { trigger_id: trigger, view: modal() });
    const waiting = slack.submit({ user: ana, values: {} });
    await raw.nth(2);
    clock.advance(3_000);
    expect(await waiting).toMatchObject({ ok: false, error: 'operation_timeout' });
    expect(slack.views(ana)).toHaveLength(1);
  });

  test.each([
    [500, 'dispatch_failed'],
    [302, 'dispatch_failed'],
    [404, 'dispatch_failed'],
  ])('HTTP %d is no ack', async (status, error) => {
    const raw = await startRawApp(({ response }) => void response.writeHead(status).end());
    const { slack } = await startSlack({ deliver: { requestUrl: raw.url } });
    expect(await slack.command(deploy)).toMatchObject({ ok: false, error });
  });
});

describe('response_url', () => {
  const respond = async (url: string | null, body: object) => {
    const response = await fetch(url ?? '', { method: 'POST', body: JSON.stringify(body) });
    return { status: response.status, body: await response.json() };
  };

  test('five uses within thirty minutes', async () => {
    const { slack, form, clock } = await start();
    await slack.command(deploy);
    const url = (await form(1)).get('response_url');
    for (let use = 1; use <= 5; use += 1) {
      expect((await respond(url, { text: String(use) })).status).toBe(200);
    }
    expect(await respond(url, { text: '6' })).toMatchObject({
      status: 404,
      body: { error: 'used_url' },
    });
    expect(slack.messages(deploys)).toHaveLength(5);
    await slack.command(deploy);
    const other = (await form(2)).get('response_url');
    clock.advance(30 * 60_000 + 1);
    expect(await respond(other, { text: 'x' })).toMatchObject({ body: { error: 'expired_url' } });
  });

  test('private unless in_channel; replaces and deletes ephemerals; visibility stays', async () => {
    const { slack, raw, url } = await start();
    const blocks = [
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }],
      },
    ];
    const sent = await call(url, 'chat.postEphemeral', {
      channel: deploys,
      user: ana,
      text: 'card',
      blocks,
    });
    const ts = sent.body.message_ts;
    await slack.click({ user: ana, channel: deploys, ts, action_id: 'go' });
    const payload = payloadOf(await raw.nth(1));
    expect(payload).toMatchObject({ container: { is_ephemeral: true, message_ts: ts } });
    await respond(payload.response_url, {
      text: 'seen',
      replace_original: true,
      response_type: 'in_channel',
    });
    expect(slack.messages(deploys)).toMatchObject([
      { ts, text: 'seen', ephemeral_to: ana, blocks: [] },
    ]);
    await respond(payload.response_url, { text: 'for all', response_type: 'in_channel' });
    await respond(payload.response_url, { text: 'for ana' });
    expect(slack.messages(deploys, bo).map((one) => one.text)).toEqual(['for all']);
    await respond(payload.response_url, { delete_original: true });
    expect(slack.messages(deploys, ana).map((one) => one.text)).toEqual(['for all', 'for ana']);
  });
});

test('a click carries the button, the message and its state; strangers may click, not command', async () => {
  const { slack, raw, url } = await start();
  const select = {
    type: 'static_select',
    action_id: 'env',
    options: ['staging', 'production'].map((value) => ({
      text: { type: 'plain_text', text: value },
      value,
    })),
  };
  const go = (id: string, value: string) => ({
    type: 'button',
    action_id: id,
    value,
    text: { type: 'plain_text', text: 'Go' },
  });
  const blocks = [
    {
      type: 'actions',
      block_id: 'b',
      elements: [go('approve:1', 'one'), go('approve:2', 'two'), go('stop:9', 'nine'), select],
    },
  ];
  const { body } = await call(url, 'chat.postMessage', { channel: deploys, text: 'card', blocks });
  slack.faults({ users: { [gus]: { is_stranger: true } } });
  const click = (action_id: string, selected?: string) =>
    slack.click({ user: gus, channel: deploys, ts: body.ts, action_id, selected });
  expect(await click('approve')).toMatchObject({
    ok: false,
    error: 'ambiguous_action',
    status: 409,
  });
  expect(await click('nothing')).toMatchObject({
    ok: false,
    error: 'action_not_found',
    status: 404,
  });
  expect(await click('env', 'moon')).toMatchObject({ ok: false, error: 'invalid_selection' });
  expect(await click('approve:2')).toEqual({ ok: true });
  expect(await click('stop')).toEqual({ ok: true });
  expect(await click('env', 'production')).toEqual({ ok: true });
  expect(payloadOf(await raw.nth(1))).toMatchObject({
    type: 'block_actions',
    user: { id: gus, username: 'gus', team_id: 'T0STRANGER' },
    team: { id: 'T0FAIRWAY1', domain: 'harbour' },
    channel: { id: deploys, name: 'deploys' },
    container: { type: 'message', channel_id: deploys, message_ts: body.ts, is_ephemeral: false },
    message: { ts: body.ts, bot_id: 'B0FAIRWAY1' },
    actions: [{ type: 'button', action_id: 'approve:2', block_id: 'b', value: 'two' }],
  });
  expect(payloadOf(await raw.nth(2)).actions[0].value).toBe('nine');
  expect(payloadOf(await raw.nth(3))).toMatchObject({
    actions: [{ type: 'static_select', selected_option: { value: 'production' } }],
    state: { values: { b: { env: { selected_option: { value: 'production' } } } } },
  });
  expect(await slack.command({ ...deploy, user: gus })).toMatchObject({
    error: 'stranger_cannot_command',
  });
});

test('commands are refused in threads, when unknown, and outside the person’s channels', async () => {
  const { slack, url, raw } = await start();
  const { body } = await call(url, 'chat.postMessage', { channel: deploys, text: 'parent' });
  expect(await slack.command({ ...deploy, thread_ts: body.ts })).toMatchObject({
    error: 'not_supported_in_threads',
  });
  expect(await slack.command({ ...deploy, command: '/nope' })).toMatchObject({
    error: 'unknown_command',
  });
  expect(await slack.command({ ...deploy, user: gus, channel: 'general' })).toMatchObject({
    error: 'not_in_channel',
  });
  expect(await slack.command({ ...deploy, user: 'U0NOBODY00' })).toMatchObject({ status: 404 });
  expect(raw.received).toEqual([]);
});

test('a message shortcut carries its message and a trigger, in a thread too; what is private has no menu', async () => {
  const raw = await startRawApp(({ response }) => void response.end());
  const shortcuts = [{ callbackId: 'note', name: 'Note' }];
  const { slack, url } = await startSlack({
    app: { ...app, messageShortcuts: shortcuts },
    deliver: { requestUrl: raw.url },
  });
  const said = slack.message({ user: bo, channel: deploys, text: 'it is slow' });
  const parent = String(said.ok && said['ts']);
  const reply = slack.message({ user: ana, channel: deploys, text: 'so it is', thread_ts: parent });
  const ts = String(reply.ok && reply['ts']);
  const chosen = { user: ana, channel: deploys, ts, callback_id: 'note' };
  expect(await slack.shortcut(chosen)).toEqual({ ok: true });
  const payload = payloadOf(await raw.nth(1));
  expect(payload).toMatchObject({
    type: 'message_action',
    callback_id: 'note',
    user: { id: ana, team_id: 'T0FAIRWAY1' },
    team: { id: 'T0FAIRWAY1', domain: 'harbour' },
    channel: { id: deploys, name: 'deploys' },
    message_ts: ts,
    message: { type: 'message', user: ana, ts, text: 'so it is', thread_ts: parent },
    response_url: expect.stringMatching(/_response/),
  });
  const trigger = payload['trigger_id'];
  expect(await call(url, 'views.open', { trigger_id: trigger, view: modal() })).toMatchObject({
    body: { ok: true },
  });
  expect(await slack.shortcut({ ...chosen, callback_id: 'other' })).toMatchObject({
    error: 'unknown_shortcut',
  });
  await call(url, 'chat.postEphemeral', { channel: deploys, user: ana, text: 'psst' });
  const hidden = slack.messages(deploys, ana).find((m) => m.text === 'psst')?.ts ?? '';
  expect(await slack.shortcut({ ...chosen, ts: hidden })).toMatchObject({
    error: 'message_not_found',
  });
});
