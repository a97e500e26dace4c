import { describe, expect, test } from 'vitest';
import { readClosings } from '../../src/domain/governance/icalendar/closings.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { icalendar } from '../../src/projections/icalendar.ts';
import { NOON } from '../domain/sample.ts';

const closes = { name: 'read', environments: ['production'], owner: 'sre', zone: 'UTC' };
const one = (name: string, patch: object = {}) => ({
  kind: 'blackout',
  name,
  about: 'everything in production; owner sre',
  from: NOON,
  until: plus(NOON, 3_600_000),
  ...patch,
});
const lines = (text: string) => text.split('\r\n').slice(0, -1);

describe('8.4 the calendar for other calendars', () => {
  test('as RFC 5545 writes it', () => {
    expect(lines(icalendar('Acme', [one('close')], plus(NOON, 1_000)))).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Fairway//Calendar//EN',
      'METHOD:PUBLISH',
      'X-WR-CALNAME:Acme',
      'BEGIN:VEVENT',
      'UID:blackout%20close-20261120T120000Z@fairway',
      'DTSTAMP:20261120T120001Z',
      'SEQUENCE:0',
      'DTSTART:20261120T120000Z',
      'DTEND:20261120T130000Z',
      'SUMMARY:blackout: close',
      'DESCRIPTION:everything in production\\; owner sre',
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
      'END:VCALENDAR',
    ]);
  });

  test.each([
    ['a, b; c\\d', 'a, b; c\\d'],
    ['two\r\nlines', 'two lines'],
    ['BEGIN:VEVENT', 'BEGIN:VEVENT'],
    ['x'.repeat(60), 'x'.repeat(60)],
    ['ä€🚀'.repeat(12), 'ä€🚀'.repeat(12)],
  ])('%j survives its way out and in, and no line is longer than 75 octets', (name, read) => {
    const text = icalendar('Acme', [one(name)], NOON);
    expect(lines(text).filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    expect(text).not.toMatch(/\uFFFD|[^\r]\n/);
    expect(readClosings(text, closes)).toMatchObject({
      blackouts: [{ name: `read: blackout: ${read}`, zone: 'UTC', for: 3_600_000 }],
    });
  });

  test('the same time has the same UID whenever it is written, another time another one', () => {
    const uids = (at: Instant, patch: object = {}) =>
      lines(icalendar('Acme', [one('close', patch)], at)).filter((line) => /^UID/.test(line));
    expect(uids(NOON)).toEqual(uids(plus(NOON, 86_400_000)));
    expect(uids(NOON)).not.toEqual(uids(NOON, { from: plus(NOON, 60_000) }));
  });
});
