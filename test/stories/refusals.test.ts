import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

describe('what is refused: privately, nothing is stored, and it says what, why and what to do', () => {
  const story = useStory({ patienceMs: 2_000 });

  /** Types it, and expects one private answer and nothing else in the world. */
  async function refused(who: string, line: string): Promise<string> {
    const shared = () => story.texts().length - private_().length;
    const private_ = () => story.slack.messages('deploys').filter((m) => m.ephemeral_to);
    const before = { shared: shared(), told: private_().length, effects: effects() };
    await story.types(who, line);
    expect(private_()).toHaveLength(before.told + 1);
    expect({ shared: shared(), effects: effects() }).toEqual({
      shared: before.shared,
      effects: before.effects,
    });
    return story.told(who).text;
  }
  const effects = () => story.world.effects().length;

  test.each([
    [
      '/deploy shpo@1.1.0 to staging',
      /Unknown service "shpo"\. Did you mean shop\? Try: \/deploy shop 1\.1\.0 to staging/,
    ],
    [
      '/deploy shop@1.1.0 to stagign',
      /Unknown environment "stagign"\. Did you mean staging\? Try: \/deploy shop 1\.1\.0 to staging/,
    ],
    [
      '/deploy zebra@1.1.0 to staging',
      /Unknown service "zebra"\. There is: .*checkout.*search.*shop/,
    ],
    [
      '/deploy shop@1.1.1 to staging',
      /shop has no version 1\.1\.1\. Did you mean 1\.1\.0\? Try: \/deploy shop 1\.1\.0 to staging/,
    ],
    [
      '/deploy shop@9.9.9-nope to staging',
      /shop has no version 9\.9\.9-nope\. There is: .*1\.1\.0/,
    ],
    ['/deploy shop@1.0.0 to staging', /shop 1\.0\.0 already serves staging\. Nothing to do\./],
    [
      '/deploy shop@1.1.0 to production',
      /shop 1\.1\.0 is not verified in staging, which comes before production\. Deploy it there first/,
    ],
    [
      '/deploy shop@1.1.0 to staging --startegy canary',
      /There is no --startegy here\. Did you mean --strategy\?/,
    ],
    ['/deploy shop@1.1.0 to staging --force', /There is no --force here\. Usage: \/deploy/],
    [
      '/deploy shop@1.1.0 to staging --strategy yolo',
      /--strategy cannot be "yolo"\. It is one of rolling, canary, blue-green/,
    ],
    ['/deploy "shop@1.1.0 to staging', /quotation mark is never closed/],
    ['/deploy shop@1.1.0 to staging now please', /I don't understand "now" here\. Usage: \/deploy/],
    [
      '/release aprove D-1',
      /I don't know the verb "aprove"\. Did you mean approve\? Try: \/release approve D-1/,
    ],
    [
      '/release approve D-99',
      /There is no deployment D-99\. See the recent ones: Try: \/release list/,
    ],
    ['/release approve', /The id is missing/],
    ['/release list faild', /"faild".*Did you mean failed\?/],
    ['/release lock shop', /environment is missing.*production/],
    ['/release changed soon', /"soon" is not a length of time\. Try: \/release changed 1h/],
    ['/release diff shop 1.0.0', /"1\.0\.0" is not a range of two versions/],
    ['/rollback shop in production', /Nothing was ever deployed to shop in production/],
  ])('%s', async (line, expected) => {
    expect(await refused('ana', line)).toMatch(expected);
  });

  test.each([
    ['curly quotes and a long dash', '/deploy shop@1.1.0 to staging —dry-run because “new basket”'],
    [
      'a mail link made by the phone',
      '/deploy <mailto:shop@1.1.0|shop@1.1.0> to staging --dry-run',
    ],
    ['entities and a doubled blank', '/deploy  shop@1.1.0  to staging --dry-run because a &amp; b'],
    ['capitals and an alias', '/deploy Storefront@1.1.0 TO Staging --dry-run'],
  ])('%s is understood all the same', async (_, line) => {
    await story.types('ana', line);
    expect(story.told('ana').text).toMatch(/^Ready to deploy shop 1\.1\.0 .* to staging/);
    expect(story.offers(story.told('ana'))).toEqual([]);
  });

  test('someone in no group is told whom to ask', async () => {
    const text = await refused('eli', '/deploy shop@1.0.0 to production');
    expect(text).toMatch(
      /You can't deploy to production\. .* deployers and release-managers\. Ask .*ana/,
    );
    expect(await refused('eli', '/rollback shop in production')).toMatch(/You can't steer/);
  });

  test('a guest may look and never decide', async () => {
    expect(await refused('gus', '/deploy shop@1.1.0 to staging')).toMatch(
      /This account can look, but never decide\. It is a guest account\. Ask a member/,
    );
    await story.types('gus', '/release status');
    expect(story.told('gus').text).toMatch(/^Under way: nothing is running/);
  });

  test('a guest that nobody linked reads and asks for nothing', async () => {
    await story.mentions('gus', 'deploy shop@1.1.0 to staging');
    expect(story.told('gus').text).toMatch(/can look, but never decide/);
  });

  test('/deploy alone opens a form; sent, it leads to the preview', async () => {
    await story.types('ana', '/deploy');
    expect(story.form('ana')).toMatchObject({ type: 'modal' });
    await story.submits('ana', { service: 'shop', version: '1.1.0', to: 'staging' });
    expect(story.form('ana')).toBeUndefined();
    await story.after('30s');
    story.message(/^shop 1\.1\.0 to staging: succeeded/);
  });

  test('a missing environment opens the form with what was said', async () => {
    await story.types('ana', '/deploy storefront@1.1.0 because "new basket"');
    const form = JSON.stringify(story.form('ana'));
    expect(form).toMatch(/"initial_option":\{[^}]*\{[^}]*"shop"/);
    expect(form).toContain('"initial_value":"1.1.0"');
    expect(form).toContain('"initial_value":"new basket"');
    await story.submits('ana', { to: 'production' });
    expect(story.told('ana').text).toMatch(/^Ready to deploy shop 1\.1\.0 .* to production/);
    await story.presses('ana', 'cancel');
    expect(story.texts('ana').at(-1)).toBe('Nothing was started.');
    expect(
      await story.fairway.records.deployments({ environment: 'production', limit: 1 }),
    ).toEqual([]);
  });

  test('a mention with something missing offers the form, because only a press may open one', async () => {
    await story.mentions('ana', 'deploy shop@1.1.0');
    await story.presses('ana', 'open');
    expect(story.form('ana')).toMatchObject({ type: 'modal' });
    await story.submits('ana', { to: 'production' });
    expect(story.told('ana').text).toMatch(/^Ready to deploy shop 1\.1\.0/);
  });

  test.each(['throw-before', 'hang'] as const)(
    'a provider that does not answer (%s): nothing was started',
    async (kind) => {
      story.world.fault({ call: 'observe', kind, times: 9 });
      expect(await refused('ana', '/deploy shop@1.2.0-slow to staging')).toMatch(
        /fake did not answer\. Nothing was started\. .* Try again/,
      );
      story.world.clearFaults();
    },
  );

  test('a registry that does not answer: nothing was started', async () => {
    story.world.setRegistry(false);
    expect(await refused('ana', '/deploy shop@1.2.0-slow to staging')).toMatch(
      /^The registry of fake cannot be reached, so nobody can say what shop 1\.2\.0-slow is\. Nothing was started\. .*registry does not answer.*rolled back: that needs no registry/,
    );
    story.world.setRegistry(true);
  });
});
