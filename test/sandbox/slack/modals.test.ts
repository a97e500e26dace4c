import { describe, expect, test } from 'vitest';
import { ana, call, control, payloadOf, startRawApp, startSlack } from './fixture.ts';
import { deploy, modal, start } from './interaction-stage.ts';

describe('trigger_id', () => {
  test('works once, within three seconds', async () => {
    const { slack, url, clock, form } = await start();
    await slack.command(deploy);
    const trigger_id = (await form(1)).get('trigger_id');
    const open = async (id: unknown) =>
      (await call(url, 'views.open', { trigger_id: id, view: modal() })).body;
    expect(await open(trigger_id)).toMatchObject({ ok: true });
    expect(await open(trigger_id)).toMatchObject({ error: 'exchanged_trigger_id' });
    await slack.command(deploy);
    const second = (await form(2)).get('trigger_id');
    clock.advance(3_001);
    expect(await open(second)).toMatchObject({ error: 'expired_trigger_id' });
    expect(await open('1.2.3')).toMatchObject({ error: 'invalid_trigger_id' });
  });

  test('a refused view does not use it up', async () => {
    const { slack, url, form } = await start();
    await slack.command(deploy);
    const trigger_id = (await form(1)).get('trigger_id');
    const bad = await call(url, 'views.open', { trigger_id, view: modal({ title: undefined }) });
    expect(bad.body).toMatchObject({ error: 'invalid_arguments' });
    expect((await call(url, 'views.open', { trigger_id, view: modal() })).body.ok).toBe(true);
  });
});

test('modals: push to three, hash conflicts, clear, and view_closed only when asked for', async () => {
  const { slack, url, raw, form } = await start();
  await slack.command(deploy);
  const push = {
    type: 'actions',
    elements: [{ type: 'button', action_id: 'more', text: { type: 'plain_text', text: 'More' } }],
  };
  const view = modal({ blocks: [push], notify_on_close: true });
  const root = await call(url, 'views.open', {
    trigger_id: (await form(1)).get('trigger_id'),
    view,
  });
  const pushed: unknown[] = [];
  for (let at = 2; at <= 4; at += 1) {
    expect(
      await control(url, 'click', {
        user: ana,
        view_id: slack.views(ana).at(-1)?.['id'],
        action_id: 'more',
      }),
    ).toMatchObject({ status: 200 });
    const { trigger_id } = payloadOf(await raw.nth(at));
    pushed.push((await call(url, 'views.push', { trigger_id, view })).body.error ?? 'ok');
  }
  expect(pushed).toEqual(['ok', 'ok', 'push_limit_reached']);
  const update = async (hash: string) =>
    (await call(url, 'views.update', { view_id: root.body.view.id, hash, view })).body;
  expect(await update('1.0')).toMatchObject({ error: 'hash_conflict' });
  expect(await update(root.body.view.hash)).toMatchObject({ ok: true });
  await slack.closeView({ user: ana });
  expect(payloadOf(await raw.nth(5))).toMatchObject({ type: 'view_closed', is_cleared: false });
  expect(slack.views(ana)).toHaveLength(2);
});

test.each([
  ['clear', { response_action: 'clear' }, { ok: true }, 0],
  [
    'update',
    { response_action: 'update', view: modal({ title: { type: 'plain_text', text: 'Next' } }) },
    { ok: true },
    1,
  ],
  ['push', { response_action: 'push', view: modal() }, { ok: true }, 2],
  [
    'errors on no input',
    { response_action: 'errors', errors: { nope: 'x' } },
    { ok: false, error: 'invalid_response' },
    1,
  ],
  [
    'a broken view',
    { response_action: 'update', view: { type: 'modal' } },
    { ok: false, error: 'invalid_response' },
    1,
  ],
  ['nothing', undefined, { ok: true }, 0],
])('ack of a submission: %s', async (_what, ack, result, open) => {
  const raw = await startRawApp(
    ({ response, body }) =>
      void response.end(body.startsWith('payload=') && ack ? JSON.stringify(ack) : ''),
  );
  const { slack, url } = await startSlack({ deliver: { requestUrl: raw.url } });
  await slack.command(deploy);
  const trigger_id = new URLSearchParams((await raw.nth(1)).body).get('trigger_id');
  await call(url, 'views.open', { trigger_id, view: modal() });
  expect(await slack.submit({ user: ana, values: {} })).toMatchObject(result);
  expect(slack.views(ana)).toHaveLength(open);
});
