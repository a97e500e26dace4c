import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';
import { ID, NEXT, weeklyTrain } from './weekly-train.ts';

const weekly = weeklyTrain();

/** It begins on Wednesday 18 November 2026, 11:00 in Berlin; bo wrote what checkout 1.4.3 brings. */
describe('5.5 a release train', () => {
  const story = useStory({ rules: (catalog) => ({ ...catalog, trains: [weekly] }) });
  const departure = () => story.fairway.records.departure(ID);
  const rider = async (service: string) =>
    (await departure())?.riders.find((r) => r.service === service);
  const serving = (service: string) =>
    story.world.live({ service, environment: 'production' }).find((one) => one.percent === 100)
      ?.version;

  test('is listed with its next departure', async () => {
    for (const service of ['search', 'checkout'])
      story.world.steady({ service, environment: 'production' }, 40);
    await story.types('ana', '/deploy checkout@1.4.2 to staging');
    await story.after('1m');
    await story.types('ana', '/deploy checkout@1.4.2 to production');
    await story.presses('ana', 'start');
    for (const who of ['chen', 'bo', 'dana']) await story.types(who, '/release approve D-2');
    await story.after('8m');
    expect(serving('checkout')).toBe('1.4.2');
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.types('ana', '/deploy checkout@1.4.3 to staging');
    await story.after('1m');
    await story.types('bo', '/release train');
    expect(story.told('bo').text).toMatch(
      /weekly to production, departs 2026-11-18 13:00:00 UTC, ready by 2026-11-18 11:00:00 UTC: nobody/,
    );
  });

  test('whoever may deploy there puts a version on it; who wrote it is asked', async () => {
    await story.types('eli', '/release train join weekly search@2.1.0');
    expect(story.told('eli').text).toMatch(/You can't deploy to production/);
    expect(await departure()).toBeNull();
    await story.types('ana', '/release train join weekly search@2.1.0');
    expect(story.told('ana').text).toMatch(/@ana must mark it/);
    await story.types('ana', '/release train join weekly checkout@1.4.3');
    expect(await rider('checkout')).toMatchObject({ people: ['bo'], ready: [], by: 'ana' });
    expect(story.message(/^Train weekly/).text).toMatch(
      /boarding .*search 2\.1\.0: not ready: ana; checkout 1\.4\.3: not ready: bo/,
    );
    await story.types('ana', '/release train ready weekly checkout');
    expect(story.told('ana').text).toMatch(/Your mark is not asked for.*It takes that of bo/);
    await story.types('bo', '/release calendar');
    expect(story.told('bo').text).toMatch(
      /train weekly to production \(search 2\.1\.0, checkout 1\.4\.3\) 2026-11-18 13:00/,
    );
  });

  test('the drivers put others off, nobody else without a right does', async () => {
    await story.types('eli', '/release train leave weekly checkout');
    expect(story.told('eli').text).toMatch(/You can't steer deployments in production/);
    await story.types('dana', '/release train leave weekly checkout because "next week"');
    expect(await rider('checkout')).toMatchObject({
      state: 'off',
      why: 'dana took it off: next week',
    });
    await story.presses('ana', 'train:join:checkout');
    expect(await rider('checkout')).toMatchObject({ state: 'aboard', people: ['bo'], ready: [] });
  });

  test('who presses Ready is ready; at the cut-off the others are off and told', async () => {
    await story.presses('ana', 'train:ready:search');
    expect(await rider('search')).toMatchObject({ ready: ['ana'] });
    await story.later('1h');
    await story.after('10m');
    expect(await departure()).toMatchObject({ state: 'closed' });
    expect(await rider('checkout')).toMatchObject({ state: 'off' });
    story.message(/bo.*checkout 1\.4\.3 is off weekly: bo had not marked it ready at the cut-off/);
    await story.types('bo', '/release train ready weekly checkout');
    expect(story.told('bo').text).toMatch(/checkout is not on weekly/);
    await story.types('ana', '/release train join weekly checkout@1.4.3');
    expect(story.told('ana').text).toMatch(/departs 2026-11-25 13:00:00 UTC/);
  });

  test('it departs: an ordinary request in the name of who boarded, once however many look', async () => {
    await story.later('90m');
    await story.after('12m');
    const all = await story.fairway.records.deployments({
      service: 'search',
      environment: 'production',
      limit: 9,
    });
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({
      service: 'search',
      status: 'pending',
      requestedBy: 'ana',
      train: ID,
      waiting: [{ code: 'approval' }],
    });
    await story.types('bo', `/release why ${all[0]?.id}`);
    expect(JSON.stringify(story.told('bo').blocks)).toContain(ID);
    await story.presses('bo', 'approve');
    await story.after('3m');
    expect(serving('search')).toBe('2.1.0');
    expect(serving('checkout')).not.toBe('1.4.3');
    expect(await departure()).toMatchObject({ state: 'over', wakeAt: null });
    const told = await story.fairway.records.ledger(`train:${ID}`);
    expect(told.toReversed().map(({ body }) => body['what'])).toEqual([
      ...['boarded', 'boarded', 'ejected', 'boarded', 'ready', 'ejected'],
      ...['departed', 'left', 'arrived', 'arrived'],
    ]);
  });

  test('ready in the week after, it leaves then; a lock puts it off, and says why', async () => {
    await story.types('bo', '/release train ready weekly checkout');
    for (let day = 0; day < 6; day += 1) await story.later('24h');
    await story.later('23h');
    await story.types('chen', '/release lock checkout in production for 4h because "move"');
    await story.after('2h');
    const next = await story.fairway.records.departure('weekly@2026-11-25T13:00:00Z');
    expect(next?.riders).toMatchObject([
      { service: 'checkout', state: 'off', why: expect.stringMatching(/chen locked checkout/) },
    ]);
    expect(next?.state).toBe('over');
  });
});

describe('a service that rides on two departures of a train', () => {
  const story = useStory({ rules: (catalog) => ({ ...catalog, trains: [weekly] }) });
  const rider = async (id: string) => (await story.fairway.records.departure(id))?.riders[0];

  test('is marked on the one that can still be marked, and taken off the one that leaves first', async () => {
    story.world.steady({ service: 'search', environment: 'production' }, 40);
    for (const version of ['2.1.0', '2.2.0']) {
      await story.types('ana', `/deploy search@${version} to staging`);
      await story.after('1m');
      await story.types('ana', `/release train join weekly search@${version}`);
      await story.types('ana', '/release train ready weekly search');
      expect(story.told('ana').text).toMatch(/search is ready/);
      if (version === '2.1.0') await story.later('90m');
    }
    expect(await rider(ID)).toMatchObject({ version: '2.1.0', ready: ['ana'], state: 'aboard' });
    expect(await rider(NEXT)).toMatchObject({ version: '2.2.0', ready: ['ana'], state: 'aboard' });
    await story.types('ana', '/release train leave weekly search because "2.2.0 is better"');
    expect(await rider(ID)).toMatchObject({ state: 'off' });
    expect(await rider(NEXT)).toMatchObject({ state: 'aboard' });
  });
});

describe('a train that is held', () => {
  const story = useStory({ rules: (catalog) => ({ ...catalog, trains: [weekly] }) });
  const departure = (id: string) => story.fairway.records.departure(id);
  async function boards(): Promise<void> {
    await story.types('ana', '/release train join weekly search@2.1.0');
    await story.types('ana', '/release train ready weekly search');
  }

  test('is held by its driver with a reason, and everything says so', async () => {
    story.world.steady({ service: 'search', environment: 'production' }, 40);
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('1m');
    await story.types('eli', '/release train hold weekly because "I say so"');
    expect(story.told('eli').text).toMatch(/You can't steer deployments in production/);
    await story.types('dana', '/release train release weekly');
    expect(story.told('dana').text).toMatch(/weekly is not held/);
    await story.types('dana', '/release train hold weekly because "the bank is down"');
    expect(story.told('dana').text).toMatch(/You hold weekly/);
    await story.types('dana', '/release train hold weekly because "again"');
    expect(story.told('dana').text).toMatch(/dana holds weekly already: the bank is down/);
    await boards();
    await story.after('5s'); // for the edit of the card
    expect(story.message(/^Train weekly/).text).toMatch(
      /held by dana: the bank is down, boarding .*search 2\.1\.0: ready/,
    );
    await story.types('bo', '/release train');
    expect(story.told('bo').text).toMatch(
      /weekly to production, held by dana: the bank is down, departs/,
    );
    await story.types('bo', '/release calendar');
    expect(story.told('bo').text).toMatch(
      /train weekly to production \(held by dana: the bank is down; search 2\.1\.0\)/,
    );
  });

  test('nobody leaves; too late, its riders are told, and the next departure is held too', async () => {
    await story.later('3h');
    await story.after('1m');
    expect(await departure(ID)).toMatchObject({ state: 'closed', hold: { by: 'dana' } });
    await story.after('20m');
    expect(await departure(ID)).toMatchObject({ state: 'over' });
    story.message(
      /ana.*search 2\.1\.0 is off weekly: its departure was missed, since dana holds weekly/,
    );
    expect(await departure(NEXT)).toMatchObject({ state: 'boarding', hold: { by: 'dana' } });
    expect(
      await story.fairway.records.deployments({ environment: 'production', limit: 9 }),
    ).toEqual([]);
  });

  test('let go within a quarter of an hour, it departs', async () => {
    await boards();
    for (let day = 0; day < 6; day += 1) await story.later('24h');
    await story.later('23h');
    await story.after('50m');
    expect(await departure(NEXT)).toMatchObject({ state: 'closed', hold: { by: 'dana' } });
    await story.types('eli', '/release train release weekly');
    expect(story.told('eli').text).toMatch(/You can't steer deployments in production/);
    await story.types('dana', '/release train release weekly because "it is up again"');
    await story.after('1m');
    expect(await departure(NEXT)).toMatchObject({ state: 'under way', hold: null });
    const told = await story.fairway.records.ledger(`train:${NEXT}`);
    expect(told.toReversed().map(({ body }) => body['what'])).toEqual([
      ...['held', 'boarded', 'ready', 'closed', 'released', 'departed', 'left'],
    ]);
  });
});

describe('a train that several processes drive', () => {
  const story = useStory({ rules: (catalog) => ({ ...catalog, trains: [weekly] }) });

  test('asks for each rider once', async () => {
    story.world.steady({ service: 'search', environment: 'production' }, 40);
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('1m');
    await story.types('ana', '/release train join weekly search@2.1.0');
    await story.types('ana', '/release train ready weekly search');
    await story.later('3h');
    await Promise.all(Array.from({ length: 8 }, () => story.fairway.fireSchedules()));
    await story.later('1h');
    await Promise.all(Array.from({ length: 8 }, () => story.fairway.fireSchedules()));
    const all = await story.fairway.records.deployments({ environment: 'production', limit: 9 });
    expect(all).toHaveLength(1);
  });
});
