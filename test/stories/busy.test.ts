import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

const production = { service: 'shop', environment: 'production' };
const staging = { service: 'shop', environment: 'staging' };

describe('a busy slot: replace, queue behind, or leave it', () => {
  const story = useStory();
  const serving = (target: typeof staging) =>
    story.world
      .live(target)
      .filter((one) => one.percent > 0)
      .map((one) => `${one.version} ${one.percent} %`);

  test('the newer request is refused with three offers; leaving it changes nothing', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.types('chen', '/deploy shop@1.2.0-slow to staging');
    const refusal = story.told('chen');
    expect(refusal.text).toMatch(
      /Not started: D-1 \(shop 1\.1\.0\) is running in staging\. One deployment at a time/,
    );
    expect(story.offers(refusal)).toEqual(['start:queue', 'start:replace', 'cancel']);
    await story.presses('chen', 'cancel');
    await story.after('20s');
    expect(serving(staging)).toEqual(['1.1.0 100 %']);
  });

  test('queued behind, it starts by itself and replaces what was put there meanwhile', async () => {
    await story.types('ana', '/deploy shop@1.0.0 to staging');
    await story.types('chen', '/deploy shop@1.2.0-slow to staging');
    await story.presses('chen', 'start:queue');
    await story.after('2s');
    story.message(
      /chen asks to put shop 1\.2\.0-slow in staging.*Waiting for D-2 \(shop 1\.0\.0\)/,
    );
    await story.after('30s');
    story.message(/^shop 1\.0\.0 to staging: succeeded/);
    story.message(/^shop 1\.2\.0-slow to staging: succeeded/);
    expect(serving(staging)).toEqual(['1.2.0-slow 100 %']);
    const [queued] = await story.fairway.records.deployments({ ...staging, limit: 1 });
    expect(queued?.previous?.version).toBe('1.0.0');
  });

  test('replacing stops what runs, takes it back, and goes on from what served before', async () => {
    story.world.steady(production, 40);
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.presses('ana', 'start');
    await story.after('2s');
    await story.presses('bo', 'approve');
    await story.after('40s');
    expect(serving(production)).toEqual(expect.arrayContaining(['1.1.0 70 %']));
    await story.types('chen', '/deploy shop@1.2.0-slow to production');
    await story.presses('chen', 'start:replace');
    expect(story.told('chen').text).toMatch(/^Ready to deploy shop 1\.2\.0-slow \(from 1\.0\.0\)/);
    await story.presses('chen', 'start');
    await story.after('10s');
    story.message(/^shop 1\.1\.0 to production: failed, replaced by D-\d+ \(shop 1\.2\.0-slow\)/);
    story.message(/^Rolled back shop in production from 1\.1\.0 to 1\.0\.0/);
    expect(serving(production)).toEqual(['1.0.0 100 %']);
    await story.presses('bo', 'approve');
    await story.after('21s');
    expect(serving(production).toSorted()).toEqual(['1.0.0 60 %', '1.2.0-slow 40 %']);
    await story.after('2m');
    story.message(/^shop 1\.2\.0-slow to production: failed, slower than p99/);
    expect(serving(production)).toEqual(['1.0.0 100 %']);
  });

  test('an approval given for another starting point no longer counts when that has changed', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.presses('ana', 'start');
    await story.after('2s');
    const waiting = story.message(/ana asks to put shop 1\.1\.0 in production/);
    await story.types('chen', '/deploy shop@1.2.0-slow to production --strategy blue-green');
    await story.presses('chen', 'start');
    await story.after('2s');
    await story.presses('bo', 'approve');
    await story.after('6m');
    expect(serving(production)).toEqual(['1.2.0-slow 100 %']);
    await story.presses('bo', 'approve', waiting);
    await story.after('20s');
    expect(serving(production)).toEqual(['1.2.0-slow 100 %']);
    story.message(/bo, ana: .*no longer count.*1\.0\.0.*1\.2\.0-slow/);
    await story.presses('bo', 'approve', waiting);
    await story.after('30s');
    expect(serving(production).toSorted()).toEqual(['1.1.0 40 %', '1.2.0-slow 60 %']);
  });
});
