import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

describe('a preview that was left lying', () => {
  const story = useStory();

  test('an old Start shows a fresh preview, whose Start works', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('20s');
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.later('41m');
    await story.presses('ana', 'start');
    expect(story.told('ana').text).toMatch(
      /^This preview is 41 minutes old\. Here is a fresh one\. Ready to deploy shop 1\.1\.0/,
    );
    expect(story.told('ana').text).not.toMatch(/under way/);
    await story.presses('ana', 'start');
    story.message(/ana asks to put shop 1\.1\.0 in production/);
  });

  test('an approval may say why; the ledger keeps it', async () => {
    await story.types('bo', '/release approve D-2 checked the dashboards');
    const [line] = (await story.fairway.records.ledger('D-2')).filter(
      ({ body }) => body['what'] === 'approved',
    );
    expect(line?.body['evidence']).toMatchObject({ because: 'checked the dashboards' });
  });
});
