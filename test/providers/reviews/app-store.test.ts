import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createReviewFeeds, reviewsIn } from '../../../src/providers/app-store/index.ts';
import { createRandom } from '../../soak/random.ts';
import { mutated } from '../../webhooks/fuzz.ts';

const entry = (id: string, stars: string, version = '1.1.0') => ({
  author: { uri: { label: 'https://itunes.apple.com/us/reviews/id1' }, name: { label: 'Jo' } },
  updated: { label: '2026-11-18T04:58:00-07:00' },
  'im:rating': { label: stars },
  'im:version': { label: version },
  id: { label: id },
  title: { label: 'Charged twice' },
  content: { label: 'My card 4111 is charged twice', attributes: { type: 'text' } },
});
/** The application itself stands first in some feeds, and is no review. */
const APPLICATION = {
  'im:name': { label: 'Acme Shop' },
  id: { label: 'https://apps.apple.com/1' },
};
const FEED = { feed: { entry: [APPLICATION, entry('9001', '1'), entry('9002', '5', '1.0.0')] } };
const AT = Date.UTC(2026, 10, 18, 11, 58);

test.each([
  ['several', FEED, ['9001', '9002']],
  ['one, which is no list there', { feed: { entry: entry('9003', '2') } }, ['9003']],
  ['none', { feed: {} }, []],
  ['one without stars', { feed: { entry: [{ ...entry('9', '1'), 'im:rating': {} }] } }, []],
  ['six stars', { feed: { entry: [entry('9', '6')] } }, []],
  ['a name that is none', { feed: { entry: [entry('<!channel>', '1')] } }, []],
])('a feed with %s', (_, feed, refs) => {
  const read = reviewsIn(JSON.stringify(feed), 'store.example');
  if (read.kind !== 'reviews') throw new Error(read.why);
  expect(read.reviews.map(({ ref }) => ref)).toEqual(refs);
});

test('of a review its number, time, stars and version are taken, and no word', () => {
  const read = reviewsIn(JSON.stringify(FEED), 'store.example');
  expect(read).toMatchObject({
    reviews: [
      { ref: '9001', at: AT, stars: 1, version: '1.1.0' },
      { stars: 5, version: '1.0.0' },
    ],
  });
  expect(JSON.stringify(read)).not.toMatch(/Jo|4111|Charged/);
});

test.each(['', '<rss/>', '[]', '{}', '{"feed":7}', 'null'])('%j is no feed of reviews', (text) => {
  const why = 'store.example answered with no feed of reviews';
  expect(reviewsIn(text, 'store.example')).toEqual({ kind: 'failed', why });
});

test('whatever a feed says is read or a fault', () => {
  const { next } = createRandom(5);
  for (let n = 0; n < 1_000; n += 1) {
    const read = reviewsIn(JSON.stringify(mutated(FEED, next)) ?? '', 'store.example');
    expect(JSON.stringify(read)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
  }
});

const server = createServer((request, response) => {
  const { url = '' } = request;
  if (url === '/away') return response.writeHead(302, { location: '/feed' }).end();
  if (url === '/broken') return response.writeHead(503).end();
  if (url === '/endless') return response.end(' '.repeat(3_000_000));
  return response.end(JSON.stringify(FEED));
});
let base = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

test.each([
  ['a feed of one’s own', '/feed', true, 'reviews', ''],
  [
    'the same without being allowed to lie here',
    '/feed',
    false,
    'failed',
    /not an address that may be asked/,
  ],
  ['one that sends elsewhere', '/away', true, 'failed', /which is not followed/],
  ['one that is broken', '/broken', true, 'failed', /answered 503/],
  ['one without an end', '/endless', true, 'failed', /more than 2097152 bytes/],
] as const)('%s', async (_, path, own, kind, why) => {
  const read = await createReviewFeeds().fetch({ url: `${base}${path}`, private: own });
  expect(read.kind).toBe(kind);
  if (read.kind === 'failed') expect(read.why).toMatch(why);
});

test.each(['169.254.169.254', '10.0.0.7', '::1', 'fd00:ec2::254'])(
  'a name that stands for %s is not asked',
  async (address) => {
    const family = address.includes(':') ? 6 : 4;
    const feeds = createReviewFeeds({ resolve: async () => [{ address, family }] });
    const read = await feeds.fetch({ url: 'https://store.example/feed' });
    expect(read).toMatchObject({ kind: 'failed', why: expect.stringMatching(/not an address/) });
  },
);
