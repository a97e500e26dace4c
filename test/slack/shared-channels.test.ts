import { describe, expect, test } from 'vitest';
import { createBotIdentity } from '../../src/slack/bot-identity.ts';
import { redacted } from '../../src/slack/redact.ts';
import { createReads } from '../../src/slack/shared-channels.ts';
import { createFakeClock } from './fakes/clock.ts';
import { createFakeApi } from './fakes/fake-api.ts';

function known(...trusted: string[]) {
  const clock = createFakeClock();
  const slack = createFakeApi();
  const info = (channel: object) => slack.answers('conversations.info', { channel });
  return { clock, slack, info, reads: createReads(slack.api, clock.now, () => trusted) };
}

describe('who reads along in a channel', () => {
  test.each([
    ['members', {}],
    ['members', { is_ext_shared: false, is_org_shared: true }],
    ['others', { is_ext_shared: true }],
    ['others', { is_pending_ext_shared: true }],
  ])('%s: %j', async (sharing, channel) => {
    const { info, reads } = known();
    info(channel);
    expect(await reads('C1')).toBe(sharing);
  });

  test.each(['D024BE91L', 'U024BE91L'])('a direct message (%s) asks nobody', async (channel) => {
    const { slack, reads } = known();
    expect(await reads(channel)).toBe('members');
    expect(slack.calls).toEqual([]);
  });

  test('is remembered for ten minutes, and longer while Slack is silent', async () => {
    const { clock, slack, info, reads } = known();
    info({ is_ext_shared: true });
    await reads('C1');
    info({ is_ext_shared: false });
    clock.pass(9 * 60_000);
    expect(await reads('C1')).toBe('others');
    clock.pass(2 * 60_000);
    slack.next('conversations.info', { kind: 'limited', seconds: 3 }, { kind: 'unsent' });
    expect([await reads('C1'), await reads('C1')]).toEqual(['others', 'others']);
    expect(await reads('C1')).toBe('members');
    expect(slack.calls).toHaveLength(4);
  });

  test('that was never known is waited for; of one that Slack does not let us see nobody knows', async () => {
    const { clock, slack, info, reads } = known('C2');
    slack.next(
      'conversations.info',
      { kind: 'limited', seconds: 3 },
      { kind: 'refused', error: 'missing_scope' },
    );
    expect(await reads('C1')).toBeNull();
    expect([await reads('C1'), await reads('C1')]).toEqual(['unknown', 'unknown']);
    expect(slack.calls).toHaveLength(2);
    expect(await reads('C2')).toBe('members');
    info({ is_ext_shared: false });
    clock.pass(61_000);
    expect(await reads('C1')).toBe('members');
    clock.pass(10 * 60_000);
    slack.next('conversations.info', { kind: 'refused', error: 'missing_scope' });
    expect(await reads('C1')).toBe('unknown');
    slack.answers('conversations.info', { something: 'else' });
    clock.pass(61_000);
    expect(await reads('C1')).toBe('unknown');
  });

  test('a channel named by its name is looked for on every page, the private ones where that is allowed', async () => {
    const { slack, reads } = known();
    slack.next('conversations.list', { kind: 'refused', error: 'missing_scope' });
    slack.answers('conversations.list', {
      channels: [{ name: 'deploys' }, { name: 'partners', is_ext_shared: true }],
    });
    expect(await reads('#partners')).toBe('others');
    expect(slack.calls.map(({ args }) => args['types'])).toEqual([
      'public_channel,private_channel',
      'public_channel',
    ]);
    expect(await reads('#deploys')).toBe('members');
    expect(await reads('#nowhere')).toBe('unknown');
  });
});

describe('that Slack lets us see no channel', () => {
  test.each([
    [
      'missing',
      ['chat:write'],
      /channels:read is missing: .* trustedChannels .* install the app again/,
    ],
    ['there', ['chat:write', 'channels:read'], null],
    ['not told', undefined, null],
  ])('is a word of /healthz: the scope is %s', async (_, scopes, said) => {
    const slack = createFakeApi();
    const bot = { user_id: 'U1', bot_id: 'B1', team_id: 'T1', url: 'https://acme.slack.com/' };
    slack.answers('auth.test', { ...bot, response_metadata: { scopes } });
    const warned: unknown[] = [];
    const log = { info() {}, error() {}, warn: (fields: unknown) => void warned.push(fields) };
    const identity = createBotIdentity(slack.api, log);
    await expect.poll(identity.current).not.toBeNull();
    identity.stop();
    if (said) expect(identity.problem()).toMatch(said);
    else expect(identity.problem()).toBeNull();
    expect(warned).toHaveLength(said ? 1 : 0);
  });
});

describe('a channel that is trusted', () => {
  test.each([
    ['C1', 'C1'],
    ['C1', '#partners'],
    ['#partners', 'C1'],
  ])('%s as %s', async (channel, trusted) => {
    const { slack, info, reads } = known(trusted);
    const partners = { id: 'C1', name: 'partners', is_ext_shared: true };
    info(partners);
    slack.answers('conversations.list', { channels: [partners] });
    expect(await reads(channel)).toBe('members');
  });
});

describe('what is said where other companies read along', () => {
  const says = (key: string, text = 'shop 1.1.0 fixes CVE-2026-1', blocks: object[] = []) =>
    redacted({ key, content: { text, blocks: blocks as never } }, 'others');

  test.each([
    ['card:D-12', 'D-12: there is news.', '`/release show D-12`'],
    ['word:D-12:3:failed', 'D-12: there is news.', '`/release show D-12`'],
    ['suspects:INC-4', 'INC-4: there is news.', '`/release incident show INC-4`'],
    ['sighting:shop:production', 'Fairway: there is news.', '`/release status`'],
  ])('%s', (key, begins, line) => {
    const { text, blocks } = says(key);
    expect(text).toMatch(new RegExp(`^${begins}.*${line.replaceAll('/', '\\/')}$`));
    expect(text).not.toMatch(/shop|CVE/);
    expect(blocks).toEqual([]);
  });

  test('whoever is asked is still called, each once', () => {
    const user = { type: 'user', user_id: 'U1' };
    const rich = { type: 'rich_text', elements: [{ elements: [user, user] }] };
    const group = {
      type: 'section',
      text: { type: 'mrkdwn', text: 'for <!subteam^S1> and <@U1>' },
    };
    expect(says('card:D-12', 'bo and chen, say yes', [rich, group]).text).toMatch(
      /^<!subteam\^S1> <@U1> D-12: there is news/,
    );
  });

  test('where nobody can see who reads along, that is what is said, and how it is mended', () => {
    const content = { text: 'shop 1.1.0 fixes CVE-2026-1', blocks: [] };
    const { text } = redacted({ key: 'card:D-12', content }, 'unknown');
    expect(text).toMatch(/^D-12: there is news\. .*channels:read.*trustedChannels.*show D-12`$/);
    expect(text).not.toMatch(/shop|CVE|Other companies read/);
  });
});
