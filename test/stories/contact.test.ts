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
    await story.after('4s');
    expect(story.message(/^ana asks to put/).text).not.toMatch(/no worker/);
  });
});

describe('a deployment that nothing would move', () => {
  const story = useStory();
  const newest = async () => (await story.fairway.records.deployments({ limit: 1 }))[0];

  test.each([
    ['without a wake-up', 'null', 'unwoken'],
    ['with one further off than anything sleeps', '4e12', 'far'],
  ])('%s it is told once and woken', async (_name, wakeAt, neglect) => {
    await story.types('bo', '/release lock shop in staging because "a look"');
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    const d = await newest();
    await story.database.pool.query(
      `UPDATE deployment SET wake_at = ${wakeAt},
         body = jsonb_set(body || '{"waiting": []}', '{wakeAt}', '${wakeAt}') WHERE id = '${d?.id}'`,
    );
    for (let look = 0; look < 3; look += 1) await story.after('4s');
    expect(story.errors()).toMatchObject([{ fields: { about: `${d?.id} ${neglect}` } }]);
    const woken = await newest();
    expect(woken?.wakeAt).toBeGreaterThan(story.now());
    expect(woken?.wakeAt).toBeLessThanOrEqual(story.now() + 60_000);
    const alarms = story.texts().filter((text) => /nothing moves|^Over: every/.test(text));
    expect(alarms.at(-1)).toMatch(/^Over: every deployment has a wake-up/);
    await story.types('ana', `/release abort ${d?.id}`);
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

describe('a person’s pause while the provider is silent', () => {
  const story = useStory({ leaseMs: 3_600_000, patienceMs: 60_000 });

  test('wins over the answer: it stands where it is, and the answer is asked for again under its key', async () => {
    story.world.fault({ call: 'shift', kind: 'hang' });
    const asking = story.types('ana', '/deploy shop@1.1.0 to staging');
    const calls = 'SELECT deployment FROM contact WHERE provider IS NOT NULL';
    await until(async () => (await story.database.pool.query(calls)).rows.length > 0);
    story.passes('20s');
    await story.fairway.watch();
    const pausing = story.types('ana', '/release pause D-1');
    await until(async () => {
      const open = 'SELECT id FROM inbox WHERE done_at IS NULL';
      const [act] = (await story.database.pool.query<{ id: string }>(open)).rows;
      if (act) await story.fairway.runners.inbox(act.id);
      return (await story.fairway.records.deployment('D-1'))?.hold?.by === 'ana';
    });
    story.world.clearFaults();
    await Promise.all([asking, pausing]);
    await story.after('5s');
    expect(story.message(/^shop 1\.1\.0 to staging/).text).toMatch(/held by ana/);
    expect(story.message(/^shop 1\.1\.0 to staging/).text).not.toMatch(/no answer/);
    await story.types('ana', '/release resume D-1');
    await story.after('30s');
    expect(story.message(/^shop 1\.1\.0 to staging/).text).toMatch(/succeeded/);
    const keys = story.world.effects().map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
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
