import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

const search = { service: 'search', environment: 'production' };
const LINE = '/release schedule search from staging to production every weekday at 14:30';

/** It begins on Wednesday 18 November 2026, 11:00 in Berlin, where ana and bo live. */
describe('3.5 a schedule moves what is verified, time after time', () => {
  const story = useStory({
    rules: (catalog) => ({
      ...catalog,
      notWhile: [
        {
          name: 'no search without a checkout',
          environments: ['production'],
          services: ['search'],
          incident: ['checkout'],
        },
      ],
    }),
  });
  const newest = async () => (await story.fairway.records.deployments({ ...search, limit: 1 }))[0];
  const schedule = () => story.fairway.records.schedule('S-1');
  const serving = () => story.world.live(search).find((one) => one.percent === 100)?.version;

  async function stage(version: string): Promise<void> {
    await story.types('ana', `/deploy search@${version} to staging`);
    await story.after('30s');
    story.message(new RegExp(`^search ${version} to staging: succeeded`));
  }

  test('for production it is shown first, with its times and those of whom it will ask', async () => {
    story.world.steady(search, 40);
    await stage('2.1.0');
    await story.types('ana', `${LINE} because "every working day"`);
    const preview = story.told('ana');
    expect(preview.text).toMatch(
      /Schedule search from staging to production, every weekday at 14:30 Europe\/Berlin\?/,
    );
    expect(preview.text).toMatch(/bo \(14:30 Europe\/Berlin\), chen \(21:30 Asia\/Singapore\)/);
    expect(preview.text).toMatch(/dana \(08:30 America\/New_York\)/);
    expect(JSON.stringify(preview.blocks)).toContain(
      String(Date.UTC(2026, 10, 18, 13, 30) / 1_000),
    );
    expect(await story.fairway.records.schedules(9)).toEqual([]);
  });

  test('made, it stands in the channel, the ledger, the list and the calendar', async () => {
    await story.presses('ana', 'schedule:make');
    const card = story.message(/^Schedule S-1: search from staging to production/);
    expect(card.text).toMatch(/Next: 2026-11-18 13:30:00 UTC\. Orders of ana/);
    const [entry] = await story.fairway.records.ledger('S-1');
    expect(entry?.body).toMatchObject({ what: 'scheduled', by: 'ana' });
    await story.types('bo', '/release schedules');
    expect(story.told('bo').text).toMatch(/S-1 search from staging to production, every weekday/);
    await story.types('bo', '/release calendar');
    expect(story.told('bo').text).toMatch(
      /schedule S-1 search from staging to production 2026-11-1/,
    );
    await story.types('bo', `${LINE} Europe/Berlin`);
    expect(story.told('bo').text).toMatch(/S-1 does that already/);
  });

  test('at its time it asks like any other, in the name of whose orders it is', async () => {
    await story.later('3h');
    expect(await newest()).toBeUndefined();
    await story.after('30m');
    const d = await newest();
    expect(d).toMatchObject({
      status: 'pending',
      requestedBy: 'ana',
      artifact: { version: '2.1.0' },
      waiting: [{ code: 'approval' }],
      schedule: { id: 'S-1', occurrence: '2026-11-18T13:30:00Z' },
    });
    expect(d?.because).toBe(
      'schedule S-1, every weekday at 14:30 Europe/Berlin: every working day',
    );
    await story.presses('ana', 'approve');
    expect(story.told('ana').text).toMatch(/You can't approve your own deployment/i);
    await story.presses('bo', 'approve');
    await story.after('2m');
    expect(serving()).toBe('2.1.0');
    expect(story.message(/^Schedule S-1/).text).toMatch(/Last time: asked, D-2, 2\.1\.0/);
  });

  test('the next day nothing is newer: nothing is asked for, and the card says so', async () => {
    await story.later('23h');
    await story.after('1h');
    expect((await newest())?.id).toBe('D-2');
    expect(story.message(/^Schedule S-1/).text).toMatch(
      /Last time: skipped, nothing newer is verified in staging: 2\.1\.0 already serves production/,
    );
  });

  test('a version nobody approved is closed before it is asked for again; over the weekend nothing is', async () => {
    await stage('2.2.0');
    await story.later('23h');
    await story.after('1h');
    const asked = await newest();
    expect(asked).toMatchObject({ status: 'pending', artifact: { version: '2.2.0' } });
    for (let day = 0; day < 2; day += 1) await story.later('24h');
    expect(await story.fairway.records.deployments({ ...search, limit: 9 })).toHaveLength(2);
    await story.later('23h');
    await story.after('1h');
    expect(await newest()).toMatchObject({ status: 'pending', artifact: { version: '2.2.0' } });
    expect((await newest())?.id).not.toBe(asked?.id);
  });

  test('what was rejected is not asked for again', async () => {
    const rejected = (await newest())?.id;
    await story.types('bo', `/release reject ${rejected} "not this week"`);
    await story.later('23h');
    await story.after('1h');
    expect((await newest())?.id).toBe(rejected);
    expect((await schedule())?.last).toMatchObject({
      what: 'skipped',
      why: `2.2.0 was rejected by bo (${rejected})`,
    });
  });

  test('a lock skips a time, and says so', async () => {
    await stage('2.3.0');
    await story.later('23h');
    await story.types('chen', '/release lock search in production because "disk is being moved"');
    await story.after('1h');
    expect((await schedule())?.last).toMatchObject({
      what: 'skipped',
      why: 'chen locked search in production: disk is being moved',
    });
    await story.types('chen', '/release unlock search in production');
  });

  test('so does an incident of what it must not meet, rather than wait to start at night', async () => {
    const before = (await newest())?.id;
    await story.later('23h');
    await story.types('bo', '/release incident open checkout in production because "no payments"');
    await story.after('1h');
    expect((await schedule())?.last).toMatchObject({
      what: 'skipped',
      why: expect.stringMatching(/INC-1/),
    });
    expect((await newest())?.id).toBe(before);
    await story.types('bo', '/release incident close INC-1 because "paid again"');
  });

  test('paused it does nothing; whoever resumes it takes its orders over', async () => {
    const before = (await newest())?.id;
    await story.types('bo', '/release pause s-1 because "release week"');
    expect(story.message(/^Schedule S-1/).text).toMatch(/It is paused by bo: release week/);
    await story.later('24h');
    await story.later('24h');
    expect((await newest())?.id).toBe(before);
    await story.types('bo', '/release resume S-1');
    expect(await schedule()).toMatchObject({ by: 'bo', stopped: null });
    await story.types('bo', '/release resume S-1');
    expect(story.told('bo').text).toMatch(/S-1 is not paused/);
  });

  test('removed, it is gone from the list, and its button says so', async () => {
    await story.presses('chen', 'unschedule:S-1');
    await story.after('5s');
    expect(story.message(/^Schedule S-1/).text).toMatch(/It is removed/);
    await story.types('bo', '/release schedules');
    expect(story.told('bo').text).toMatch(/Schedules: none/);
    await story.types('bo', '/release pause S-1');
    expect(story.told('bo').text).toMatch(/S-1 was removed/);
    const kinds = (await story.fairway.records.ledger('S-1')).map(({ body }) => body['what']);
    expect(kinds).toEqual(
      expect.arrayContaining(['scheduled', 'asked', 'skipped', 'paused', 'resumed', 'unscheduled']),
    );
  });
});

describe('3.5 what misses, ends or doubles a schedule', () => {
  let left: string | null = null;
  const story = useStory({
    rules: (catalog) => ({
      ...catalog,
      people: catalog.people.map((p) => (p.id === left ? { ...p, accounts: [] } : p)),
    }),
  });
  const all = () => story.fairway.records.deployments({ ...search, limit: 9 });
  const schedule = () => story.fairway.records.schedule('S-1');

  async function stage(version: string): Promise<void> {
    await story.types('bo', `/deploy search@${version} to staging`);
    await story.after('30s');
  }
  async function ship(): Promise<void> {
    await story.after('5s');
    await story.presses('chen', 'approve');
    await story.after('2m');
    expect((await all())[0]).toMatchObject({ status: 'succeeded' });
  }

  test('Fairway was away: ten minutes late it is answered', async () => {
    story.world.steady(search, 40);
    await stage('2.1.0');
    await story.types('ana', `${LINE} --yes`);
    await story.later('3h39m');
    expect((await schedule())?.last).toMatchObject({
      occurrence: '2026-11-18T13:30:00Z',
      what: 'asked',
    });
    await ship();
  });

  test('longer than a quarter of an hour: the time is missed, and the thread says so', async () => {
    await stage('2.2.0');
    await story.later('24h30m');
    expect(await all()).toHaveLength(1);
    expect((await schedule())?.last).toMatchObject({
      what: 'missed',
      why: expect.stringMatching(/^it was 4\d minutes late: Fairway was not there$/),
    });
    const card = story.message(/^Schedule S-1/);
    expect(story.thread(card).join()).toMatch(
      /S-1 missed its time: it was 4\d minutes late: Fairway was not there/,
    );
  });

  test('several times that nobody was there for are answered once', async () => {
    await story.later('95h20m');
    expect(await all()).toHaveLength(2);
    const entry = (await story.fairway.records.ledger('S-1')).find(
      ({ body }) => JSON.stringify(body['evidence'])?.includes('2026-11-23T13:30:00Z') === true,
    );
    expect(entry?.body).toMatchObject({ what: 'asked', evidence: { passed: 1 } });
    await ship();
  });

  test('looked at by many at once, each time is answered once', async () => {
    await stage('2.3.0');
    story.passes('24h');
    await Promise.all(Array.from({ length: 6 }, () => story.fairway.fireSchedules()));
    await story.settle();
    expect(await all()).toHaveLength(3);
    const asked = (await story.fairway.records.ledger('S-1')).filter(
      ({ body }) => body['what'] === 'asked',
    );
    expect(asked).toHaveLength(3);
    await ship();
  });

  test('who leaves gives no more orders: it is paused, and the owners are told', async () => {
    left = 'ana';
    await story.later('24h');
    expect(await schedule()).toMatchObject({
      stopped: { by: 'fairway', why: 'ana, whose orders it carries out, has left' },
      wakeAt: null,
    });
    story.message(/S-1 is paused by fairway: ana, whose orders it carries out, has left/);
    await story.types('eli', '/release resume S-1');
    expect(story.told('eli').text).toMatch(/You can't deploy to production/);
    await story.types('bo', '/release resume S-1');
    expect(await schedule()).toMatchObject({ by: 'bo', stopped: null });
  });
});

describe('3.5 a schedule whose request cannot be made', () => {
  let approvers = true;
  const story = useStory({
    rules: (catalog) =>
      approvers
        ? catalog
        : { ...catalog, approvals: catalog.approvals.map((rule) => ({ ...rule, groups: [] })) },
  });
  const all = () => story.fairway.records.deployments({ ...search, limit: 9 });
  const schedule = () => story.fairway.records.schedule('S-1');
  const silent = { kind: 'throw-before', times: Number.POSITIVE_INFINITY } as const;

  test('a provider that does not answer is asked again each minute, and then it goes on', async () => {
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('30s');
    await story.types('ana', `${LINE} --yes`);
    await story.later('3h29m');
    story.world.fault({ call: 'observe', ...silent });
    await story.after('5m');
    expect(await schedule()).toMatchObject({ delayed: expect.stringMatching(/did not answer/) });
    expect(story.message(/^Schedule S-1/).text).toMatch(/waiting: fake did not answer/);
    story.world.clearFaults();
    await story.after('2m');
    expect(await all()).toMatchObject([{ status: 'pending' }]);
    expect(await schedule()).toMatchObject({ delayed: null, failures: 0 });
    await story.types('ana', `/release abort ${(await all())[0]?.id}`);
  });

  test('silent for longer than a time may be late, that is why it was missed', async () => {
    await story.later('23h50m');
    story.world.fault({ call: 'observe', ...silent });
    await story.after('30m');
    story.world.clearFaults();
    expect((await schedule())?.last).toMatchObject({
      what: 'missed',
      why: expect.stringMatching(/^it was 1[56] minutes late: fake did not answer/),
    });
  });

  test('refused three times in a row it pauses itself and calls the owners; nothing was asked', async () => {
    approvers = false;
    const before = (await all()).length;
    await story.later('23h40m');
    await story.after('30m');
    expect(await schedule()).toMatchObject({ failures: 1, last: { what: 'refused' } });
    for (let day = 0; day < 4; day += 1) {
      await story.later('23h30m');
      await story.after('30m');
    }
    expect(await schedule()).toMatchObject({ stopped: { by: 'fairway' }, dueAt: null });
    story.message(
      /chen or ana: S-1 is paused by fairway: it failed 3 times in a row; .*Nobody could/,
    );
    expect(await all()).toHaveLength(before);
    await story.opensHome('bo');
    expect(story.reads(story.home('bo'))).toMatch(/Schedules.*paused by/s);
  });
});

describe('3.5 an event: green for so long', () => {
  const story = useStory();
  const target = { service: 'search', environment: 'production' };
  const all = () => story.fairway.records.deployments({ ...target, limit: 9 });
  const schedule = () => story.fairway.records.schedule('S-1');

  async function stage(version: string): Promise<void> {
    await story.types('ana', `/deploy search@${version} to staging`);
    await story.after('30s');
  }

  test('it waits until what is verified was left alone for so long', async () => {
    story.world.steady(target, 40);
    await story.types('ana', '/release schedule search to production when staging green for 30m');
    expect(story.told('ana').text).toMatch(/when staging has been green for 30 minutes/);
    await story.presses('ana', 'schedule:make');
    await story.after('2m');
    expect((await schedule())?.delayed).toBe('nothing is verified in staging');
    await stage('2.1.0');
    await story.after('10m');
    await stage('2.2.0');
    await story.after('25m');
    expect(await all()).toEqual([]);
    expect((await schedule())?.delayed).toBe('2.2.0 is not green in staging for 30 minutes yet');
  });

  test('then it asks once for it, whatever becomes of the request', async () => {
    await story.after('6m');
    expect(await all()).toMatchObject([
      {
        status: 'pending',
        artifact: { version: '2.2.0' },
        schedule: { id: 'S-1', occurrence: 'D-2' },
      },
    ]);
    await story.later('25h');
    await story.after('5m');
    expect(await all()).toMatchObject([{ status: 'cancelled', outcome: { code: 'expired' } }]);
    expect((await schedule())?.delayed).toBe('2.2.0 was asked for already');
  });

  test('what is closed only puts it off', async () => {
    await story.types('chen', '/release lock search in production because "disk is being moved"');
    await stage('2.3.0');
    await story.after('40m');
    expect((await schedule())?.delayed).toMatch(/chen locked search in production/);
    await story.types('chen', '/release unlock search in production');
    await story.after('2m');
    expect(await all()).toMatchObject([{ artifact: { version: '2.3.0' } }, {}]);
    await story.presses('bo', 'approve');
    await story.after('2m');
    expect((await all())[0]).toMatchObject({ status: 'succeeded' });
  });

  test('what was rolled back in production is not brought again', async () => {
    await story.types('bo', '/rollback search in production because "slow"');
    await story.after('2m');
    await story.after('40m');
    expect((await schedule())?.delayed).toMatch(
      /2\.3\.0 was there before \(D-\d+\), and a schedule brings nothing back/,
    );
  });
});

describe('3.5 what is no schedule', () => {
  const story = useStory();
  const to = 'search from staging to production';
  test.each([
    [to, /When is missing\..*every weekday at 10/],
    ['search to production every day at 10', /Where from is missing.*from staging to production/],
    ['search from staging every day at 10', /environment is missing/],
    ['search from production to staging every day at 10', /Nothing comes before staging/],
    ['search from production to production every day at 10', /not what comes right before/],
    [`${to} when production green for 30m`, /not what comes right before/],
    [`${to} every month at 10`, /"every month at 10" is not a time I can repeat/],
    [`${to} every day at 25`, /not a time I can repeat/],
    [`${to} every day at 10 Mars/Base`, /not a time I can repeat/],
    [`${to} when the moon is full`, /not an event I know/],
    [`${to} when staging green for 30s`, /not between a minute and a week/],
    [`${to} every day at 10 --late 2d`, /not between a minute and twelve hours/],
    [
      'search@2.1.0 from staging to production every day at 10',
      /takes no version.*\/deploy search@2\.1\.0 to production at tomorrow 10:00/,
    ],
  ])('%s', async (text, expected) => {
    await story.types('ana', `/release schedule ${text}`);
    expect(story.told('ana').text).toMatch(expected);
    expect(await story.fairway.records.schedules(9)).toEqual([]);
  });

  test('who may not deploy there makes none', async () => {
    await story.types('eli', `/release schedule ${to} every day at 10`);
    expect(story.told('eli').text).toMatch(/You can't deploy to production/);
  });
});
