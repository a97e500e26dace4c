import { describe, expect, test } from 'vitest';
import { DigestRule } from '../../src/domain/governance/digest.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { useStory } from './harness.ts';

const search = { service: 'search', environment: 'production' };
/** Mondays at nine in Berlin, eight in UTC: to the channel of releases, and directly to one owner. */
const inChannel = DigestRule.parse({ zone: 'Europe/Berlin', channel: 'C0DEPLOYS1' });
const directly = DigestRule.parse({ zone: 'Europe/Berlin', at: '09:05' });

describe('3.7 owners are told of their week', () => {
  const story = useStory({
    start: instant(Date.UTC(2026, 10, 18, 10)),
    rules: (catalog) => ({
      ...catalog,
      groups: catalog.groups.map((group) => {
        if (group.name === 'platform') return { ...group, digest: inChannel };
        return group.name === 'shop-owners' ? { ...group, digest: directly } : group;
      }),
    }),
  });
  const digests = () => story.texts().filter((text) => /week of platform/i.test(text));
  const direct = (user: string): readonly string[] => {
    const dm = story.slack.state().channels.find((one) => one.is_im && one.members.includes(user));
    const texts = dm ? story.slack.messages(dm.id, user).map(({ text }) => text ?? '') : [];
    return texts.filter((text) => /week of/i.test(text));
  };
  /** To this moment in one go, with nobody there meanwhile; then they look. */
  async function until(iso: string): Promise<void> {
    await story.later(`${Date.parse(iso) - story.now()}ms`);
    await story.after('10s');
  }

  test('who asked for it in the middle of a week is told on Monday, and nothing before', async () => {
    story.world.steady(search, 40);
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy search@2.1.0 to production because "spelling"');
    await story.presses('ana', 'start');
    await story.later('90m');
    await story.after('4s');
    await story.presses('dana', 'approve');
    await story.after('3m');
    story.world.behave('search', '2.2.0', { errorRate: 0.3 });
    await story.types('ana', '/deploy search@2.2.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy search@2.2.0 to production because "faster"');
    await story.presses('ana', 'start');
    await story.later('10m');
    await story.after('4s');
    await story.presses('dana', 'approve');
    await story.after('2m');
    expect(digests()).toEqual([]);
    await until('2026-11-23T07:59:30Z');
    expect(digests()).toEqual([]);
    await story.after('1m');
    expect(digests()).toHaveLength(1);
    expect(digests()[0]).toMatch(
      /^Week of platform: 3 deployments of 1 service, 0 failed, 1 taken back before all traffic\. Failed most: judge \(canary\) of search in production, 1 of \d\. Slowest step: .* of search in (production|staging), half within .*\. D-\d+ of search in production waited longest: 1 hour 30 minutes for approval\. Nothing is owed\.$/,
    );
    const seen = story.reads(story.message(/^Week of platform: 3 deployments/));
    expect(seen).toMatch(/Waited for[\s\S]*approval\s*: 1 hour 40 minutes over 2 waits/);
  });

  test('once, whoever looks how often, and two at once', async () => {
    await Promise.all([story.fairway.reconcile(), story.fairway.reconcile()]);
    await story.settle();
    await story.after('2m');
    await story.later('5h');
    expect(digests()).toHaveLength(1);
  });

  test('without a channel each of the group is told directly', async () => {
    const told = direct('U0CHEN0001');
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(
      /^Week of shop-owners: A quiet week: nothing was deployed\. Nothing is owed\.$/,
    );
  });

  test('half a day late it is told all the same, of the week it was due for', async () => {
    await until('2026-11-30T20:00:00Z');
    expect(digests()).toHaveLength(2);
    expect(digests()[1]).toMatch(/^Week of platform: A quiet week: nothing was deployed\./);
    const seen = story.message(/^Week of platform: A quiet week/);
    expect(story.reads(seen)).toMatch(/2026-11-23 08:00:00 UTC to 2026-11-30 08:00:00 UTC/);
  });

  test('more than a day late it is left out, and that is said once', async () => {
    await until('2026-12-08T09:00:00Z');
    await story.after('2m');
    expect(digests()).toHaveLength(3);
    expect(digests()[2]).toMatch(
      /^The week of platform that was due at 2026-12-07 08:00:00 UTC was not told: .*\/release digest platform$/,
    );
  });

  test('the next one comes as ever; and at any time for whoever asks', async () => {
    await until('2026-12-14T08:00:10Z');
    expect(digests()).toHaveLength(4);
    expect(digests()[3]).toMatch(/^Week of platform: A quiet week/);
    await story.types('bo', '/release digest platform');
    expect(story.told('bo').text).toMatch(/^Week of platform: A quiet week/);
    await story.types('bo', '/release digest platfrom');
    expect(story.told('bo').text).toMatch(
      /"platfrom" is no service and owns none.*digest platform/s,
    );
  });
});
