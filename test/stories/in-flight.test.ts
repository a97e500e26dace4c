import { describe, expect, test } from 'vitest';
import { Blackout, type InFlight } from '../../src/domain/governance/window.ts';
import { useStory } from './harness.ts';

const search = { service: 'search', environment: 'production' };

/** Production closes at 10:05 UTC, five minutes after these stories begin, for an hour. */
function closing(inFlight: InFlight) {
  const closes = Blackout.parse({
    name: 'weekend',
    environments: ['production'],
    owner: 'platform',
    zone: 'UTC',
    from: '2026-11-18T10:05',
    for: '1h',
    inFlight,
    warn: '3m',
  });
  return useStory({ rules: (catalog) => ({ ...catalog, blackouts: [closes] }) });
}

type Story = ReturnType<typeof closing>;
const shares = (story: Story) =>
  story.world.live(search).map(({ version, percent }) => `${version} ${percent} %`);

/** Search 2.1.0 has 40 % of production when it closes. */
async function halfWay(story: Story): Promise<readonly string[]> {
  story.world.steady(search, 40);
  await story.types('ana', '/deploy search@2.1.0 to staging');
  await story.after('20s');
  await story.types('ana', '/deploy search@2.1.0 to production');
  await story.presses('ana', 'start');
  await story.after('4m');
  await story.presses('bo', 'approve');
  await story.after('18s');
  expect(shares(story)).toContain('2.1.0 40 %');
  return story.thread(story.message(/^search 2\.1\.0 to production/));
}

describe('8.2 what runs when production closes', () => {
  describe('finish', () => {
    const story = closing('finish');
    test('its people are told, it goes through its plan, and nothing new starts', async () => {
      const thread = await halfWay(story);
      expect(
        thread.filter((line) =>
          /weekend closes production in \d+ seconds.*goes through its plan/.test(line),
        ),
      ).toHaveLength(1);
      await story.after('2m');
      story.message(/^search 2\.1\.0 to production: succeeded/);
      await story.types('ana', '/deploy search@2.2.0 to staging');
      await story.after('20s');
      await story.types('ana', '/deploy search@2.2.0 to production');
      expect(story.told('ana').text).toMatch(/Not started: production is in blackout/);
    });
  });

  describe('pause', () => {
    const story = closing('pause');
    test('it keeps its share while it is closed, and goes on by itself when it opens', async () => {
      const thread = await halfWay(story);
      expect(
        thread.some((line) => /shows itself to nobody new until it opens again/.test(line)),
      ).toBe(true);
      await story.after('1m');
      const held = shares(story);
      expect(held).toHaveLength(2);
      await story.after('3m');
      expect(shares(story)).toEqual(held);
      await story.types('ana', '/release why D-2');
      expect(story.told('ana').text).toMatch(/weekend.*Rule: blackout.*platform/);
      await story.later('54m');
      expect(shares(story)).toEqual(held);
      await story.after('4m');
      story.message(/^search 2\.1\.0 to production: succeeded/);
    });
  });

  describe('roll-back', () => {
    const story = closing('roll-back');
    test('it is rolled back the moment it closes, once, and who asked for it hears why', async () => {
      await halfWay(story);
      await story.after('20s');
      const [old] = shares(story);
      expect(old).toMatch(/^(?!2\.1\.0).* 100 %$/);
      story.message(/Rolled back search in production from 2\.1\.0/);
      const rollbacks = await story.fairway.records.deployments({ ...search, limit: 9 });
      expect(rollbacks.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
        'rollback succeeded',
        'deploy failed',
      ]);
      expect(rollbacks[1]?.outcome?.why).toBe('the blackout weekend has closed');
      const at = Date.UTC(2026, 10, 18, 10, 5);
      expect((rollbacks[1]?.finishedAt ?? 0) - at).toBeLessThan(2_000);
    });
  });

  describe('roll-back, and it is held by hand', () => {
    const story = closing('roll-back');
    const threadOf = (card: RegExp): string => story.thread(story.message(card)).join('\n');
    test('who waits to start hears when it opens again, who holds hears what comes, and it goes back', async () => {
      await story.types('ana', '/deploy shop@1.1.0 to staging');
      await halfWay(story);
      await story.types('chen', '/release pause D-3 because "a look"');
      await story.types('ana', '/deploy shop@1.1.0 to production');
      await story.presses('ana', 'start');
      await story.after('5s');
      expect(threadOf(/^search 2\.1\.0 to production/)).toMatch(
        /weekend closes production in \d+ seconds.*held by chen \(a look\) and is then rolled back all the same/,
      );
      expect(threadOf(/asks to put shop 1\.1\.0 in production/)).toMatch(
        /this has not started; what has not by then starts not before 2026-11-18 11:05 UTC/,
      );
      const held = shares(story);
      expect(held).toHaveLength(2);
      await story.after('20s');
      await story.after('20s');
      story.message(/^search 2\.1\.0 to production: failed, the blackout weekend has closed/);
      expect(shares(story)).toHaveLength(1);
      expect(shares(story)[0]).not.toMatch(/^2\.1\.0/);
    });
  });
});
