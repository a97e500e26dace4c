import { describe, expect, test } from 'vitest';
import type { Bucket } from '../../src/domain/verdict/counters.ts';
import { useStory } from './harness.ts';

let required: boolean | undefined;

/** An hour in which so many requests a minute were served, one in a thousand failing, one in ten slow. */
const hourOf = (perMinute: number) => {
  const n = perMinute * 60;
  const buckets: readonly Bucket[] = [
    [50, n * 0.5],
    [100, n * 0.9],
    [150, n * 0.95],
    [200, n * 0.99],
    [400, n],
    [null, n],
  ];
  return new Map([['1.0.0', { requests: n, errors: n / 1_000, buckets }]]);
};

describe('4.4 a canary is told what it would see on the traffic there is', () => {
  const story = useStory({
    rules: (catalog) => ({
      ...catalog,
      services: catalog.services.map((one) => {
        const there = one.environments['production'];
        if (one.name !== 'shop' || there?.strategy.kind !== 'canary') return one;
        const strategy = {
          ...there.strategy,
          judge: 600_000,
        };
        const { requirePower: _, ...usual } = strategy;
        const asked = required === undefined ? usual : { ...usual, requirePower: required };
        const production = { ...there, strategy: asked };
        return { ...one, environments: { ...one.environments, production } };
      }),
    }),
  });
  const asked: number[] = [];
  const remembers = (perMinute: (from: number) => number, measuredMs?: number) => {
    const during = async (_: unknown, __: unknown, { from }: { from: number }) => {
      asked.push(from);
      const many = perMinute(from);
      if (many === 0) throw new Error('it measures no requests of shop');
      return hourOf(many);
    };
    const measured = measuredMs === undefined ? {} : { measured: async () => measuredMs };
    Object.assign(story.world.provider.metrics ?? {}, {
      spans: { everyMs: 1_000, lateMs: 0, during, ...measured },
    });
  };
  const preview = async () => {
    await story.types('ana', '/deploy shop@1.1.0 to production');
    return story.told('ana');
  };

  test('where nothing remembers, that is said; and where it is not rehearsed', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('20s');
    const seen = story.reads(await preview());
    expect(seen).toMatch(
      /What this canary would see is not known: what production measures is not kept\./,
    );
    expect(seen).toMatch(/canary over 40 %, 70 % is not rehearsed: staging goes out by rolling/);
  });

  test('enough traffic: how surely, in one line', async () => {
    remembers(() => 3_000);
    const seen = await preview();
    expect(story.reads(seen)).toMatch(
      /On 3,000 requests a minute \(the same hour a week ago\), it sees errors rising from 0\.1 % to 2 % in 99 of 100 rollouts .*; answers that take 3 times as long in 99 of 100/,
    );
    expect(seen.text).not.toMatch(/Too little traffic/);
    const agoMs = story.now() - (asked.at(-1) ?? 0) - 7 * 86_400_000;
    expect(agoMs).toBeGreaterThanOrEqual(0);
    expect(agoMs).toBeLessThan(300_000);
  });

  test('a source that was there for half of the hour counts by what it measured; for minutes, nothing is known', async () => {
    const lately = (from: number) => (story.now() - from > 4_000_000 ? 0 : 3_000);
    remembers(lately, 30 * 60_000);
    expect(story.reads(await preview())).toMatch(/On 6,000 requests a minute \(the last hour\)/);
    remembers(lately, 5 * 60_000);
    expect(story.reads(await preview())).toMatch(
      /is not known: what production measures is not kept for ten minutes yet\./,
    );
  });

  test('too little: it is refused with numbers, how long would do, and the line that fits', async () => {
    remembers((from) => (story.now() - from > 4_000_000 ? 0 : 30));
    const { text } = await preview();
    expect(text).toMatch(
      /This canary would not see enough in production\. On 30 requests a minute \(the last hour\), it sees errors/,
    );
    expect(text).toMatch(
      /Write judge: \d+m for 80 of 100, or choose --strategy rolling or blue-green: without a judge\. With requirePower: false/,
    );
    const [, line = ''] =
      /Try: (\/deploy shop 1\.1\.0 to production --strategy rolling)$/.exec(text) ?? [];
    await story.types('ana', line);
    expect(story.told('ana').text).toMatch(/^Ready to deploy shop 1\.1\.0/);
  });

  test('what ends an incident goes all the same, and the preview says what it would not see', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to production --fixes D-1');
    expect(story.told('ana').text).toMatch(/^Ready .*Too little traffic for its judges\. On 30/);
  });

  test('knowingly: a warning with the same numbers', async () => {
    required = false;
    const seen = await preview();
    expect(seen.text).toMatch(
      /Too little traffic for its judges\. On 30 requests a minute \(the last hour\)/,
    );
    expect(story.reads(seen)).toMatch(
      /Write judge: \d+m for 80 of 100, or choose --strategy rolling or blue-green/,
    );
    expect(story.offers(seen)).toContain('start');
  });

  test('why says the same of one that is asked for', async () => {
    await story.presses('ana', 'start');
    await story.types('ana', '/release why D-2');
    expect(story.told('ana').text).toMatch(
      /On 30 requests a minute \(the last hour\), it sees errors/,
    );
    await story.types('ana', '/release abort D-2');
  });

  test('where power is required it is refused, also when nothing is known; another strategy goes', async () => {
    required = true;
    await preview();
    expect(story.told('ana').text).toMatch(
      /This canary would not see enough in production\. On 30 requests a minute .* Write judge: \d+m/,
    );
    await story.types('ana', '/deploy shop@1.1.0 to production --fixes D-1');
    expect(story.told('ana').text).toMatch(/This canary would not see enough in production/);
    remembers(() => 0);
    await preview();
    expect(story.told('ana').text).toMatch(
      /would not see enough in production\. What this canary would see is not known: its traffic could not be read: it measures no requests of shop\. Choose --strategy rolling or blue-green\./,
    );
    await story.types('ana', '/deploy shop@1.1.0 to production --strategy rolling');
    expect(story.told('ana').text).toMatch(/^Ready to deploy shop 1\.1\.0/);
    remembers(() => 3_000);
    expect((await preview()).text).toMatch(/^Ready to deploy shop 1\.1\.0/);
  });

  const d4 = async () => (await story.fairway.records.deployment('D-4')) ?? null;

  test('asked for at a better hour than it may start in, it waits, with the same numbers', async () => {
    required = undefined;
    await preview();
    await story.presses('ana', 'start');
    remembers((from) => (story.now() - from > 4_000_000 ? 0 : 30));
    await story.presses('bo', 'approve');
    for (let n = 0; n < 3; n += 1) await story.after('20s');
    const card = story.message(/shop 1\.1\.0 in production/);
    expect(card.text).toMatch(
      /Waiting for traffic on which its canary would see enough in production\. On 30 requests a minute \(the last hour\), it sees errors .* Write judge: \d+m for 80 of 100, or choose --strategy rolling or blue-green: without a judge\. With requirePower: false/,
    );
    expect((await d4())?.startedAt).toBeNull();
  });

  test('measured anew it is told of once; with more traffic it starts by itself', async () => {
    const told = async () => (await story.fairway.records.ledger('D-4')).length;
    const before = await told();
    remembers((from) => (story.now() - from > 4_000_000 ? 0 : 31));
    await story.later('6m');
    await story.after('2m');
    expect((await d4())?.waiting.map(({ why }) => why)).toEqual([
      expect.stringMatching(/On 31 requests a minute/),
    ]);
    expect(await told()).toBe(before);
    remembers(() => 3_000);
    for (let n = 0; n < 4 && (await d4())?.startedAt === null; n += 1) await story.after('30s');
    expect((await d4())?.status).toBe('running');
  });

  test('what has started is asked no more: resumed it goes on, and a rollback goes at once', async () => {
    for (let n = 0; n < 20 && !(await d4())?.exposedAt; n += 1) await story.after('2s');
    await story.types('ana', '/release pause D-4');
    remembers((from) => (story.now() - from > 4_000_000 ? 0 : 30));
    await story.types('ana', '/release resume D-4');
    await story.after('10s');
    expect(await d4()).toMatchObject({ status: 'running', hold: null, waiting: [] });
    await story.types('ana', '/rollback shop in production --of D-4');
    for (let n = 0; n < 4; n += 1) await story.after('10s');
    story.message(/^Rolled back shop in production/);
  });
});
