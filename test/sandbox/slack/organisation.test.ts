import { expect, test } from 'vitest';
import { demoWorkspace } from '../../../src/sandbox/slack/index.ts';
import { ana, app, bo, call, deploys, payloadOf, startRawApp, startSlack } from './fixture.ts';

const workspace = {
  ...demoWorkspace,
  team: { ...demoWorkspace.team, enterprise: { id: 'E0HARBOUR1', name: 'Harbour Group' } },
};

async function startGrid() {
  const raw = await startRawApp();
  const started = await startSlack({
    workspace,
    app: { ...app, isOrgInstall: true },
    deliver: { requestUrl: raw.url },
  });
  return { ...started, raw };
}

test('installed on an organisation: commands, clicks and events say so', async () => {
  const { slack, raw, url } = await startGrid();
  await slack.command({ user: ana, channel: deploys, command: '/deploy', text: 'shop' });
  const fields = Object.fromEntries(new URLSearchParams((await raw.nth(1)).body));
  expect(fields).toMatchObject({
    team_id: 'T0FAIRWAY1',
    enterprise_id: 'E0HARBOUR1',
    enterprise_name: 'Harbour Group',
    is_enterprise_install: 'true',
  });
  const button = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } };
  const blocks = [{ type: 'actions', elements: [button] }];
  const { body } = await call(url, 'chat.postMessage', { channel: deploys, text: 'card', blocks });
  await slack.click({ user: bo, channel: deploys, ts: body.ts, action_id: 'go' });
  expect(payloadOf(await raw.nth(2))).toMatchObject({
    team: null,
    enterprise: { id: 'E0HARBOUR1' },
    is_enterprise_install: true,
    user: { id: bo, team_id: 'T0FAIRWAY1' },
  });
  slack.message({ user: bo, channel: deploys, text: '@fairway help' });
  expect(JSON.parse((await raw.nth(3)).body)).toMatchObject({
    context_enterprise_id: 'E0HARBOUR1',
    authorizations: [{ enterprise_id: 'E0HARBOUR1', team_id: null, is_enterprise_install: true }],
  });
});

test('and methods that list a workspace must be told which', async () => {
  const { url } = await startGrid();
  for (const method of ['users.list', 'usergroups.list', 'conversations.list', 'bots.info']) {
    expect((await call(url, method)).body).toMatchObject({ error: 'missing_argument' });
    const answer = await call(url, method, { team_id: 'T0FAIRWAY1' });
    expect(answer.body).toMatchObject({ ok: true });
  }
});
