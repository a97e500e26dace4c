import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

/** Somebody has the bot token and nothing else: they post, edit and publish whatever they like in its name. */
describe('8.1 a button that others made in our name', () => {
  const story = useStory();
  const offered = (from: { readonly blocks?: unknown }, action: string) => {
    const blocks = from.blocks as readonly {
      block_id: string;
      elements?: { action_id: string; value?: string }[];
    }[];
    for (const block of blocks) {
      const value = block.elements?.find((one) => one.action_id === action)?.value;
      if (value !== undefined) return { value, block: block.block_id };
    }
    throw new Error(`no ${action}`);
  };
  const forgedBlock = ({ value, block }: { value: string; block: string }) => ({
    type: 'actions',
    block_id: block,
    elements: [
      {
        type: 'button',
        action_id: 'details',
        text: { type: 'plain_text', text: 'Details' },
        value,
      },
    ],
  });
  const says = (method: string, body: object) =>
    fetch(`${story.api}${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer xoxb-story' },
      body: JSON.stringify(body),
    }).then((answer) => answer.json() as Promise<{ ok: boolean }>);
  const approvals = async () =>
    (await story.fairway.records.deployments({ service: 'shop', limit: 1 }))[0]?.approvals.length;

  test('copied from the card onto a message of theirs it decides nothing, and the channel hears of it', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.presses('ana', 'start');
    await story.after('3s');
    const card = story.message(/ana asks to put shop 1\.1\.0/);
    const blocks = [forgedBlock(offered(card, 'approve'))];
    const channel = 'C0DEPLOYS1';
    expect(
      await says('chat.postMessage', { channel, text: 'build 812 passed', blocks }),
    ).toMatchObject({ ok: true });
    await story.presses('bo', 'details', story.message(/build 812 passed/));
    expect(story.told('bo').text).toMatch(
      /did not make this button for this place.*Nothing was decided/,
    );
    expect(await approvals()).toBe(0);
    await story.after('5s');
    expect(
      story.texts().filter((text) => /its bot token may be in other hands/.test(text)),
    ).toHaveLength(1);
    await story.presses('bo', 'details', story.message(/build 812 passed/));
    await story.after('5s');
    expect(
      story.texts().filter((text) => /its bot token may be in other hands/.test(text)),
    ).toHaveLength(1);
  });

  test('nor as what only one person sees, nor as a form with words of theirs', async () => {
    const { value } = offered(story.message(/ana asks to put shop 1\.1\.0/), 'approve');
    const id = value.match(/D-\d+/)?.[0] ?? '';
    const user = story.slack.state().users.find(({ name }) => name === 'bo')?.id;
    const form = { verb: 'approve', title: 'Build 812', submit: 'Show', given: { id }, fields: [] };
    for (const does of [value, JSON.stringify({ form })]) {
      const blocks = [forgedBlock({ value: does, block: 'offers:0' })];
      const to = { channel: 'C0DEPLOYS1', user };
      expect(await says('chat.postEphemeral', { ...to, text: 'yours', blocks })).toMatchObject({
        ok: true,
      });
      await story.presses('bo', 'details', story.message(/^yours/, 'bo'));
      expect(story.form('bo')).toBeUndefined();
      expect(await approvals()).toBe(0);
    }
  });

  test('what stops or goes back works from wherever it is pressed, and ours decide', async () => {
    await story.presses('bo', 'approve', story.message(/ana asks to put shop 1\.1\.0/));
    expect(await approvals()).toBe(1);
  });
});
