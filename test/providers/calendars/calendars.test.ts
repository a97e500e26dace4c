import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CalendarFeed } from '../../../src/domain/governance/calendar-feed.ts';
import { createCalendarSource } from '../../../src/providers/calendars/index.ts';

const TEXT = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n';
type Answers = (request: IncomingMessage, response: ServerResponse) => void;
let answers: Answers = (_, response) => response.end(TEXT);
let at = '';
const server = createServer((request, response) => answers(request, response));
const secrets = {
  read: async (ref: string) => (ref === 'env:ICS' ? `${at}/private-1234/basic.ics` : null),
};
const source = createCalendarSource({ secrets });

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

function feed(more: Partial<CalendarFeed> = {}): CalendarFeed {
  const about = { name: 'company', environments: ['production'], owner: 'sre', zone: 'UTC' };
  return { ...about, every: 900_000, url: `${at}/company.ics`, private: true, ...more };
}

describe('8.2 a calendar is read over the web', () => {
  test('with the tags of the text, which are asked with and bound to the address', async () => {
    const seen: (string | undefined)[] = [];
    answers = (request, response) => {
      const tag = request.headers['if-none-match'];
      seen.push(tag);
      response.writeHead(tag === '"7"' ? 304 : 200, { etag: '"7"' }).end(tag === '"7"' ? '' : TEXT);
    };
    const first = await source.fetch(feed(), null);
    expect(first).toMatchObject({
      kind: 'text',
      text: TEXT,
      tags: { etag: '"7"', modified: null },
    });
    const tags = first.kind === 'text' ? first.tags : null;
    expect(await source.fetch(feed(), tags)).toEqual({ kind: 'same' });
    expect(await source.fetch(feed({ url: `${at}/other.ics` }), tags)).toMatchObject({
      kind: 'text',
    });
    expect(seen).toEqual([undefined, '"7"', undefined]);
  });

  test.each<[string, Answers, RegExp]>([
    ['an error', (_, r) => r.writeHead(503).end('BEGIN:VCALENDAR'), /answered 503$/],
    ['not found', (_, r) => r.writeHead(404).end(), /answered 404$/],
    ['304 to a question without tags', (_, r) => r.writeHead(304).end(), /answered 304$/],
    ['a page to sign in', (_, r) => r.end('<!doctype html><title>Sign in</title>'), /no calendar$/],
    ['nothing', (_, r) => r.end(''), /no calendar$/],
    [
      'another place',
      (_, r) => r.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      /sends elsewhere \(302\)/,
    ],
    ['far too much', (_, r) => r.end(TEXT.padEnd(1_100_000)), /more than 1048576 bytes/],
    [
      'bytes that are no text',
      (_, r) => r.end(Buffer.from(`${TEXT}\xff`, 'latin1')),
      /no UTF-8 text/,
    ],
    ['a connection that ends', (_, r) => r.destroy(), /cannot be reached/],
  ])('%s is a fault in words, without the address', async (_, answer, why) => {
    answers = answer;
    const found = await source.fetch(feed({ url: undefined, urlFrom: 'env:ICS' }), null);
    expect(found).toMatchObject({ kind: 'failed', why: expect.stringMatching(why) });
    expect(JSON.stringify(found)).not.toMatch(/private-1234/);
  });

  test.each([
    [{ private: undefined }, /over https alone/],
    [{ private: undefined, url: 'https://127.0.0.1/x.ics' }, /not an address that may be asked/],
    [{ url: 'http://169.254.169.254/latest' }, /not an address that may be asked/],
    [{ url: 'file:///etc/passwd' }, /none of the web/],
    [{ url: 'https://user:secret@calendar.example/' }, /does not belong in an address/],
    [{ url: undefined, urlFrom: 'env:NOWHERE' }, /is not set here/],
  ])('%o is not asked', async (more, why) => {
    let isAsked = false;
    answers = (_, response) => {
      isAsked = true;
      response.end(TEXT);
    };
    const found = await source.fetch(feed(more), null);
    expect(found).toMatchObject({ kind: 'failed', why: expect.stringMatching(why) });
    expect([isAsked, JSON.stringify(found).includes('secret')]).toEqual([false, false]);
  });
});
