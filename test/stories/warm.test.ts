import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

describe('5.1 a warm stand-by, and switching back to it', () => {
  const story = useStory();
  const card = () => story.message(/^shop 1\.1\.0 to production/);

  test('the card says until when the version before stays warm', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('20s');
    await story.types('ana', '/deploy shop@1.1.0 to production --strategy blue-green');
    await story.presses('ana', 'start');
    await story.after('3s');
    await story.presses('bo', 'approve');
    await story.after('2m');
    const seen = story.reads(card());
    expect(seen).toMatch(/1\.0\.0 stays warm until /);
    expect(seen).toContain('Switch back…');
    expect(seen).toContain('Extend');
  });

  test('Extend keeps it longer, by whoever may, and the ledger says who', async () => {
    const before = story.reads(card());
    await story.presses('bo', 'warm', card());
    await story.after('5s');
    expect(story.reads(card())).not.toBe(before);
    const ledger = await story.fairway.records.ledger('D-2');
    const kept = ledger.filter(({ body }) => JSON.stringify(body).includes('addedMs'));
    expect(kept.map(({ body }) => body['by'])).toEqual(['bo']);
  });

  test('the card counts down, in words that change seldom', async () => {
    const seen = new Set<string>();
    for (let n = 0; n < 8; n += 1) {
      await story.after('30s');
      seen.add(/1\.0\.0 stays warm, [^.\n]* left/.exec(story.reads(card()))?.[0] ?? 'nothing');
      expect(card().text).toMatch(/; 1\.0\.0 stays warm, over [^.]* left\. Started by ana/);
    }
    expect([...seen].length).toBeLessThan(4);
    expect([...seen].join()).toMatch(/^(1\.0\.0 stays warm, over \d+ minutes left,?)+$/);
  });

  test('more than its plan allows is refused with numbers', async () => {
    await story.types('bo', '/release warm D-2 for 2h');
    expect(story.told('bo').text).toMatch(
      /1\.0\.0 cannot be kept warm for 2 hours more\. The plan of D-2 allows 1 hour in all \(keepWarm\), and 15 minutes were added\. At most 45 minutes\./,
    );
  });

  test('past its bake it is still there, and one press switches back to it', async () => {
    await story.after('8m');
    expect(story.reads(card())).toMatch(/1\.0\.0 stays warm until /);
    await story.presses('bo', 'rollback', card());
    await story.after('20s');
    story.message(/^Rolled back shop in production from 1\.1\.0 to 1\.0\.0/);
  });
});
