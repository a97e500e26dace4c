import { afterAll, describe, expect, test, vi } from 'vitest';
import { createDrawing } from '../../src/providers/charts/draw.ts';
import { createQuietLog } from '../slack/fakes/quiet-log.ts';
import { useStory } from './harness.ts';

describe('5.2 the chart of a verdict', () => {
  const drawing = createDrawing(createQuietLog());
  afterAll(drawing.close);
  const story = useStory({ draw: drawing.draw, scopes: ['files:write'] });
  const charts = () =>
    story.slack.messages('deploys').flatMap(({ text, thread_ts, blocks }) => {
      const all = (blocks ?? []) as readonly { readonly [key: string]: unknown }[];
      const image = all.find(({ type }) => type === 'image');
      return image ? [{ text, thread: thread_ts, alt: image['alt_text'] }] : [];
    });

  test('hangs under the card of a canary that was caught, once, with its numbers in words', async () => {
    story.world.steady({ service: 'shop', environment: 'production' }, 40);
    await story.types('ana', '/deploy shop@1.2.0-slow to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.2.0-slow to production because "search"');
    await story.presses('ana', 'start');
    await story.presses('bo', 'approve');
    await story.after('2m');
    await vi.waitFor(
      async () => {
        await story.after('2s');
        expect(charts()).not.toEqual([]);
      },
      { timeout: 120_000, interval: 200 },
    );
    await story.after('1m');
    const card = story.message(/^shop 1\.2\.0-slow to production: failed/);
    expect(charts()).toHaveLength(1);
    expect(charts()[0]?.thread).toBe(card.ts);
    expect(charts()[0]?.text).toMatch(/looks: worse\. slower than p99/);
    expect(charts()[0]?.alt).toMatch(/^Chart of Evidence: shop 1\.2\.0-slow to production, over/);
  });
});
