import { describe, expect, test } from 'vitest';
import type { Plain } from '../../src/domain/kernel/change.ts';
import type { Wish } from '../../src/ports/messages.ts';
import { createIdentities } from '../../src/slack/identity.ts';
import { namesOf } from '../../src/slack/render/names.ts';
import { createSeals } from '../../src/slack/seal.ts';
import { workInbox } from '../../src/slack/work-inbox.ts';
import { catalog } from './fakes/catalog.ts';
import { createFakeClock } from './fakes/clock.ts';
import { createFakeApi, type Mishap } from './fakes/fake-api.ts';
import { createFakeDesk, type Ran, says } from './fakes/fake-desk.ts';
import { createMemoryDocuments } from './fakes/memory-documents.ts';
import { createMemoryInbox, expireClaims } from './fakes/memory-inbox.ts';
import { noPictures } from './fakes/pictures.ts';
import { createQuietLog } from './fakes/quiet-log.ts';

const home = {
  user: 'UBOT',
  bot: 'BBOT',
  team: 'T1',
  enterprise: null,
  url: 'https://acme.slack.com/',
};
const member = { team_id: 'T1', profile: { display_name: 'Ana' } };
const errand = {
  errand: 'line',
  line: '/deploy shop',
  urgent: false,
  from: 'typed',
  account: 'U0ANA',
  team: 'T1',
  channel: 'C1',
  thread: null,
  responseUrl: 'https://hooks.slack.com/x',
};

async function workStory(
  change: { [key: string]: Plain } = {},
  run?: (ran: Ran) => Promise<never>,
) {
  const clock = createFakeClock();
  const slack = createFakeApi();
  slack.answers('users.info', { user: member });
  const told: unknown[] = [];
  const wished: Wish[] = [];
  const seals = createSeals(['secret']);
  let ok = true;
  const inbox = createMemoryInbox();
  const desk = createFakeDesk(run);
  await inbox.put({
    id: '1',
    kind: 'command',
    body: { ...errand, ...change },
    receivedAt: clock.now(),
  });
  const work = {
    inbox,
    desk,
    documents: createMemoryDocuments(),
    postBytes: async () => true,
    bot: () => home,
    messages: {
      heading: async () => null,
      postedAs: async (ts: string) => (ts === '7.1' ? ['card:D-12'] : []),
      want: async (wish: Wish) => void wished.push(wish),
    },
    seals,
    bell: { ring: async () => {} },
    channel: () => 'C0DEPLOYS1',
    records: { deployment: async () => null },
    api: slack.api,
    respond: async (_: string, body: object) => {
      if (ok) told.push(body);
      return { ok, why: 'http 404' };
    },
    names: () => namesOf(catalog),
    log: createQuietLog(),
    pictures: noPictures,
    followUps: { begin() {} },
    now: clock.now,
    takeAlerts: async () => {},
    identities: createIdentities({
      api: slack.api,
      bot: () => home,
      catalog: () => catalog,
      now: clock.now,
    }),
  };
  return {
    ...{ clock, slack, told, wished, inbox, desk, seals },
    expireResponseUrl: () => {
      ok = false;
    },
    work: () => workInbox(work),
    texts: () =>
      told.map((one) => (typeof one === 'object' && one && 'text' in one ? one.text : one)),
  };
}

describe('working on an act', () => {
  test('is done once, however often it is rung for', async () => {
    const { work, desk, texts } = await workStory();
    await Promise.all([work(), work(), work()]);
    expect([desk.ran.length, texts()]).toEqual([1, ['Did /deploy shop']]);
  });

  test('after a crash in the middle it is done by whoever comes next', async () => {
    let away = true;
    const { work, desk, inbox } = await workStory({}, async () => {
      if (away) throw new Error('the database is away');
      return { kind: 'said', view: says('ok'), typedOnly: false } as never;
    });
    await expect(work()).rejects.toThrow('away');
    expect(inbox.acts.get('1')?.state).toBe('taken');
    away = false;
    expireClaims(inbox);
    await work();
    expect([desk.ran.length, inbox.acts.get('1')?.state]).toEqual([2, 'done']);
  });

  test('with the response_url expired it is told in the channel, else directly', async () => {
    const { work, slack, expireResponseUrl } = await workStory();
    expireResponseUrl();
    slack.next('chat.postEphemeral', { kind: 'refused', error: 'not_in_channel' });
    await work();
    expect(slack.calls.slice(1).map(({ method, args }) => [method, args['channel']])).toEqual([
      ['chat.postEphemeral', 'C1'],
      ['chat.postMessage', 'U0ANA'],
    ]);
  });

  test('one that lay too long is handed back, not done', async () => {
    const { work, clock, desk, texts } = await workStory();
    clock.pass(16 * 60_000);
    await work();
    expect(desk.ran).toEqual([]);
    expect(texts()).toEqual([expect.stringContaining('Fairway was away for 16 min')]);
  });

  test.each([
    ['typed', 'shop', ['Did /deploy shop']],
    ['typed', 'quiet', ['Did /deploy quiet']],
    ['card', 'quiet', []],
    ['card', 'deny', ['You may not.']],
    ['private', 'quiet', ['Did /deploy quiet']],
  ])('from %s, `%s` says %j', async (from, word, said) => {
    const { work, texts } = await workStory({ from, line: `/deploy ${word}` });
    await work();
    expect(texts()).toEqual(said);
  });

  test('a decided private message is replaced, a refused one stays', async () => {
    const decided = await workStory({ from: 'private' });
    await decided.work();
    expect(decided.told).toMatchObject([{ replace_original: true }]);
    const refused = await workStory({ from: 'private', line: '/deploy deny' });
    await refused.work();
    expect(refused.told).toMatchObject([{ replace_original: false }]);
  });
});

describe('who asks', () => {
  test.each([
    ['a member', member, 'member'],
    ['deleted', { ...member, deleted: true }, 'deactivated'],
    ['a bot', { ...member, is_bot: true }, 'bot'],
    ['a guest', { ...member, is_restricted: true }, 'guest'],
    ['a one-channel guest', { ...member, is_ultra_restricted: true }, 'guest'],
  ])('%s', async (_, user, kind) => {
    const { work, slack, desk } = await workStory();
    slack.answers('users.info', { user });
    await work();
    expect(desk.ran.map((one) => one.actor.kind)).toEqual([kind]);
  });

  test('the display name decides nothing', async () => {
    const { work, slack, desk } = await workStory({ account: 'U0EVIL' });
    slack.answers('users.info', { user: { ...member, profile: { display_name: 'Bo Lind' } } });
    await work();
    expect(desk.ran[0]?.actor).toMatchObject({ id: null, account: 'U0EVIL', groups: [] });
  });

  test.each([
    ['a stranger', { ...member, is_stranger: true }, 'T1'],
    ['of another team', { ...member, team_id: 'T2' }, 'T1'],
    ['of another team by the payload alone', member, 'T9'],
    ['whom Slack may not show', null, 'T1'],
  ])('%s: nothing is looked at, and nothing told', async (_, user, team) => {
    const asked: readonly { readonly [key: string]: string }[] = [
      { line: '/release status' },
      { errand: 'mention', command: '/release', text: 'nonsense' },
      { errand: 'mention', command: '/deploy', text: '' },
      { errand: 'home' },
    ];
    for (const change of asked) {
      const { work, slack, desk, texts } = await workStory({ ...change, team });
      if (user) slack.answers('users.info', { user });
      else slack.next('users.info', { kind: 'refused', error: 'user_not_visible' });
      await work();
      expect(desk.ran).toEqual([]);
      const told = [expect.stringMatching(/Fairway shows it nothing/)];
      expect(texts()).toEqual(change['errand'] === 'home' ? [] : told);
      expect(slack.calls.filter(({ method }) => method === 'views.publish')).toEqual([]);
    }
  });

  test.each<[string, Mishap]>([
    ['Slack does not answer', { kind: 'lost' }],
    ['a scope is missing', { kind: 'refused', error: 'missing_scope' }],
  ])(
    'when %s, nothing is decided; it is kept, told once, and counts once Slack says who',
    async (_, mishap) => {
      const { work, slack, desk, texts, clock, inbox } = await workStory();
      slack.next('users.info', mishap, mishap);
      await work();
      expect(desk.ran[0]?.actor).toMatchObject({ id: 'ana', kind: 'outsider' });
      expect(texts()).toEqual([expect.stringContaining('Slack does not say who you are')]);
      for (let n = 0; n < 2; n += 1) {
        clock.pass(10_000);
        expireClaims(inbox);
        await work();
      }
      expect(desk.ran.map(({ actor }) => actor.kind)).toEqual(['outsider', 'outsider', 'member']);
      expect(texts().slice(1)).toEqual(['Did /deploy shop']);
      expect(inbox.acts.get('1')?.state).toBe('done');
    },
  );

  test('what Slack confirms too late is handed back with the true reason', async () => {
    const { work, slack, texts, clock } = await workStory();
    slack.next('users.info', { kind: 'lost' });
    clock.pass(15 * 60_000 - 1_000);
    await work();
    expect(texts()).toEqual([expect.stringContaining('Slack did not confirm who you are')]);
  });

  test('reading works meanwhile', async () => {
    const { work, slack, texts } = await workStory({ line: '/release status' });
    slack.next('users.info', { kind: 'lost' });
    await work();
    expect(texts()).toEqual(['Did /release status']);
  });

  test('is asked again after a minute; meanwhile only an urgent line trusts an older answer', async () => {
    const clock = createFakeClock();
    const slack = createFakeApi();
    slack.answers('users.info', { user: member });
    const options = { api: slack.api, bot: () => home, catalog: () => catalog, now: clock.now };
    const { identify } = createIdentities(options);
    const ana = { account: 'U0ANA', team: 'T1' };
    await identify(ana, { urgent: false });
    await identify(ana, { urgent: false });
    expect(slack.calls).toHaveLength(1);
    clock.pass(60_001);
    slack.next('users.info', { kind: 'lost' }, { kind: 'lost' });
    expect((await identify(ana, { urgent: false })).confirmed).toBe(false);
    expect((await identify(ana, { urgent: true })).actor.kind).toBe('member');
    clock.pass(13 * 60 * 60_000);
    slack.next('users.info', { kind: 'lost' });
    expect((await identify(ana, { urgent: true })).confirmed).toBe(false);
  });

  test('is asked anew whenever something is decided', async () => {
    const clock = createFakeClock();
    const slack = createFakeApi();
    slack.answers('users.info', { user: member });
    const options = { api: slack.api, bot: () => home, catalog: () => catalog, now: clock.now };
    const { identify } = createIdentities(options);
    const ana = { account: 'U0ANA', team: 'T1' };
    expect((await identify(ana, { urgent: false })).actor.kind).toBe('member');
    slack.answers('users.info', { user: { ...member, deleted: true } });
    expect((await identify(ana, { urgent: false })).actor.kind).toBe('member');
    const decides = { urgent: false, decides: true };
    expect((await identify(ana, decides)).actor.kind).toBe('deactivated');
    slack.next('users.info', { kind: 'lost' });
    expect(await identify(ana, decides)).toMatchObject({ confirmed: false });
    // What ends a blackout or breaks a glass is urgent as well, and no old answer does for it.
    slack.next('users.info', { kind: 'lost' });
    expect(await identify(ana, { urgent: true, decides: true })).toMatchObject({
      confirmed: false,
    });
  });
});
