import { describe, expect, test } from 'vitest';
import { until } from '../system/program.ts';
import { useStory } from './harness.ts';

describe('lost contact is a state people see', () => {
  const story = useStory();
  const card = () => story.message(/^shop 1\.1\.0 to staging: /);

  test('within 30 s of the last worker: since when, what stands, who can do what', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('1s');
    await story.withoutWorkers('14s');
    expect(card().text).not.toMatch(/no worker/);
    await story.withoutWorkers('13s');
    expect(card().text).toMatch(
      /^shop 1\.1\.0 to staging: step \d of \d: .*, no worker since 2026-11-18 10:00:\d\d UTC\. Started by ana/,
    );
    const read = story.reads(card());
    expect(read).toContain('No worker has moved this on');
    expect(read).toMatch(/Next:\* it goes on by itself with the next worker/);
    expect(read).not.toContain('done about');
    expect(read).toMatch(/Who can act:\* whoever runs Fairway/);
  });

  test('while it lasts the card stays as it is', async () => {
    const before = card();
    await story.withoutWorkers('9s');
    expect(card()).toEqual(before);
  });

  test('past a minute people are told once, in one message; with a worker all of it is over by itself', async () => {
    await story.withoutWorkers('60s');
    const alarms = () => story.texts().filter((text) => /nothing moves|^Over:/.test(text));
    expect(alarms()).toEqual([
      expect.stringMatching(
        /^A deployment waits and nothing moves it: D-1 shop 1\.1\.0 to staging\. See that a worker runs/,
      ),
    ]);
    expect(story.errors()).toMatchObject([{ fields: { about: 'D-1 overdue' } }]);
    await story.after('10s');
    expect(card().text).not.toMatch(/no worker/);
    expect(alarms()).toEqual([expect.stringMatching(/^Over: every deployment has a wake-up/)]);
    await story.after('30s');
    expect(card().text).toMatch(/succeeded/);
    const keys = story.world.effects().map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('a request nobody looks at says so too', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to production because "new basket"');
    await story.presses('ana', 'start');
    await story.after('1s');
    await story.withoutWorkers('90s');
    const waiting = story.message(/^ana asks to put shop 1\.1\.0 in production/);
    expect(waiting.text).toMatch(/, no worker since .* UTC\. Waiting for/);
    expect(story.reads(waiting)).toContain('Nothing has started.');
    await story.after('2s');
    expect(story.message(/^ana asks to put/).text).not.toMatch(/no worker/);
  });
});

describe('/release show: the last sign of life and what it waits for', () => {
  const story = useStory();
  async function shown(id: string): Promise<string> {
    await story.types('gus', `/release show ${id}`);
    return story.reads(story.told('gus'));
  }

  test('before the start: whose yes, and its next look', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('10s');
    expect(await shown('D-1')).not.toContain('Waits for');
    await story.types('ana', '/deploy shop@1.1.0 to production because "new basket"');
    await story.presses('ana', 'start');
    await story.after('1s');
    const read = await shown('D-2');
    expect(read).toMatch(/\*Provider\*\nnot asked for anything yet/);
    expect(read).toMatch(/\*Waits for\*\n.*U0BO.*; its next look /);
  });

  test('under way: when the provider answered, when a worker had it, when it looks again', async () => {
    await story.presses('bo', 'approve');
    await story.after('20s');
    const read = await shown('D-2');
    expect(read).toMatch(/\*Provider\*\nlast answered /);
    expect(read).toMatch(/\*Worker\*\nlast had it in hand /);
    expect(read).toMatch(/\*Waits for\*\nits next look /);
  });

  test('paused: for whom', async () => {
    await story.types('chen', '/release pause D-2');
    expect(await shown('D-2')).toMatch(/\*Waits for\*\n<@U0CHEN/);
  });
});

describe('a provider that does not answer', () => {
  const story = useStory({ leaseMs: 3_600_000, patienceMs: 60_000 });
  const newest = async () => (await story.fairway.records.deployments({ limit: 1 }))[0];
  const card = () => story.message(/^shop 1\.1\.0 to staging: /);

  test('its silence shows while it is waited for, and vanishes with the answer; nothing is done twice', async () => {
    story.world.fault({ call: 'start', kind: 'hang' });
    const asking = story.types('ana', '/deploy shop@1.1.0 to staging');
    // The call leaves a sign of life after a second of real time.
    await until(async () => {
      story.passes('1s');
      await story.fairway.watch();
      await story.fairway.runners.deliver('card:D-1');
      return story.texts().some((text) => text.includes('no answer'));
    });
    expect(card().text).toMatch(/starting beside the old version, no answer from fake since 2026/);
    const read = story.reads(card());
    expect(read).toContain('No answer from fake');
    expect(read).toMatch(/to "start beside the old version" since/);
    expect(read).toMatch(/Who can act:\* everybody of the organisation can pause or abort it now/);
    const { revision } = (await newest()) ?? {};
    story.world.clearFaults();
    await asking;
    expect((await newest())?.revision).toBeGreaterThan(revision ?? 0);
    await story.after('30s');
    expect(card().text).toMatch(/succeeded/);
    const keys = story.world.effects().map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
