import { describe, expect, test } from 'vitest';
import type { Wish } from '../../src/ports/messages.ts';
import { createOutbox } from '../../src/slack/outbox.ts';
import { createSeals } from '../../src/slack/seal.ts';
import { createFakeClock } from './fakes/clock.ts';
import { createFakeApi } from './fakes/fake-api.ts';
import { createMemoryMessages } from './fakes/memory-messages.ts';
import { noPictures } from './fakes/pictures.ts';
import { createQuietLog } from './fakes/quiet-log.ts';

function wish(change: Partial<Wish> = {}): Wish {
  const block = { type: 'section', text: { type: 'plain_text', text: 'now' } };
  const content = { text: 'rev 1', blocks: [block] };
  const base = { key: 'card:D-1', channel: 'C1', under: null, broadcast: false };
  return { ...base, content, revision: 1, ...change };
}

function saying(text: string, revision: number, change: Partial<Wish> = {}): Wish {
  return wish({ content: { text, blocks: [] }, revision, ...change });
}

function outboxStory() {
  const clock = createFakeClock();
  const slack = createFakeApi();
  const messages = createMemoryMessages(clock.now);
  const waits: [string, number][] = [];
  const outbox = createOutbox({
    api: slack.api,
    messages,
    pictures: noPictures,
    now: clock.now,
    log: createQuietLog(),
    reads: async () => 'members',
    seals: createSeals(['secret']),
    onLater: (key, inMs) => waits.push([key, inMs]),
  });
  const settle = async (seconds = 30): Promise<void> => {
    for (let i = 0; i < seconds; i += 1) {
      for (const key of await messages.due(50)) await outbox.deliver(key);
      clock.pass(1000);
    }
  };
  return { clock, slack, messages, waits, deliver: outbox.deliver, settle };
}

describe('one message, however often it is wished for', () => {
  test('is posted once, with everything, then edited', async () => {
    const { slack, messages, deliver, clock } = outboxStory();
    await messages.want(wish());
    await deliver('card:D-1');
    await deliver('card:D-1');
    expect(slack.posts.map((post) => post.text)).toEqual(['rev 1']);
    expect(slack.posts[0]?.metadata).toEqual({
      event_type: 'fairway_message',
      event_payload: { key: 'card:D-1', revision: 1 },
    });
    clock.pass(5000);
    await messages.want(saying('rev 2', 2));
    await deliver('card:D-1');
    expect(slack.posts.map((post) => post.text)).toEqual(['rev 2']);
    expect(slack.calls.map((call) => call.method)).toEqual(['chat.postMessage', 'chat.update']);
  });

  test('an edit too soon after another waits, and then shows the latest wish only', async () => {
    const { slack, messages, settle, deliver, clock, waits } = outboxStory();
    await messages.want(wish());
    await deliver('card:D-1');
    await messages.want(saying('rev 2', 2));
    await deliver('card:D-1');
    clock.pass(1000);
    await messages.want(saying('rev 3', 3));
    await deliver('card:D-1');
    expect(slack.posts[0]?.text).toBe('rev 2');
    expect(waits).toEqual([['card:D-1', 2000]]);
    await messages.want(saying('rev 4', 4));
    await settle(4);
    expect(slack.posts[0]?.text).toBe('rev 4');
    expect(slack.calls.filter((call) => call.method === 'chat.update')).toHaveLength(2);
  });

  test('an older wish does not come back', async () => {
    const { slack, messages, settle } = outboxStory();
    await messages.want(saying('rev 2', 2));
    await messages.want(saying('rev 1', 1));
    await settle(3);
    expect(slack.posts.map((post) => post.text)).toEqual(['rev 2']);
  });

  test('two workers at once post once', async () => {
    const { slack, messages, deliver } = outboxStory();
    await messages.want(wish());
    await Promise.all([deliver('card:D-1'), deliver('card:D-1'), deliver('card:D-1')]);
    expect(slack.posts).toHaveLength(1);
  });
});

describe('a thread', () => {
  test('waits for its root, then hangs under it; a broadcast is also shown in the channel', async () => {
    const { slack, messages, settle, deliver } = outboxStory();
    await messages.want(saying('log', 1, { key: 'log:1', under: 'card:D-1' }));
    await messages.want(saying('ping', 1, { key: 'ping:1', under: 'card:D-1', broadcast: true }));
    await deliver('log:1');
    expect(slack.posts).toEqual([]);
    await messages.want(wish());
    await settle();
    const [card, ...replies] = slack.posts;
    expect(card?.text).toBe('rev 1');
    expect(replies.map(({ text, broadcast }) => [text, broadcast])).toEqual([
      ['log', false],
      ['ping', true],
    ]);
    expect(new Set(replies.map(({ thread }) => thread))).toEqual(new Set([card?.ts]));
  });

  test('under a parked root is parked with it', async () => {
    const { slack, messages, settle } = outboxStory();
    slack.next('chat.postMessage', { kind: 'refused', error: 'not_in_channel' });
    await messages.want(wish());
    await messages.want(saying('log', 1, { key: 'log:1', under: 'card:D-1' }));
    await settle();
    expect(slack.posts).toEqual([]);
    expect((await messages.find('card:D-1'))?.parked).toContain('invite me');
    expect((await messages.find('log:1'))?.parked).toContain('invite me');
  });
});

describe('when an answer is lost', () => {
  test('a post that arrived is found by its mark and not posted again', async () => {
    const { slack, messages, settle } = outboxStory();
    slack.next('chat.postMessage', { kind: 'lost answer' });
    await messages.want(wish());
    await settle();
    expect(slack.posts).toHaveLength(1);
    const row = await messages.find('card:D-1');
    expect([row?.ts, row?.doubtful, row?.sentRevision]).toEqual([slack.posts[0]?.ts, false, 1]);
  });

  test('a wish that came meanwhile is shown by an edit of what arrived', async () => {
    const { slack, messages, settle, deliver } = outboxStory();
    slack.next('chat.postMessage', { kind: 'lost answer' });
    await messages.want(wish());
    await deliver('card:D-1');
    await messages.want(saying('rev 2', 2));
    await settle();
    expect(slack.posts.map((post) => post.text)).toEqual(['rev 2']);
  });

  test('a post that did not arrive is posted after looking', async () => {
    const { slack, messages, settle } = outboxStory();
    slack.next('chat.postMessage', { kind: 'lost' });
    await messages.want(wish());
    await settle();
    expect(slack.posts).toHaveLength(1);
    const methods = slack.calls.map((call) => call.method);
    expect(methods).toEqual(['chat.postMessage', 'conversations.history', 'chat.postMessage']);
  });

  test('a reply is looked for in its thread', async () => {
    const { slack, messages, settle } = outboxStory();
    await messages.want(wish());
    await settle(2);
    slack.next('chat.postMessage', { kind: 'lost answer' });
    await messages.want(saying('log', 1, { key: 'log:1', under: 'card:D-1' }));
    await settle();
    expect(slack.posts.map((post) => post.text)).toEqual(['rev 1', 'log']);
    expect(slack.calls.at(-1)?.method).toBe('conversations.replies');
  });

  test('a reply is looked for where it was posted, though its thread begins anew elsewhere', async () => {
    const { slack, messages, settle } = outboxStory();
    await messages.want(wish());
    await settle(2);
    slack.next('chat.postMessage', { kind: 'lost answer' });
    await messages.want(saying('log', 1, { key: 'log:1', under: 'card:D-1' }));
    await settle(1);
    await messages.take('card:D-1', 1000);
    const card = await messages.find('card:D-1');
    expect(await messages.lost('card:D-1', card?.ts ?? '')).toBe(true);
    await settle();
    expect(slack.posts.map((post) => post.text)).toEqual(['rev 1', 'log', 'rev 1']);
  });

  test('where the history may not be read it is parked, never posted blindly', async () => {
    const { slack, messages, settle } = outboxStory();
    slack.next('chat.postMessage', { kind: 'lost' });
    const unreadable = { kind: 'refused', error: 'missing_scope' } as const;
    slack.next('conversations.history', ...Array.from({ length: 4 }, () => unreadable));
    await messages.want(wish());
    await settle(120);
    expect(slack.posts).toEqual([]);
    expect((await messages.find('card:D-1'))?.parked).toContain('missing_scope');
    await messages.want(saying('rev 2', 2));
    await settle(60);
    expect(slack.calls.filter((call) => call.method === 'chat.postMessage')).toHaveLength(1);
    await settle(600); // the app was given the scope: it looks first, and only then posts
    expect(slack.posts.map((post) => post.text)).toEqual(['rev 2']);
    expect(await messages.find('card:D-1')).toMatchObject({ parked: null, doubtful: false });
  });

  test('a connection that was never made leaves no doubt', async () => {
    const { slack, messages, settle } = outboxStory();
    slack.next('chat.postMessage', { kind: 'unsent' }, { kind: 'unsent' });
    await messages.want(wish());
    await settle();
    expect(slack.posts).toHaveLength(1);
    expect(slack.calls.map((call) => call.method)).not.toContain('conversations.history');
  });

  test("an unfinished worker's post is doubted by the next one", async () => {
    const { slack, messages, deliver, settle } = outboxStory();
    await messages.want(wish());
    const claimed = await messages.take('card:D-1', 1000);
    expect(claimed).not.toBeNull();
    await messages.begin('card:D-1', null);
    await slack.api('chat.postMessage', {
      channel: 'C1',
      text: 'rev 1',
      metadata: { event_type: 'fairway_message', event_payload: { key: 'card:D-1', revision: 1 } },
    });
    // The worker dies here; its claim ends without a word.
    await messages.later('card:D-1', createFakeClock(0).now(), false);
    await deliver('card:D-1');
    await settle();
    expect(slack.posts).toHaveLength(1);
  });
});

describe('when Slack says no', () => {
  test('Retry-After is obeyed, for this method only', async () => {
    const { slack, messages, deliver, clock, waits } = outboxStory();
    slack.next('chat.postMessage', { kind: 'limited', seconds: 7 });
    await messages.want(wish());
    await deliver('card:D-1');
    clock.pass(6999);
    await deliver('card:D-1');
    expect(slack.posts).toEqual([]);
    clock.pass(1);
    await deliver('card:D-1');
    expect(slack.posts).toHaveLength(1);
    expect(waits[0]).toEqual(['card:D-1', 7000]);
  });

  test.each([
    ['channel_not_found', 'invite me'],
    ['is_archived', 'archived'],
    ['token_revoked', 'SLACK_BOT_TOKEN'],
    ['missing_scope', 'manifest'],
  ])(
    '%s parks the message with what to do; mended, it is posted after all, once',
    async (error, words) => {
      const { slack, messages, settle } = outboxStory();
      slack.next('chat.postMessage', { kind: 'refused', error }, { kind: 'refused', error });
      await messages.want(wish());
      await settle(29);
      expect((await messages.find('card:D-1'))?.parked).toContain(words);
      expect(slack.calls).toHaveLength(1);
      await messages.want(saying('rev 2', 2));
      await settle(29);
      expect(slack.calls).toHaveLength(2);
      await settle(300);
      expect(slack.posts.map((post) => post.text)).toEqual(['rev 2']);
      expect((await messages.find('card:D-1'))?.parked).toBeNull();
    },
  );

  test('what nobody can mend is never sent again', async () => {
    const { slack, messages, settle } = outboxStory();
    slack.next('chat.postMessage', { kind: 'refused', error: 'msg_too_long' });
    await messages.want(wish());
    await settle(900);
    expect(slack.calls).toHaveLength(1);
  });

  test('a deleted message is posted anew also when the channel is not free at once', async () => {
    const { slack, messages, settle } = outboxStory();
    await messages.want(wish());
    await settle(5);
    slack.posts.length = 0;
    await messages.want(wish({ key: 'card:D-2' }));
    await messages.want(saying('rev 2', 2));
    await settle(10);
    expect(slack.posts.map((post) => post.text).toSorted()).toEqual(['rev 1', 'rev 2']);
    expect((await messages.find('card:D-1'))?.parked).toBeNull();
  });

  test('a message posted anew whose answer was lost is looked for first', async () => {
    const { slack, messages, settle } = outboxStory();
    await messages.want(wish());
    await settle(5);
    slack.posts.length = 0;
    slack.next('chat.postMessage', { kind: 'lost answer' });
    await messages.want(saying('rev 2', 2));
    await settle(30);
    expect(slack.posts.map((post) => post.text)).toEqual(['rev 2']);
  });

  test('a message that may not be edited any more gives way to a new one, once', async () => {
    const { slack, messages, settle } = outboxStory();
    await messages.want(wish());
    await settle(5);
    const closed = { kind: 'refused', error: 'edit_window_closed' } as const;
    slack.next('chat.update', closed);
    await messages.want(saying('rev 2', 2));
    await settle(5);
    expect(slack.posts.map((post) => post.text)).toEqual(['rev 1', 'rev 2']);
    slack.next('chat.update', closed);
    await messages.want(saying('rev 3', 3));
    await settle(5);
    expect(slack.posts).toHaveLength(2);
    expect((await messages.find('card:D-1'))?.parked).toContain('edit');
  });

  test('a reply that finds its thread gone has the card posted anew, and then hangs under that', async () => {
    const { slack, messages, settle } = outboxStory();
    await messages.want(wish());
    await settle(5);
    slack.posts.length = 0;
    slack.next('chat.postMessage', { kind: 'refused', error: 'thread_not_found' });
    await messages.want(saying('log', 1, { key: 'log:1', under: 'card:D-1' }));
    await settle(10);
    const [card, reply] = slack.posts;
    expect([card?.text, reply?.text]).toEqual(['rev 1', 'log']);
    expect(reply?.thread).toBe(card?.ts);
  });

  test('a deleted message is posted anew once, and then left deleted', async () => {
    const { slack, messages, settle } = outboxStory();
    await messages.want(wish());
    await settle(5);
    slack.posts.length = 0;
    await messages.want(saying('rev 2', 2));
    await settle(5);
    expect(slack.posts.map((post) => post.text)).toEqual(['rev 2']);
    slack.posts.length = 0;
    await messages.want(saying('rev 3', 3));
    await settle(5);
    expect(slack.posts).toEqual([]);
    expect((await messages.find('card:D-1'))?.parked).toContain('deleted');
  });

  test('a form it does not know is sent plainer: without tables, then as words', async () => {
    const { slack, messages, settle } = outboxStory();
    const no = { kind: 'refused', error: 'invalid_blocks' } as const;
    const table = { type: 'table', rows: [] };
    const divider = { type: 'divider' };
    const content = { text: 'rev 1', blocks: [divider, table] };
    slack.next('chat.postMessage', no);
    await messages.want(wish({ content }));
    await messages.want(wish({ content, key: 'card:D-2' }));
    await settle(1);
    expect(slack.posts.map((post) => post.blocks)).toEqual([[divider]]);
    slack.next('chat.postMessage', no, no);
    await settle(5);
    expect(slack.posts.map((post) => post.blocks)).toEqual([[divider], []]);
  });
});

describe('the rhythm', () => {
  test('one message a second and channel; another channel does not wait', async () => {
    const { slack, messages, clock, settle } = outboxStory();
    for (const n of [1, 2, 3]) await messages.want(wish({ key: `card:${n}` }));
    await messages.want(wish({ key: 'card:other', channel: 'C2' }));
    const started = clock.now();
    await settle(1);
    expect(slack.posts.map((post) => post.channel).toSorted()).toEqual(['C1', 'C2']);
    await settle(4);
    expect(slack.posts).toHaveLength(4);
    expect(clock.now() - started).toBe(5000);
  });
});
