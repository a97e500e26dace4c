import { describe, expect, test } from 'vitest';
import type { Chart, Drawn } from '../../src/ports/chart.ts';
import type { Content, Wish } from '../../src/ports/messages.ts';
import { createFollowUps } from '../../src/slack/follow-up.ts';
import { createOutbox } from '../../src/slack/outbox.ts';
import { createPictures } from '../../src/slack/pictures.ts';
import { createSeals } from '../../src/slack/seal.ts';
import { createPostBytes } from '../../src/slack/upload.ts';
import { createFakeClock } from './fakes/clock.ts';
import { createFakeApi, type Mishap } from './fakes/fake-api.ts';
import { createMemoryMessages } from './fakes/memory-messages.ts';
import { createMemoryPages, createMemoryPictures } from './fakes/pictures.ts';
import { createQuietLog } from './fakes/quiet-log.ts';

const words = { type: 'section', text: { type: 'plain_text', text: 'the numbers' } };

function pictured(title = 'DORA: shop'): Content {
  const chart: Chart = { title, subtitle: 'UTC', panels: [], key: [] };
  return {
    text: 'numbers',
    blocks: [words, { type: 'image', alt_text: `${title}, in words`, chart }],
  };
}

function wish(content: Content): Wish {
  const base = { key: 'note:1', channel: 'C1', under: null, broadcast: false, revision: 1 };
  return { ...base, content };
}

function story(draw: Drawn = { kind: 'drawn', png: new Uint8Array([1, 2, 3]) }) {
  const clock = createFakeClock();
  const slack = createFakeApi();
  const [kept, messages, log] = [
    createMemoryPictures(clock.now),
    createMemoryMessages(clock.now),
    createQuietLog(),
  ];
  const pages = createMemoryPages({ 'D-7:9': new Uint8Array([255, 216, 255, 224]) });
  let [drawings, transfers] = [0, 0];
  slack.answers('files.getUploadURLExternal', {
    upload_url: 'https://files.slack.com/1',
    file_id: 'F1',
  });
  slack.answers('files.completeUploadExternal', { files: [{ id: 'F1' }] });
  const make = () =>
    createPictures({
      ...{ kept, pages, api: slack.api, now: clock.now, log, digest: (text: string) => text },
      async draw() {
        drawings += 1;
        return draw;
      },
      async postBytes() {
        transfers += 1;
        return true;
      },
    });
  const pictures = make();
  const { api } = slack;
  const outbox = createOutbox({
    ...{ api, messages, pictures, now: clock.now, log },
    reads: async () => 'members',
    seals: createSeals(['secret']),
    onLater() {},
  });
  return {
    ...{ clock, slack, messages, pictures, pages, log, make },
    counts: () => [drawings, transfers],
    async settles(seconds = 20) {
      for (let i = 0; i < seconds; i += 1) {
        for (const key of await messages.due(9)) await outbox.deliver(key);
        clock.pass(1_000);
      }
    },
    uploads: () => slack.calls.filter(({ method }) => method === 'files.completeUploadExternal'),
  };
}

const shown = { type: 'image', alt_text: 'DORA: shop, in words', slack_file: { id: 'F1' } };

describe('a chart in a message', () => {
  test('is drawn, given to Slack and shown, with what it says in words', async () => {
    const { slack, messages, settles } = story();
    await messages.want(wish(pictured()));
    await settles();
    expect(slack.posts.map(({ blocks }) => blocks)).toEqual([[words, shown]]);
    expect(slack.calls.map(({ method }) => method)).toEqual([
      'files.getUploadURLExternal',
      'files.completeUploadExternal',
      'chat.postMessage',
    ]);
    expect(slack.calls[0]?.args).toEqual({
      ...{ filename: 'chart.png', length: 3, alt_txt: 'DORA: shop, in words' },
    });
  });

  test('is uploaded once however often it is shown, by whichever process', async () => {
    const { pictures, make, uploads, counts } = story();
    await Promise.all([pictures.shown(pictured()), pictures.shown(pictured())]);
    await make().shown(pictured());
    expect([uploads().length, counts()]).toEqual([1, [1, 1]]);
    await pictures.shown(pictured('another'));
    expect(uploads()).toHaveLength(2);
  });

  test.each<Mishap>([{ kind: 'lost answer' }, { kind: 'unsent' }, { kind: 'limited', seconds: 3 }])(
    'an upload that meets %j is tried again, and the message is posted once',
    async (mishap) => {
      const { slack, messages, settles } = story();
      slack.next('files.completeUploadExternal', mishap);
      await messages.want(wish(pictured()));
      await settles();
      expect(slack.posts.map(({ blocks }) => blocks)).toEqual([[words, shown]]);
    },
  );

  test('while Slack still looks at it the message waits', async () => {
    const { slack, messages, settles, uploads } = story();
    const unready: Mishap = { kind: 'refused', error: 'invalid_blocks' };
    slack.next('chat.postMessage', unready, unready);
    await messages.want(wish(pictured()));
    await settles();
    expect(slack.posts.map(({ blocks }) => blocks)).toEqual([[words, shown]]);
    expect(uploads()).toHaveLength(1);
  });

  test('so does one that had stood in line before: it keeps its picture', async () => {
    const { slack, messages, settles, uploads } = story();
    const line = Array.from({ length: 5 }, (): Mishap => ({ kind: 'limited', seconds: 1 }));
    const unready: Mishap = { kind: 'refused', error: 'invalid_blocks' };
    slack.next('chat.postMessage', ...line, unready);
    await messages.want(wish(pictured()));
    await settles(90);
    expect(slack.posts.map(({ blocks }) => blocks)).toEqual([[words, shown]]);
    expect(uploads()).toHaveLength(1);
  });

  test('one that Slack lost is not drawn again while its message waits for its turn without it', async () => {
    const { slack, messages, settles, pictures, clock, uploads } = story();
    await pictures.shown(pictured());
    clock.pass(3_600_000);
    const lost: Mishap = { kind: 'refused', error: 'invalid_blocks' };
    slack.next('chat.postMessage', lost, { kind: 'limited', seconds: 1 });
    await messages.want(wish(pictured()));
    await settles(8);
    expect(slack.posts.map(({ blocks }) => blocks)).toEqual([[words]]);
    expect(uploads()).toHaveLength(1);
  });

  test('one that Slack lost is left out, and uploaded anew the next time', async () => {
    const { slack, messages, settles, pictures, clock, uploads } = story();
    await pictures.shown(pictured());
    clock.pass(3_600_000);
    slack.next('chat.postMessage', { kind: 'refused', error: 'invalid_blocks' });
    await messages.want(wish(pictured()));
    await settles();
    expect(slack.posts.map(({ blocks }) => blocks)).toEqual([[words]]);
    await pictures.shown(pictured());
    expect(uploads()).toHaveLength(2);
  });

  test('without the scope the words stand alone, and how to get it is said', async () => {
    const { slack, messages, settles, pictures, clock } = story();
    slack.next('files.getUploadURLExternal', { kind: 'refused', error: 'missing_scope' });
    await messages.want(wish(pictured()));
    await settles();
    expect(slack.posts.map(({ blocks }) => blocks)).toEqual([[words]]);
    expect(pictures.lacks()).toMatch(/install the app again with the scope files:write/);
    clock.pass(11 * 60_000);
    expect(pictures.lacks()).toBeNull();
    expect(await pictures.shown(pictured())).toMatchObject({ content: { blocks: [words, shown] } });
  });

  test('on a machine that cannot draw nothing is asked of Slack', async () => {
    const { pictures, slack } = story({ kind: 'cannot', why: 'no binary' });
    expect(await pictures.shown(pictured())).toMatchObject({ content: { blocks: [words] } });
    expect(pictures.lacks()).toMatch(/cannot draw \(no binary\)/);
    expect(slack.calls).toEqual([]);
  });
});

describe('7.3 a page in a message', () => {
  const page = (key: string): Content => ({
    text: 'the page',
    blocks: [words, { type: 'image', alt_text: 'Where "pay" failed', page: { key, title: 'Pay' } }],
  });
  const image = { type: 'image', alt_text: 'Where "pay" failed', slack_file: { id: 'F1' } };

  test.each(['drawn', 'cannot'] as const)(
    'is given to Slack as it was taken, and kept no longer; drawing: %s',
    async (kind) => {
      const png = new Uint8Array([1]);
      const told = story(kind === 'drawn' ? { kind, png } : { kind, why: 'no binary' });
      if (kind === 'cannot') await told.pictures.shown(pictured());
      await told.messages.want(wish(page('D-7:9')));
      await told.settles();
      expect(told.slack.posts.map(({ blocks }) => blocks)).toEqual([[words, image]]);
      const [place] = told.slack.calls.filter(
        ({ method }) => method === 'files.getUploadURLExternal',
      );
      expect(place?.args).toEqual({
        filename: 'page.jpg',
        length: 4,
        alt_txt: 'Where "pay" failed',
      });
      expect(told.pages.left.size).toBe(0);
      expect(told.counts()).toEqual([kind === 'drawn' ? 0 : 1, 1]);
    },
  );

  test.each(['it is kept no longer', 'the app may not'])(
    'is left out where %s; the words stand alone',
    async (why) => {
      const { slack, messages, settles } = story();
      if (why === 'the app may not')
        slack.next('files.getUploadURLExternal', { kind: 'refused', error: 'missing_scope' });
      await messages.want(wish(page(why === 'the app may not' ? 'D-7:9' : 'D-7:8')));
      await settles();
      expect(slack.posts.map(({ blocks }) => blocks)).toEqual([[words]]);
    },
  );
});

describe('the chart after an answer', () => {
  const tries = (pictures: ReturnType<typeof story>['pictures'], taken: readonly boolean[]) => {
    const told: Content[] = [];
    const left = [...taken];
    const followUps = createFollowUps(pictures, createQuietLog(), [0, 1, 1]);
    followUps.begin(pictured(), async (content) => {
      told.push(content);
      return left.shift() ?? true;
    });
    return followUps.settled().then(() => told);
  };

  test('is one message of its own, its words for whoever does not see it', async () => {
    const told = await tries(story().pictures, []);
    expect(told).toEqual([{ text: 'DORA: shop, in words', blocks: [shown] }]);
  });

  test('is tried again while Slack looks at it, and given up with a word', async () => {
    expect(await tries(story().pictures, [false, false])).toHaveLength(3);
    const told = await tries(story().pictures, [false, false, false]);
    expect(told.at(-1)).toEqual({
      text: expect.stringMatching(/Ask again in a minute/),
      blocks: [],
    });
    // A response_url takes five messages, and the answer itself was one.
    expect(told).toHaveLength(4);
  });

  test('that cannot be had says why', async () => {
    const { pictures, slack } = story();
    slack.next('files.getUploadURLExternal', { kind: 'refused', error: 'missing_scope' });
    expect(await tries(pictures, [])).toEqual([
      { text: expect.stringMatching(/files:write/), blocks: [] },
    ]);
  });
});

test.each([
  ['https://files.slack.com/upload/v1/x', null, true],
  ['https://files.slack-gov.com/upload/v1/x', null, true],
  ['http://files.slack.com/upload/v1/x', null, false],
  ['https://files.slack.com.evil.test/x', null, false],
  ['https://files.slack.com@evil.test/x', null, false],
  ['http://169.254.169.254/latest', null, false],
  ['no url', null, false],
  ['http://127.0.0.1:3000/_upload/1', 'http://127.0.0.1:3000/api', true],
  ['http://127.0.0.1:3001/_upload/1', 'http://127.0.0.1:3000/api', false],
])('%s with api %s is given bytes: %s', async (url, apiUrl, expected) => {
  const called: string[] = [];
  const post = async (to: URL) => {
    called.push(to.href);
    return { ok: true };
  };
  const given = await createPostBytes(post, apiUrl)(url, new Uint8Array([1]));
  expect([given, called]).toEqual(expected ? [true, [url]] : [false, []]);
});
