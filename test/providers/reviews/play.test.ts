import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsOf } from '../../../src/providers/play/csv.ts';
import { reportOf } from '../../../src/providers/play/report.ts';

test.each([
  [
    'a,b\nc,d\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a,b\r\nc,d',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['"a,1","say ""no""",\n', [['a,1', 'say "no"', '']]],
  ['"two\nlines",x', [['two\nlines', 'x']]],
  ['', []],
  ['"open', null],
])('%j as rows', (text, rows) => {
  expect(rowsOf(text)).toEqual(rows);
});

test('what is written as RFC 4180 says is read as it was', () => {
  const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ') });
  const rows = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { minLength: 1 });
  fc.assert(
    fc.property(rows, (all) => {
      const quoted = (one: string) => `"${one.replaceAll('"', '""')}"`;
      const text = all.map((row) => row.map(quoted).join(',')).join('\r\n');
      expect(rowsOf(text)).toEqual(all);
    }),
  );
});

const HEAD =
  'Package Name,App Version Code,App Version Name,Reviewer Language,Device,Review Submit Date and Time,Review Submit Millis Since Epoch,Star Rating,Review Title,Review Text,Review Link';
const LINES = [
  HEAD,
  'com.acme.shop,110,1.1.0,en,pixel,2026-11-18T11:58:00Z,1795003080000,1,Bad,"Charged twice, Jo",http://play.google.com/console/developers/app/user-feedback/review-details?reviewId=gp:AOqp_1-x&corpus=PUBLIC_REVIEWS',
  'com.acme.shop,100,1.0.0,en,pixel,2026-11-18T11:58:01Z,1795003081000,5,,,',
  'com.acme.shop,,,en,pixel,2026-11-18T11:58:02Z,1795003082000,2,,,',
  'com.acme.shop,,,en,pixel,,,2,,,',
].join('\n');

const wide = (text: string) => Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text, 'utf16le')]);

test.each([
  ['UTF-16', wide(LINES)],
  ['UTF-8', Buffer.from(LINES)],
])('a report in %s: stars, times and versions, and no word of anybody', (_, bytes) => {
  const report = reportOf(bytes);
  expect(report).toEqual({
    reviews: [
      { ref: 'gp:AOqp_1-x', at: 1_795_003_080_000, stars: 1, version: '1.1.0' },
      { ref: '1795003081000', at: 1_795_003_081_000, stars: 5, version: '1.0.0' },
      { ref: '1795003082000', at: 1_795_003_082_000, stars: 2, version: null },
    ],
    unread: 1,
  });
});

test.each([
  ['no columns', Buffer.from('a,b\n1,2\n'), /no column App Version Name, Review Submit/],
  ['no text', Buffer.of(0xc3, 0x28), /no text of comma-separated values/],
  ['an open quote', Buffer.from(`${HEAD}\n"`), /no text of comma-separated values/],
  ['nothing', Buffer.from(''), /no column/],
])('%s is refused with why', (_, bytes, why) => {
  const report = reportOf(bytes);
  expect('why' in report && report.why).toMatch(why);
});

test('any bytes are read or refused', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void reportOf(bytes)));
  const mixed = fc.array(fc.constantFrom(...LINES.split(/(?<=[,\n])/), '"', '\u0000', '\n'));
  fc.assert(fc.property(mixed, (some) => void reportOf(Buffer.from(some.join('')))));
});
