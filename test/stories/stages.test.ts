import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

const search = { service: 'search', environment: 'production' };

describe('3.7 where deployments fail and wait', () => {
  const story = useStory();

  test('before anything ended there is a sentence, and no rate', async () => {
    await story.types('bo', '/release stages search 30d');
    expect(story.told('bo').text).toBe(
      'Stages: search in production: Nothing was deployed there in this time, and nothing waited.',
    );
  });

  test('what people waited for and how long steps took stands there once it is over', async () => {
    story.world.steady(search, 40);
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy search@2.1.0 to production because "spelling"');
    await story.presses('ana', 'start');
    await story.after('20m');
    await story.presses('dana', 'approve');
    await story.after('3m');
    await story.types('bo', '/release stages search');
    const seen = story.told('bo');
    expect(seen.text).toMatch(/^Stages: search in production: No step failed; /);
    expect(seen.text).toMatch(
      /approval was waited for longest: 20 minutes \d+ seconds over one wait\.$/,
    );
    expect(story.reads(seen)).toMatch(/judge \(canary\)/);
    expect(story.reads(seen)).toMatch(/0 of 1/);
    expect(story.reads(seen)).toMatch(/too few to say/);
  });

  test('the deployments behind a number are one press away', async () => {
    await story.presses('bo', 'stages:slowest:approval');
    expect(story.told('bo').text).toMatch(
      /^approval, slowest: search in production: D-\d+ passed after 20 minutes \d+ seconds\.$/,
    );
  });

  test('a version that is worse fails at its judge, and a rollback is no failure of a step', async () => {
    story.world.behave('search', '2.2.0', { errorRate: 0.3 });
    await story.types('ana', '/deploy search@2.2.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy search@2.2.0 to production because "faster"');
    await story.presses('ana', 'start');
    await story.presses('dana', 'approve');
    await story.after('5m');
    await story.types('bo', '/release stages search 30d in production');
    expect(story.told('bo').text).toMatch(
      /judge \(canary\) failed most: 1 of \d, too few for a rate; /,
    );
    await story.presses('bo', 'stages:failed:judge');
    expect(story.told('bo').text).toMatch(
      /^judge \(canary\), failed: search in production: D-\d+ failed after .*\.$/,
    );
    await story.types('bo', '/release stages search show finish --strategy rollback');
    expect(story.told('bo').text).toMatch(
      /^finish \(rollback\): search in production: D-\d+ done after/,
    );
  });

  test('each of one’s services on a line of its own; what cannot be meant is refused with what to type', async () => {
    await story.types('ana', '/release stages 30d');
    expect(story.told('ana').text).toMatch(
      /^Stages, service by service: .*search in production: judge/,
    );
    await story.types('bo', '/release stages search --only failed');
    expect(story.told('bo').text).toMatch(/Of which stage is missing/);
    await story.types('bo', '/release stages search sometimes');
    expect(story.told('bo').text).toMatch(/"sometimes" is not a period/);
    await story.types('bo', '/release stages search show jugde');
    expect(story.told('bo').text).toMatch(
      /"jugde" is no stage\. Did you mean: Try: \/release stages search show judge$/,
    );
    await story.types('bo', '/release stages search show judge --only broken');
    expect(story.told('bo').text).toMatch(
      /--only cannot be "broken"\. It is one of failed, retried/,
    );
  });

  test('a period that is over has the same answer whenever it is asked', async () => {
    await story.types('bo', '/release stages search 7d until 2026-11-17');
    expect(story.told('bo').text).toMatch(/Nothing was deployed there in this time/);
  });
});
