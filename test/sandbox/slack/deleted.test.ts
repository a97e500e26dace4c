import { describe, expect, test } from 'vitest';
import { call, deploys, startSlack } from './fixture.ts';

async function posted(url: string, args: object = {}): Promise<string> {
  const { body } = await call(url, 'chat.postMessage', { channel: deploys, text: 'card', ...args });
  return String(body.ts);
}

describe('a message that somebody deleted', () => {
  test('without replies it is gone, and a reply to it becomes a message of its own', async () => {
    const { url, slack } = await startSlack();
    const ts = await posted(url);
    slack.faults({ delete: [{ channel: 'deploys', ts }] });
    expect(slack.messages(deploys)).toEqual([]);
    const update = await call(url, 'chat.update', { channel: deploys, ts, text: 'new' });
    expect(update.body).toMatchObject({ ok: false, error: 'message_not_found' });
    const replies = await call(url, 'conversations.replies', { channel: deploys, ts });
    expect(replies.body).toMatchObject({ ok: false, error: 'thread_not_found' });
    const reply = { channel: deploys, text: 'reply', thread_ts: ts };
    const orphan = await call(url, 'chat.postMessage', reply);
    expect(orphan.body.ok).toBe(true);
    expect(orphan.body.message).not.toHaveProperty('thread_ts');
  });

  test('with replies it leaves a tombstone that cannot be edited, and its thread goes on', async () => {
    const { url, slack } = await startSlack();
    const ts = await posted(url);
    await posted(url, { thread_ts: ts });
    slack.faults({ delete: [{ channel: 'deploys', ts }] });
    const update = await call(url, 'chat.update', { channel: deploys, ts, text: 'new' });
    expect(update.body).toMatchObject({ ok: false, error: 'message_not_found' });
    const reply = { channel: deploys, text: 'reply', thread_ts: ts };
    const answer = await call(url, 'chat.postMessage', reply);
    expect(answer.body.message).toMatchObject({ thread_ts: ts });
    const { body } = await call(url, 'conversations.replies', { channel: deploys, ts });
    expect(body.messages[0]).toMatchObject({ subtype: 'tombstone' });
    expect(body.messages).toHaveLength(3);
  });

  test('what is not there cannot be deleted', async () => {
    const { slack } = await startSlack();
    expect(() => slack.faults({ delete: [{ channel: 'deploys', ts: '1.1' }] })).toThrow(/1\.1 in/);
  });
});
