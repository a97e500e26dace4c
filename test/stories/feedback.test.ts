import { describe, expect, test } from 'vitest';
import { take } from '../../src/cli/import-reviews.ts';
import { type ForeignReview, ReviewSource } from '../../src/domain/feedback/review.ts';
import { TicketSource } from '../../src/domain/feedback/source.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { createPool } from '../../src/store/pool.ts';
import { PATIENT } from '../postgres/patience.ts';
import { useStory } from './harness.ts';

const shop = { service: 'shop', environment: 'production' };
const desk = TicketSource.parse({
  name: 'desk',
  kind: 'generic',
  secrets: ['env:DESK'],
  names: { 'Acme Shop': 'shop' },
  inEnvironment: 'production',
  link: 'https://desk.example/tickets/{id}',
  map: { tickets: 'body.tickets', about: 'ticket.product', at: 'ticket.at' },
});

describe('7.4 what users write after a deployment', () => {
  const story = useStory({ rules: (catalog) => ({ ...catalog, tickets: [desk] }) });
  let n = 0;
  const tickets = (ats: readonly number[], product = 'Acme Shop') =>
    ats.map((at) => {
      n += 1;
      return { id: `T-${n}`, product, at, text: 'my card 4111 is charged twice' };
    });
  const said = () => story.texts().filter((text) => /Users write more/.test(text));

  test('a few as before are no news', async () => {
    const now = story.now();
    const days = Array.from({ length: 14 }, (_, day) => now - (day + 1) * 86_400_000);
    expect(await story.posts('desk', { tickets: tickets(days) })).toBe(202);
    story.world.steady(shop, 40);
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.1.0 to production because "new basket"');
    await story.presses('ana', 'start');
    await story.after('3s');
    await story.presses('bo', 'approve');
    await story.after('15m');
    const met = (await story.fairway.records.deployment('D-2'))?.exposedAt ?? 0;
    expect(met).toBeGreaterThan(0);
    await story.later('2h');
    expect(await story.posts('desk', { tickets: tickets([met + 60_000]) })).toBe(202);
    await story.fairway.alerts.tellRises();
    await story.after('5s');
    expect(said()).toEqual([]);
    await story.types('ana', '/release show D-2');
    expect(story.reads(story.told('ana'))).toMatch(
      /No rise of what users write: 1 ticket of users/,
    );
  });

  test('many more are told once, in the thread, with links and without what users wrote', async () => {
    const met = (await story.fairway.records.deployment('D-2'))?.exposedAt ?? 0;
    const more = tickets(Array.from({ length: 15 }, (_, i) => met + i * 120_000));
    expect(await story.posts('desk', { tickets: more })).toBe(202);
    expect(await story.posts('desk', { again: 1, tickets: more })).toBe(202);
    for (const _ of [1, 2]) await story.fairway.alerts.tellRises();
    await story.after('5s');
    expect(said()).toEqual([
      expect.stringMatching(
        /^shop 1\.1\.0 to production: Users write more: 16 tickets of users in 1 hour after people met it, \d(\.\d)? expected by the days before\. That is no proof/,
      ),
    ]);
    expect(story.message(/Users write more/).thread_ts).toBe(
      story.message(/D-2: bo approved/).thread_ts,
    );
    await story.types('ana', '/release show D-2');
    const shown = JSON.stringify(story.told('ana').blocks);
    expect(shown).toMatch(/https:\/\/desk\.example\/tickets\/T-\d+/);
    expect(shown).not.toMatch(/4111|charged/);
    await story.types('ana', '/release retro D-2 markdown');
    expect(story.reads(story.told('ana'))).toMatch(/## Users[\s\S]*Users write more: 16 tickets/);
  });

  test('tickets of what is none of ours, and from nobody known, change nothing', async () => {
    const firsts = () => story.fairway.records.firstTickets(shop, ['desk', 'other']);
    const before = await firsts();
    expect([...before.keys()]).toEqual(['desk']);
    expect(await story.posts('desk', { tickets: tickets([1], 'Other') })).toBe(202);
    expect(await story.posts('desk', { tickets: tickets([1]) }, 'guess')).toBe(401);
    expect(await firsts()).toEqual(before);
  });
});

describe('7.4 reviews of a store', () => {
  const reviews = [
    ReviewSource.parse({
      name: 'store',
      kind: 'app-store',
      url: 'https://store.example/feed',
      service: 'shop',
      inEnvironment: 'production',
      link: 'https://store.example/shop',
    }),
    ReviewSource.parse({
      name: 'play',
      kind: 'play',
      service: 'shop',
      inEnvironment: 'production',
    }),
  ];
  let page: ForeignReview[] = [];
  let away = false;
  const story = useStory({
    rules: (catalog) => ({ ...catalog, reviews }),
    reviews: {
      fetch: async () =>
        away ? { kind: 'failed', why: 'away' } : { kind: 'reviews', reviews: page },
    },
  });
  const review = (ref: string, at: number, stars: number, version: string) => {
    return { ref, at: instant(at), stars, version };
  };
  const said = () => story.texts().filter((text) => /Users write more/.test(text));

  test('bad ones of the new version are told once, whoever reads the feed how often', async () => {
    const now = story.now();
    page = Array.from({ length: 10 }, (_, day) =>
      review(`a${day}`, now - (day + 1) * 86_400_000, 1, '1.0.0'),
    );
    await story.fairway.alerts.readReviews();
    story.world.steady(shop, 40);
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.1.0 to production because "new basket"');
    await story.presses('ana', 'start');
    await story.after('3s');
    await story.presses('bo', 'approve');
    await story.after('15m');
    const met = (await story.fairway.records.deployment('D-2'))?.exposedAt ?? 0;
    await story.later('3h');
    const of = (version: string, stars: number) =>
      Array.from({ length: 12 }, (_, i) =>
        review(`${version}-${stars}-${i}`, met + i * 120_000, stars, version),
      );
    page = [...of('1.0.0', 1), ...of('1.1.0', 5)];
    await story.fairway.alerts.readReviews();
    await story.fairway.alerts.tellRises();
    await story.after('5s');
    expect(said()).toEqual([]);
    page = of('1.1.0', 1);
    await story.fairway.alerts.readReviews();
    await story.fairway.alerts.readReviews();
    away = true;
    await story.fairway.alerts.readReviews();
    for (const _ of [1, 2]) await story.fairway.alerts.tellRises();
    await story.after('5s');
    expect(said()).toEqual([
      expect.stringMatching(/Users write more: 12 bad reviews of users in 1 hour/),
    ]);
  });

  test('a report of the other store is taken from the command line, each review once', async () => {
    const [, play] = reviews;
    if (!play) throw new Error('the story has changed');
    const head = 'App Version Name,Review Submit Millis Since Epoch,Star Rating,Review Link';
    const bytes = Buffer.from(
      [head, `1.1.0,${story.now()},1,`, `1.1.0,${story.now() - 1},5,`].join('\n'),
    );
    const pool = createPool(story.database.url, {
      max: 1,
      applicationName: 'reviews',
      onError() {},
      within: PATIENT,
    });
    const printed: string[] = [];
    for (const _ of [1, 2]) {
      await take({ pool, clock: { now: story.now } }, play, bytes, (line) => printed.push(line));
    }
    const code = await take({ pool, clock: { now: story.now } }, play, Buffer.from('x'), (line) =>
      printed.push(line),
    );
    await pool.end();
    expect(code).toBe(1);
    expect(printed.at(-1)).toMatch(/cannot be read: It has no column/);
    expect([...(await story.fairway.records.firstTickets(shop, ['play'])).keys()]).toEqual([
      'play',
    ]);
  });
});
