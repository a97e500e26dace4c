import { describe, expect, test } from 'vitest';
import { LOCK_RULES } from '../../src/domain/governance/lock-rules.ts';
import { useStory } from './harness.ts';

describe('8.7 arbiters settle, whatever else they may', () => {
  const story = useStory({
    rules: (catalog) => ({
      ...catalog,
      groups: [...catalog.groups, { name: 'arbiters', members: ['eli'], mention: null }],
      locks: { ...LOCK_RULES, arbiters: ['arbiters'] },
    }),
  });

  test('the buttons in their direct message do what they say, and are for nobody else', async () => {
    await story.types('dana', '/release lock shop in production for 2h because "half done"');
    await story.types('ana', '/release takeover shop in production because "mine now"');
    await story.types('dana', '/release object shop in production because no');
    await story.types('bo', '/release settle shop pass-on in production');
    expect(story.told('bo').text).toMatch(/You can't settle who has a lock.*arbiters/s);
    const eli = story.slack.state().users.find((u) => u.name === 'eli')?.id ?? '';
    const dm = story.slack.state().channels.find((c) => c.is_im && c.members.includes(eli));
    const asked = story.slack.messages(dm?.id ?? '', eli).at(-1);
    const action_id = story.offers(asked ?? {}).find((one) => one.includes('pass-on')) ?? '';
    await story.slack.click({ user: eli, channel: dm?.id ?? '', ts: asked?.ts ?? '', action_id });
    await story.settle();
    const at = [{ service: 'shop', environment: 'production' }];
    expect((await story.fairway.records.locksAt(at))[0]).toMatchObject({ held: { by: 'ana' } });
  });
});

describe('8.7 a lock is held for a change, and there is a way past it', () => {
  const story = useStory({ rules: (catalog) => ({ ...catalog, alerts: [] }) });

  /** What Fairway wrote to this person alone, oldest first. */
  const dms = (who: string) => {
    const { users, channels } = story.slack.state();
    const user = users.find((u) => u.name === who)?.id ?? '';
    const dm = channels.find((c) => c.is_im && c.members.includes(user));
    return dm ? story.slack.messages(dm.id, user).map((m) => ({ ...m, channel: dm.id })) : [];
  };
  const told = (who: string) => dms(who).at(-1)?.text ?? '';
  async function pressesThere(who: string, action: string): Promise<void> {
    const user = story.slack.state().users.find((u) => u.name === who)?.id ?? '';
    const found = dms(who).findLast((m) => story.offers(m).includes(action));
    if (!found) throw new Error(`${who} was offered no ${action}`);
    const { channel, ts } = found;
    await story.slack.click({ user, channel, ts, action_id: action });
    await story.settle();
  }
  const status = async (id: `D-${number}`) => (await story.fairway.records.deployment(id))?.status;

  test('what waits stands in a queue, its card says how to get past, and a rollback is never held', async () => {
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('1m');
    expect(await status('D-1')).toBe('succeeded');
    await story.types(
      'chen',
      '/release lock search in staging for 1h because "disk is being moved"',
    );
    expect(story.told('chen').text).toMatch(/You locked search in staging for 1 hour/);
    expect(told('bo')).toMatch(/chen locked search in staging: disk is being moved/);
    expect(story.offers(dms('bo').at(-1) ?? {})).toEqual(['ask']);
    await story.types('ana', '/deploy search@2.2.0 to staging');
    await story.types('bo', '/deploy search@2.3.0 to staging --fixes INC-7 --queue');
    const second = story.message(/asks to put search 2\.2\.0/);
    expect(story.reads(second)).toMatch(/chen locked search in staging: disk is being moved/);
    expect(story.offers(second)).toEqual(expect.arrayContaining(['ask', 'takeover']));
    await story.after('10s');
    expect(story.message(/asks to put search 2\.2\.0/).text).toMatch(
      /number 2 of 2 that wait, after D-3; by estimate its turn is 2026-11-18 at \d\d:\d\d UTC/,
    );
    await story.types('dana', '/release locks');
    expect(story.told('dana').text).toMatch(
      /search in staging by chen, D-3 \(about 2026-11-18 11:.*\), D-2 \(about 2026-11-18 11:.*\) waiting/,
    );
    await story.types('ana', '/rollback search in staging because "slow"');
    await story.after('30s');
    expect(await status('D-4')).toBe('succeeded');
  });

  test('somebody asks by the card, and the holder reads why and takes it off', async () => {
    await story.presses('ana', 'ask', story.message(/asks to put search 2\.2\.0/));
    await story.submits('ana', { because: 'customers wait for it' });
    expect(told('chen')).toMatch(/ana asks you to unlock search in staging: customers wait for it/);
    await pressesThere('chen', 'unlock');
    expect(told('bo')).toMatch(/It is your turn: search 2\.3\.0 to staging \(D-3\)/);
    expect(told('ana')).toMatch(
      /search 2\.2\.0 to staging \(D-2\) is number 2, after D-3\. By estimate its turn is at 2026-/,
    );
    await story.after('3m');
    const all = await story.fairway.records.deployments({ service: 'search', limit: 10 });
    const started = all
      .filter((d) => d.kind === 'deploy')
      .map((d) => [d.id, d.startedAt ?? 0] as const);
    const order = started.toSorted((a, b) => a[1] - b[1]).map(([id]) => id);
    expect(order).toEqual(['D-1', 'D-3', 'D-2']);
  });

  test('a lock is taken over when its holder is silent, and the button of the old one does nothing', async () => {
    await story.types('dana', '/release lock shop in staging because "a look"');
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.presses('ana', 'takeover', story.message(/asks to put shop 1\.1\.0/));
    await story.submits('ana', { because: 'it cannot wait' });
    expect(told('dana')).toMatch(/ana takes over your lock on shop in staging unless you object/);
    await story.after('1m');
    expect(await status('D-5')).toBe('pending');
    await story.after('70s');
    expect(told('ana')).toMatch(/ana has taken over the lock on shop in staging from dana/);
    await story.after('1m');
    expect(await status('D-5')).toBe('succeeded');
    await story.types('bo', '/release lock shop in staging because "mine"');
    await pressesThere('dana', 'unlock');
    const [lock] = await story.fairway.records.locksAt([
      { service: 'shop', environment: 'staging' },
    ]);
    expect(lock).toMatchObject({ token: 3, held: { by: 'bo' } });
    await story.types('bo', '/release unlock shop in staging');
  });

  test('an objection keeps it, and the published order decides when no arbiter does', async () => {
    await story.types('dana', '/release lock shop in staging for 2h because "half done"');
    await story.types('dana', '/release incident open shop in staging because "carts are empty"');
    await story.types('ana', '/release takeover shop in staging for INC-1 because "it burns"');
    await pressesThere('dana', 'object');
    await story.slack.submit({
      user: story.slack.state().users.find((u) => u.name === 'dana')?.id ?? '',
      values: { because: 'the tables are half moved' },
    });
    await story.settle();
    await story.after('3m');
    const at = [{ service: 'shop', environment: 'staging' }];
    expect((await story.fairway.records.locksAt(at))[0]).toMatchObject({ held: { by: 'dana' } });
    await story.after('30m');
    expect((await story.fairway.records.locksAt(at))[0]).toMatchObject({
      held: { by: 'ana', cause: { kind: 'incident', ref: 'INC-1' } },
    });
  });

  test('it is reminded of, ends by itself, and everything may be locked at once', async () => {
    await story.types('chen', '/release lock everything in staging for 20m because "network work"');
    await story.types('ana', '/release can ana deploy checkout staging');
    expect(story.told('ana').text).toMatch(/chen locked everything in staging: network work/);
    await story.types('ana', '/release can ana deploy checkout staging --as-of "in 1h"');
    expect(story.told('ana').text).not.toMatch(/chen locked/);
    await story.after('6m');
    await story.after('3s');
    expect(told('chen')).toMatch(/Your lock on everything in staging ends soon/);
    await story.after('15m');
    await story.after('3s');
    expect(told('chen')).toMatch(/The lock on everything in staging ended: its time was over/);
  });

  test.each([
    ['for the weekend', /neither a length of time nor a reference/],
    ['for 3d', /A lock cannot last 3 days.*from 1 minute to 1 day/],
    ['for D-1', /D-1 is over/],
  ])('refuses what cannot be held: %s', async (words, said) => {
    await story.types('dana', `/release lock search in staging ${words}`);
    expect(story.told('dana').text).toMatch(said);
  });
});
