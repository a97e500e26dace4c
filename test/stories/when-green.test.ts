import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

const shop = { service: 'shop', environment: 'production' };

describe('approve when green: said ahead, counted when the evidence is there', () => {
  const story = useStory();
  const newest = async () => (await story.fairway.records.deployments({ limit: 1 }))[0];

  /** Staging is paused, or its three seconds would be over before anybody could ask. */
  async function asksBoth(version: string): Promise<string> {
    await story.types('ana', `/deploy shop@${version} to staging`);
    const id = (await newest())?.id ?? '';
    await story.types('ana', `/release pause ${id}`);
    await story.types('ana', `/deploy shop@${version} to production`);
    await story.presses('ana', 'start');
    await story.after('3s');
    return id;
  }

  test('what is still on its way to staging may be asked for, and waits', async () => {
    story.world.steady(shop, 40);
    await asksBoth('1.1.0');
    expect(story.message(/ana asks to put shop 1\.1\.0/).text).toMatch(
      /not verified in staging yet: D-1 is on its way there/,
    );
  });

  test('the approver says so once; it is shown, and does not count yet', async () => {
    const plan = (await newest())?.planDigest.slice(0, 12);
    await story.chooses('bo', `/release approve D-2 --plan ${plan} --when-green`);
    const card = story.message(/ana asks to put shop 1\.1\.0/);
    expect(story.reads(card)).toMatch(/waiting, 0 of 1\n, \n\w+\n when green/);
    expect(await newest()).toMatchObject({ status: 'pending', approvals: [{ whenGreen: true }] });
    await story.types('bo', '/release approve D-2 --when-green');
    expect(story.told('bo').text).toMatch(/You have already approved D-2/);
  });

  test('once staging is verified it counts, can be taken back for ten seconds, and starts', async () => {
    await story.types('ana', '/release resume D-1');
    await story.after('10s');
    const card = story.message(/ana asks to put shop 1\.1\.0/);
    expect(story.thread(card)).toContain(
      'D-2: All is green: the approval of bo counts from now on',
    );
    expect(await newest()).toMatchObject({ waiting: [{ code: 'withdraw-window' }] });
    await story.after('2m');
    story.message(/^shop 1\.1\.0 to production: succeeded/);
  });

  test('where staging fails nothing is green, and the request is closed', async () => {
    const staging = await asksBoth('1.2.0-slow');
    await story.types('bo', '/release approve D-4 --when-green');
    await story.types('ana', `/release abort ${staging}`);
    await story.after('30s');
    story.message(
      /^shop 1\.2\.0-slow to production: not started, refused .*not verified in staging/,
    );
    expect(story.world.live(shop).find((one) => one.percent === 100)?.version).toBe('1.1.0');
  });

  test('a plain approval given later replaces it', async () => {
    await asksBoth('1.3.0-errors');
    const id = (await newest())?.id ?? '';
    await story.types('bo', `/release approve ${id} --when-green`);
    await story.types('bo', `/release approve ${id}`);
    expect((await newest())?.approvals).toEqual([
      expect.objectContaining({ by: 'bo', validUntil: expect.any(Number) }),
    ]);
  });
});
