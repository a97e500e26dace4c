import { describe, expect, test } from 'vitest';
import { Objective } from '../../src/domain/verdict/objective.ts';
import { useStory } from './harness.ts';

const staging = { service: 'shop', environment: 'staging' };
const objective = Objective.parse({ target: 0.99, period: '1d', minRequests: 50 });

describe('6.1 the error budget is spent: nothing new goes there, a fix and going back do', () => {
  const story = useStory({
    rules: (catalog) => ({
      ...catalog,
      alerts: [],
      services: catalog.services.map((one) => {
        const there = one.environments['staging'];
        if (one.name !== 'shop' || !there) return one;
        const objectives = [objective];
        return { ...one, environments: { ...one.environments, staging: { ...there, objectives } } };
      }),
    }),
  });
  const serving = () => story.world.live(staging).find((one) => one.percent === 100)?.version;

  test('while some is left it goes through', async () => {
    story.world.steady(staging, 40);
    await story.after('1m');
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    expect(serving()).toBe('1.1.0');
  });

  test('spent by what serves, the next one waits with the numbers and an earliest time', async () => {
    await story.later('65m');
    story.world.behave('shop', '1.1.0', { errorRate: 0.9 });
    for (let n = 0; n < 40; n += 1) await story.later('30s');
    await story.types('ana', '/deploy shop@1.2.0-slow to staging');
    await story.after('20s');
    expect(serving()).toBe('1.1.0');
    await story.types('ana', '/release why D-2');
    expect(story.told('ana').text).toMatch(
      /availability 99 %: \d+ % of the error budget of 1 day is spent \([\d,]+ of [\d,]+ requests failed.*Rule: budget/,
    );
    await story.types('ana', '/release calendar in staging');
    expect(story.told('ana').text).toMatch(
      /blackout availability 99 %: \d+ % of the error budget of 1 day is spent.*\(shop in staging\)/,
    );
  });

  test('a fix passes once a second person approves it', async () => {
    await story.types('ana', '/release abort D-2');
    await story.types('ana', '/deploy shop@1.0.0 to staging --fixes INC-42');
    await story.after('20s');
    story.message(/shop 1\.0\.0 .*as the fix of INC-42 it passes once a second person approves it/);
    await story.presses('chen', 'approve');
    await story.after('40s');
    expect(serving()).toBe('1.0.0');
  });

  test('what would have fired cannot be asked where nothing is kept', async () => {
    await story.types('ana', '/release triggers replay 1d shop in staging');
    expect(story.told('ana').text).toMatch(/What is measured in staging is not kept/);
    await story.types('ana', '/release triggers replay 1d in staging');
    expect(story.told('ana').text).toMatch(
      /0 of 0 deployments would have been undone\. shop, availability 99 %: not replayed \(What is measured in staging is not kept\)/,
    );
    await story.types('ana', '/release triggers replay 1d');
    expect(story.told('ana').text).toMatch(
      /No service that you may read has an objective in production/,
    );
    await story.types('ana', '/release triggers replay 1d shop in production');
    expect(story.told('ana').text).toMatch(/shop has no objective in production/);
    await story.types('ana', '/release triggers replay 1d shop in staging --pair 2%/9h/5m');
    expect(story.told('ana').text).toMatch(/"2%\/9h\/5m" is not a pair of windows/);
  });

  test('and a rollback asks no gate at all', async () => {
    await story.types('bo', '/rollback shop in staging because "worse"');
    await story.after('20s');
    expect(serving()).toBe('1.1.0');
  });

  test('a source that keeps the past says which deployment would have been undone, and when', async () => {
    const [first] = await story.fairway.records
      .deployments({ ...staging, limit: 9, statuses: ['succeeded'] })
      .then((all) => all.filter((d) => d.id === 'D-1'));
    const met = first?.exposedAt ?? 0;
    const minute = (n: number) => met - (met % 60_000) + n * 60_000;
    const minutes = async () =>
      Array.from({ length: 30 }, (_, n) => [minute(n), '1.1.0', 600, n < 5 ? 0 : 300]);
    const spans = { everyMs: 1_000, lateMs: 0, minutes };
    Object.assign(story.world.provider.metrics ?? {}, { spans });
    await story.types('ana', '/release triggers replay 1d shop in staging');
    expect(story.told('ana').text).toMatch(
      /Triggers of shop in staging over the last 1 day: 1 of 2 deployments would have been undone\. .*D-1: 1\.1\.0 (alone has burned|burns the error budget).*it stayed/,
    );
    expect(story.told('ana').text).toMatch(
      / · held nothing, for nothing ran: All of shop burns its budget: .* to now · closed: availability 99 %: \d+ % of the error budget of 1 day is spent/,
    );
    await story.types('ana', '/release triggers replay 1d in staging');
    expect(story.told('ana').text).toMatch(
      /^Triggers in staging over the last 1 day: 1 of 2 deployments would have been undone\. shop, availability 99 %: 1 of 2, the last D-1 at .*, closed once\..*Moment by moment: \/release triggers replay 1d shop in staging/,
    );
    await story.types('ana', '/release triggers replay 1d in staging --objective fast');
    expect(story.told('ana').text).toMatch(/has an objective called "fast" in staging/);
  });
});
