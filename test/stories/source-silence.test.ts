import { describe, expect, test } from 'vitest';
import { Objective } from '../../src/domain/verdict/objective.ts';
import { useStory } from './harness.ts';

const staging = { service: 'shop', environment: 'staging' };
const objectives = [Objective.parse({ target: 0.99, minRequests: 50 })];

describe('6.1 a source that is silent is told once, and told again when it is back', () => {
  const story = useStory({
    rules: (catalog) => ({
      ...catalog,
      services: catalog.services.map((one) => {
        const there = one.environments['staging'];
        if (one.name !== 'shop' || !there) return one;
        return { ...one, environments: { ...one.environments, staging: { ...there, objectives } } };
      }),
    }),
  });
  const told = () => story.texts().filter((one) => /answers for what|measured again/.test(one));
  const answers: { read: unknown } = { read: null };
  const fallSilent = () => {
    const { metrics } = story.world.provider;
    answers.read = metrics?.read;
    const read = () => Promise.reject(new Error('connection refused'));
    Object.assign(metrics ?? {}, { read });
  };

  test('while it answers, and for less than two minutes of silence, nothing is said', async () => {
    story.world.steady(staging, 40);
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('2m');
    fallSilent();
    await story.after('1m');
    expect(told()).toEqual([]);
  });

  test('then its owners hear of it, once, however long it lasts', async () => {
    for (let n = 0; n < 8; n += 1) await story.later('30s');
    expect(told()).toEqual([
      expect.stringMatching(
        /^Nobody answers for what shop serves in staging\. shop since .*: connection refused; .*chen.*Nothing passes for want of an answer/,
      ),
    ]);
    const message = story.message(/Nobody answers for what shop/);
    expect(story.reads(message)).toMatch(/U0CHEN0001/);
  });

  test('nothing passes meanwhile: a place that promised something is closed', async () => {
    for (let n = 0; n < 22; n += 1) await story.later('30s');
    await story.types('ana', '/deploy shop@1.0.0 to staging');
    await story.after('20s');
    await story.types('ana', '/release why D-2');
    expect(story.told('ana').text).toMatch(/availability was last measured 1\d minutes/);
    expect(told()).toHaveLength(1);
  });

  test('and once more when it is back, after which a new silence is news again', async () => {
    Object.assign(story.world.provider.metrics ?? {}, { read: answers.read });
    for (let n = 0; n < 4; n += 1) await story.later('15s');
    expect(told().slice(1)).toEqual([
      expect.stringMatching(/^shop in staging is measured again \(.*chen.*\)\.$/),
    ]);
    fallSilent();
    for (let n = 0; n < 8; n += 1) await story.later('30s');
    expect(told()).toHaveLength(3);
  });
});
