import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

const production = { service: 'shop', environment: 'production' };
const staging = { service: 'shop', environment: 'staging' };

describe('the main job: from /deploy to healthy traffic, and back', () => {
  const story = useStory();
  const serving = (target: typeof staging): readonly string[] =>
    story.world
      .live(target)
      .filter((one) => one.percent > 0)
      .map((one) => `${one.version} ${one.percent} %`);

  test('staging starts at once and ends verified', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    story.message(/^shop 1\.1\.0 to staging: succeeded/);
    expect(serving(staging)).toEqual(['1.1.0 100 %']);
  });

  test('production shows a private preview first; nothing is stored until Start', async () => {
    story.world.steady(production, 40);
    await story.types('ana', '/deploy shop@1.1.0 to production because "new basket"');
    const preview = story.message(/^Ready to deploy shop 1\.1\.0/, 'ana');
    expect(preview.ephemeral_to).toBe('U0ANA00001');
    expect(
      await story.fairway.records.deployments({ environment: 'production', limit: 9 }),
    ).toEqual([]);
    await story.presses('ana', 'start');
    const card = story.message(/ana asks to put shop 1\.1\.0 in production/);
    expect(story.offers(card)).toEqual(expect.arrayContaining(['approve', 'reject']));
  });

  test('the requester cannot approve, an approver can, and it starts ten seconds later', async () => {
    await story.presses('ana', 'approve');
    story.message(/You can't approve your own deployment/, 'ana');
    await story.presses('bo', 'approve');
    await story.after('9s');
    expect(serving(production)).toEqual(['1.0.0 100 %']);
    await story.after('2m');
    const card = story.message(/^shop 1\.1\.0 to production: succeeded/);
    expect(card.reply_count).toBeGreaterThan(3);
    expect(serving(production)).toEqual(['1.1.0 100 %']);
  });

  test('a slow version is caught by the canary and rolled back by itself', async () => {
    await story.types('ana', '/deploy shop@1.2.0-slow to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.2.0-slow to production');
    await story.presses('ana', 'start');
    await story.presses('bo', 'approve');
    await story.after('2m');
    story.message(/^shop 1\.2\.0-slow to production: failed, slower than p99/);
    story.message(/^Rolled back shop in production from 1\.2\.0-slow to 1\.1\.0/);
    expect(serving(production)).toEqual(['1.1.0 100 %']);
  });

  test('one channel message per deployment; the rest is in its thread', () => {
    const top = story.slack
      .messages('deploys')
      .filter((m) => m.bot && m.thread_ts === undefined && m.ephemeral_to === undefined);
    expect(top.map((m) => m.text.slice(0, 30))).toHaveLength(5); // four asked for, one rollback
  });
});
