import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Publisher } from '../../src/domain/governance/publication.ts';
import { useStory } from './harness.ts';

const search = { service: 'search', environment: 'staging' };
const LINE = '/release schedule search to staging when published';
const github = Publisher.parse({
  name: 'github',
  kind: 'github',
  secrets: ['env:GITHUB'],
  publishes: [{ repository: 'acme/search', service: 'search', tag: 'v{version}' }],
});

describe('3.5 a version that is published is asked for, by standing orders', () => {
  let left = false;
  const story = useStory({
    rules: (catalog) => ({
      ...catalog,
      publishers: [github],
      people: catalog.people.map((p) => (left && p.id === 'ana' ? { ...p, accounts: [] } : p)),
    }),
  });
  const all = () => story.fairway.records.deployments({ ...search, limit: 9 });
  const schedule = () => story.fairway.records.schedule('S-1');
  const kinds = async () =>
    (await story.fairway.records.ledger('S-1')).map(({ body }) => body['what']).toReversed();
  let deliveries = 0;

  async function releases(
    version: string,
    more: { minutesAgo?: number; id?: string; secret?: string } = {},
  ) {
    const { url, token } = story.hookAt('github');
    const { minutesAgo = 0, secret = token } = more;
    deliveries += 1;
    const body = JSON.stringify({
      action: 'published',
      repository: { full_name: 'acme/search', default_branch: 'main' },
      release: {
        tag_name: `v${version}`,
        draft: false,
        prerelease: false,
        published_at: new Date(story.now() - minutesAgo * 60_000).toISOString(),
      },
    });
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-github-event': 'release',
        'x-github-delivery': more.id ?? `delivery-${deliveries}`,
        'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      },
    });
    await story.settle();
    return answer.status;
  }

  test('it is ordered for the first environment alone, and only where somebody tells', async () => {
    await story.types('ana', '/release schedule search to production when published');
    expect(story.told('ana').text).toMatch(/production is not the first for search/);
    await story.types('ana', '/release schedule shop to staging when published');
    expect(story.told('ana').text).toMatch(/Nobody tells when a version of shop is published/);
    await story.types('ana', `${LINE} because "each release"`);
    expect(story.message(/^Schedule S-1/).text).toMatch(
      /search to staging, when published\. It waits to be told of a version\. Orders of ana/,
    );
  });

  test('nobody without the secret is heard', async () => {
    expect(await releases('2.1.0', { secret: 'guess' })).toBe(401);
    await story.after('2m');
    expect([await all(), await kinds()]).toEqual([[], ['scheduled']]);
  });

  test('told of a version it is asked for in the name of whose orders it is, once', async () => {
    story.world.steady(search, 40);
    expect(await releases('2.1.0', { id: 'one' })).toBe(202);
    expect(await releases('2.1.0', { id: 'one' })).toBe(202);
    await story.after('30s');
    const [d, ...more] = await all();
    expect(more).toEqual([]);
    expect(d).toMatchObject({
      status: 'succeeded',
      requestedBy: 'ana',
      artifact: { version: '2.1.0' },
      because: 'schedule S-1, when published, as github told: each release',
    });
    expect(await kinds()).toEqual(['scheduled', 'heard', 'asked']);
    expect((await schedule())?.last).toMatchObject({ what: 'asked', why: 'D-1, 2.1.0' });
  });

  test('told by another delivery, or of what was there before, it brings nothing back', async () => {
    await story.types('ana', '/deploy search@2.2.0 to staging');
    await story.after('30s');
    await releases('2.1.0');
    await story.after('2m');
    expect(await all()).toHaveLength(2);
    expect((await schedule())?.last?.why).toMatch(/2\.1\.0 was there before \(D-1\)/);
  });

  test('what was published before the newest is passed over', async () => {
    await releases('2.3.0', { minutesAgo: 60 });
    await story.after('2m');
    expect(await all()).toHaveLength(2);
    expect((await kinds()).at(-1)).toBe('passed-over');
  });

  test('a version that nobody can find is waited for, and then missed', async () => {
    await releases('7.0.0');
    await story.after('2m');
    expect(story.message(/^Schedule S-1/).text).toMatch(
      /Told of 7\.0\.0 by github, waiting: search has no version 7\.0\.0/,
    );
    await story.later('16m');
    expect((await schedule())?.last).toMatchObject({
      what: 'missed',
      why: expect.stringMatching(
        /^it was not there 1\d minutes after it was told of: search has no/,
      ),
    });
    expect((await schedule())?.wakeAt).toBeNull();
  });

  test('where it is closed it waits for the end of that, through every gate', async () => {
    await story.types('chen', '/release blackout add staging for 2h because "moving house"');
    await releases('2.3.0');
    await story.after('30m');
    expect(await all()).toHaveLength(2);
    expect(story.message(/^Schedule S-1/).text).toMatch(/Told of 2\.3\.0.*waiting:.*moving house/);
    await story.later('95m');
    await story.after('30s');
    expect((await all())[0]).toMatchObject({ status: 'succeeded', artifact: { version: '2.3.0' } });
  });

  test('paused it hears nothing; who has left gives no orders', async () => {
    await story.types('bo', '/release pause S-1 because "release week"');
    await releases('2.2.0');
    expect((await schedule())?.heard).toBeNull();
    await story.types('ana', '/release resume S-1');
    expect(await all()).toHaveLength(3);
    left = true;
    await releases('2.0.0');
    expect(await schedule()).toMatchObject({
      stopped: { by: 'fairway', why: 'ana, whose orders it carries out, has left' },
    });
    expect(await all()).toHaveLength(3);
  });
});
