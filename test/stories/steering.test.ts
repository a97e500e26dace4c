import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

const production = { service: 'shop', environment: 'production' };

describe('steering: pause, resume, skip, abort, roll back', () => {
  const story = useStory();
  const serving = (): readonly string[] =>
    story.world
      .live(production)
      .filter((one) => one.percent > 0)
      .map((one) => `${one.version} ${one.percent} %`)
      .toSorted();
  const newest = async () => (await story.fairway.records.deployments({ limit: 1 }))[0];
  const id = async () => (await newest())?.id ?? 'none';

  async function approved(version: string): Promise<void> {
    await story.types('ana', `/deploy shop@${version} to production`);
    await story.presses('ana', 'start');
    await story.after('3s');
    await story.presses('bo', 'approve');
    await story.after('9s');
  }

  test('aborted before anybody met it: cancelled, nothing exposed', async () => {
    story.world.steady(production, 40);
    for (const version of ['1.1.0', '1.2.0-slow', '1.3.0-errors']) {
      await story.types('ana', `/deploy shop@${version} to staging`);
      await story.after('30s');
    }
    story.world.fault({
      call: 'start',
      kind: 'answer',
      answer: { kind: 'running', againInMs: 30_000 },
    });
    await approved('1.1.0');
    await story.after('5s');
    await story.types('eli', `/release abort ${await id()}`);
    expect(story.told('eli').text).toMatch(/You can't steer deployments in production/);
    await story.types('chen', `/release abort ${await id()} wrong version`);
    await story.after('5s');
    story.message(/^shop 1\.1\.0 to production: not started, aborted by chen: wrong version/);
    await story.after('1m');
    expect(serving()).toEqual(['1.0.0 100 %']);
    expect(story.world.effects().at(-1)).toMatchObject({ kind: 'prestage' });
  });

  test('paused, traffic stays where it is for as long as it takes; resumed, it goes on', async () => {
    await approved('1.1.0');
    await story.after('8s');
    await story.presses('bo', 'pause');
    await story.after('4s');
    const card = story.message(
      /^shop 1\.1\.0 to production: step 4 of 9: canary 40 %, judging, held by bo/,
    );
    expect(story.offers(card)).toEqual(expect.arrayContaining(['resume', 'skip', 'rollback']));
    await story.later('3h');
    await story.after('1m');
    expect(serving()).toEqual(['1.0.0 60 %', '1.1.0 40 %']);
    await story.types('bo', `/release pause ${await id()}`);
    expect(story.told('bo').text).toMatch(/is already held by bo/);
    await story.presses('bo', 'resume');
    await story.after('35s');
    expect(serving()).toEqual(['1.0.0 30 %', '1.1.0 70 %']);
  });

  test('past the verdict of what others approved nobody takes their own request', async () => {
    await story.presses('ana', 'skip');
    await story.submits('ana', { because: 'I am sure' });
    expect(story.told('ana').text).toMatch(
      /You asked for D-\d+ and others approved it, so somebody else .*Ask one of them: bo, chen, dana\. Or wait/,
    );
    expect(serving()).toEqual(['1.0.0 30 %', '1.1.0 70 %']);
  });

  test('skipping needs the right, and goes to all traffic at once', async () => {
    await story.presses('eli', 'skip');
    await story.submits('eli', { because: 'hotfix' });
    expect(story.told('eli').text).toMatch(/You can't steer/);
    await story.presses('chen', 'skip');
    expect(story.reads(story.form('chen') ?? {})).toMatch(
      /Why\?.*without waiting for its verdict/s,
    );
    await story.submits('chen', { because: 'the shop is down without it' });
    await story.after('3s');
    expect(serving()).toEqual(['1.1.0 100 %']);
    await story.after('30s');
    const card = story.message(/^shop 1\.1\.0 to production: succeeded/);
    expect(story.thread(card)).toContainEqual(
      expect.stringMatching(/chen skipped ahead from 70 % to 100 %: the shop is down without it/),
    );
  });

  test('a rollback can be rehearsed, and after success its button works', async () => {
    await story.types('bo', '/rollback shop in production --dry-run');
    expect(story.told('bo').text).toMatch(
      /^Would roll back shop in production from 1\.1\.0 to 1\.0\.0/,
    );
    expect(serving()).toEqual(['1.1.0 100 %']);
    await story.presses('bo', 'rollback', story.message(/^shop 1\.1\.0 to production: succeeded/));
    await story.after('15s');
    story.message(/^Rolled back shop in production from 1\.1\.0 to 1\.0\.0\. Asked for by bo/);
    story.message(/^shop 1\.1\.0 to production: rolled back later by D-/);
    expect(serving()).toEqual(['1.0.0 100 %']);
  });

  test('a rollback of a rollback, of nothing older, and of an unknown version are refused', async () => {
    await story.types('bo', '/rollback shop to 7.7.7 in production');
    expect(story.told('bo').text).toMatch(/There is no 7\.7\.7 to return to in production/);
    await story.types('bo', '/rollback shop to 1.1.0 in production');
    expect(story.told('bo').text).toMatch(
      /There is no 1\.1\.0 to return to.*verified there before, and not rolled back/,
    );
  });

  test('errors are caught by the judge, though someone skipped nothing and watched nothing', async () => {
    await approved('1.3.0-errors');
    await story.after('2m');
    story.message(/^shop 1\.3\.0-errors to production: failed, error rate/);
    story.message(/^Rolled back shop in production from 1\.3\.0-errors to 1\.0\.0\. Automatic/);
    expect(serving()).toEqual(['1.0.0 100 %']);
  });

  test('aborted after people met it: failed, and rolled back at once', async () => {
    await approved('1.1.0');
    await story.after('20s');
    expect(serving()).toEqual(['1.0.0 60 %', '1.1.0 40 %']);
    await story.types('chen', `/release abort ${await id()}`);
    await story.after('10s');
    story.message(/^shop 1\.1\.0 to production: failed, aborted by chen/);
    expect(serving()).toEqual(['1.0.0 100 %']);
  });

  test('a lock holds the deployments of others, its owner says so, and a rollback passes it', async () => {
    await approved('1.1.0');
    await story.after('2m');
    await story.types('dana', '/release lock shop in production database move');
    expect(story.told('dana').text).toMatch(/You locked shop in production/);
    await story.types('bo', '/release lock shop in production');
    expect(story.told('bo').text).toMatch(
      /dana has already locked shop in production\. The reason: database move\. Ask dana/,
    );
    await approved('1.3.0-errors');
    await story.after('1m');
    const card = story.message(
      /ana asks to put shop 1\.3\.0-errors .*dana locked shop in production: database move/,
    );
    const waiting = await id();
    expect(serving()).toEqual(['1.1.0 100 %']);
    await story.types('bo', '/rollback shop in production because "basket is empty"');
    await story.after('15s');
    expect(serving()).toEqual(['1.0.0 100 %']);
    await story.types('bo', '/release unlock shop in production');
    expect(story.told('bo').text).toMatch(
      /dana locked shop in production; it is not yours to take off/,
    );
    await story.types('chen', '/release unlock shop in production');
    expect(story.told('chen').text).toMatch(/shop in production is unlocked/);
    await story.types('chen', `/release abort ${waiting}`);
    await story.after('5s');
    expect(story.message(/^shop 1\.3\.0-errors to production: not started/).ts).toBe(card.ts);
  });

  test('back to a version by its name, over one that is newer', async () => {
    await approved('1.1.0');
    await story.after('2m');
    await story.types('ana', '/deploy shop@1.2.0-slow to production --strategy blue-green');
    await story.presses('ana', 'start');
    await story.after('3s');
    await story.presses('bo', 'approve');
    await story.after('7m');
    expect(serving()).toEqual(['1.2.0-slow 100 %']);
    await story.types('bo', '/rollback shop to 1.0.0 in production');
    await story.after('15s');
    story.message(/^Rolled back shop in production from 1\.2\.0-slow to 1\.0\.0/);
    expect(serving()).toEqual(['1.0.0 100 %']);
    expect(await newest()).toMatchObject({ kind: 'rollback', status: 'succeeded' });
  });

  test('the Roll back button of a card that something came after undoes nothing', async () => {
    const old = story.message(/^shop 1\.1\.0 to production: succeeded/);
    await story.presses('bo', 'rollback', old);
    expect(story.told('bo').text).toMatch(
      /is no longer what serves shop in production\..*came after it/,
    );
    expect(serving()).toEqual(['1.0.0 100 %']);
  });
});
