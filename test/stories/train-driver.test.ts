import { describe, expect, test } from 'vitest';
import { Train } from '../../src/domain/governance/train.ts';
import { useStory } from './harness.ts';

const weekly = {
  name: 'weekly',
  ...Train.parse({
    to: 'production',
    waves: [['search'], ['checkout']],
    days: ['we'],
    at: '14:00',
    zone: 'Europe/Berlin',
    cutOff: '2h',
    driver: 'dana',
    confirm: true,
  }),
};
const ID = 'weekly@2026-11-18T13:00:00Z';
const ANA = 'U0ANA00001';
const DANA = 'U0DANA0001';

/** It begins at 11:00 in Berlin, an hour before the cut-off. */
describe('5.5 a train with a driver who lets it depart', () => {
  const story = useStory({ rules: (catalog) => ({ ...catalog, trains: [weekly] }) });
  const departure = () => story.fairway.records.departure(ID);
  /** What somebody was told of the train in direct messages, oldest first. */
  function direct(user: string) {
    const dm = story.slack.state().channels.find((one) => one.is_im && one.members.includes(user));
    const all = dm ? story.slack.messages(dm.id, user) : [];
    return all.flatMap((one) =>
      /weekly/.test(one.text) ? [{ ...one, channel: dm?.id ?? '' }] : [],
    );
  }
  async function presses(user: string, action: string): Promise<void> {
    const on = direct(user).findLast((one) => story.offers(one).includes(action));
    if (!on) throw new Error(`${user} has no ${action} in ${direct(user).map(({ text }) => text)}`);
    const { channel, ts } = on;
    const pressed = await story.slack.click({ user, channel, ts, action_id: action });
    expect(pressed).toMatchObject({ ok: true });
    await story.settle();
  }

  test('before the cut-off who has not marked and the driver are told once', async () => {
    story.world.steady({ service: 'search', environment: 'production' }, 40);
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('1m');
    await story.types('ana', '/release train join weekly search@2.1.0');
    expect(direct(ANA)).toEqual([]);
    await story.later('30m');
    await story.after('5m');
    expect(direct(ANA).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^search 2\.1\.0 lacks your mark.*departs 2026-11-18 13:00:00 UTC/),
    ]);
    expect(direct(DANA).map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /^You drive weekly to production.*search 2\.1\.0, not ready: ana.*1 of it would stay behind/,
      ),
    ]);
    await presses(ANA, 'train:ready:search');
    await story.after('10s');
    expect((await departure())?.riders[0]?.ready).toEqual(['ana']);
    expect(direct(ANA)).toHaveLength(1);
    expect(direct(DANA)[0]?.text).toMatch(/search 2\.1\.0, ready.*All of it is ready/);
    await story.types('dana', '/release train go weekly');
    expect(story.told('dana').text).toMatch(/what rides is not known before its cut-off/);
  });

  test('from the cut-off on the driver is asked, and it leaves at no time without', async () => {
    await story.later('1h');
    await story.after('10s');
    expect(direct(DANA)).toHaveLength(2);
    expect(direct(DANA)[1]?.text).toMatch(/leaves only once one of its drivers says so/);
    await story.types('ana', '/release train go weekly');
    expect(story.told('ana').text).toMatch(/You can't let weekly depart.*dana drives it/);
    await story.later('80m');
    await story.after('10m');
    expect(await departure()).toMatchObject({ state: 'closed', go: null });
  });

  test('pressed, it departs at once', async () => {
    await presses(DANA, 'train:go');
    await story.after('1m');
    expect(await departure()).toMatchObject({ state: 'under way', go: { by: 'dana' } });
    expect(direct(DANA)[1]?.text).toMatch(/It is under way/);
    expect(story.offers(direct(DANA)[1] ?? {})).toEqual([]);
    await story.types('dana', '/release train go weekly');
    expect(story.told('dana').text).toMatch(/No departure of weekly waits to leave/);
  });
});
