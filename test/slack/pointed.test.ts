import { expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { pointedAt } from '../../src/slack/pointed.ts';
import { createFakeApi } from './fakes/fake-api.ts';

const LINK = 'https://harbour.slack.com/archives/C1/p1763460000000100';

function pointing(text = 'it is slow') {
  const slack = createFakeApi();
  slack.answers('chat.getPermalink', { permalink: LINK });
  slack.answers('conversations.info', { channel: { is_ext_shared: false } });
  const at = (channel: { id: string; name?: string }, team: object | null = null) =>
    pointedAt(
      {
        api: slack.api,
        messages: { heading: async () => null },
        catalog: () => ({ trustedChannels: ['#vendor'] }) as unknown as Catalog,
      },
      {
        user: { id: 'U1' },
        trigger_id: '1.2',
        team: team as { id: string; domain: string } | null,
        channel,
        message: { ts: '1763460000.000100', text },
      },
    );
  return { slack, at };
}

test('words of a channel that members alone read, without what unlocks anything', async () => {
  const { at } = pointing('token ghp_abcdefghijklmnopqrst of\n&lt;checkout&gt;');
  expect(await at({ id: 'C1' })).toEqual({
    link: LINK,
    words: 'token [redacted] of <checkout>',
    silence: null,
    under: null,
  });
});

test('a long one is cut, so that the command takes it', async () => {
  const { at } = pointing('slow '.repeat(400));
  const pointed = await at({ id: 'C1' });
  expect(pointed?.words).toHaveLength(500);
  expect(pointed?.words).toMatch(/…$/);
});

test.each([
  ['a direct message', { id: 'D1', name: 'directmessage' }, undefined, /direct message/],
  ['several people', { id: 'G1', name: 'mpdm-ana--bo-1' }, undefined, /direct message/],
  ['another company', { id: 'C1' }, { is_ext_shared: true }, /other companies/],
  ['an invited company', { id: 'C1' }, { is_pending_ext_shared: true }, /other companies/],
])('no words of %s', async (_, channel, info, silence) => {
  const { slack, at } = pointing();
  if (info) slack.answers('conversations.info', { channel: info });
  expect(await at(channel)).toMatchObject({
    link: LINK,
    words: null,
    silence: expect.stringMatching(silence),
  });
});

test('no words where Slack does not say who reads them', async () => {
  const { slack, at } = pointing();
  slack.next('conversations.info', { kind: 'refused', error: 'channel_not_found' });
  expect(await at({ id: 'C1' })).toMatchObject({
    words: null,
    silence: expect.stringMatching(/does not say/),
  });
});

test('words of a shared channel that the configuration trusts', async () => {
  const { slack, at } = pointing();
  slack.answers('conversations.info', { channel: { name: 'vendor', is_ext_shared: true } });
  expect(await at({ id: 'C1' })).toMatchObject({ words: 'it is slow' });
});

test('where Slack gives no link to us it is put together, and never guessed', async () => {
  const { slack, at } = pointing();
  slack.next('chat.getPermalink', { kind: 'refused', error: 'channel_not_found' });
  expect(await at({ id: 'C1' }, { id: 'T1', domain: 'harbour' })).toMatchObject({ link: LINK });
  slack.next('chat.getPermalink', { kind: 'refused', error: 'channel_not_found' });
  expect(await at({ id: 'C1' })).toBeNull();
});
