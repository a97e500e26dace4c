import { describe, expect, test } from 'vitest';
import { readClosings } from '../../src/domain/governance/icalendar/closings.ts';
import { type Blackout, closedAt, occurrences } from '../../src/domain/governance/window.ts';
import { instant } from '../../src/domain/kernel/time.ts';

const target = { service: 'shop', environment: 'production' };
const closes = {
  name: 'company',
  environments: ['production'],
  owner: 'platform',
  zone: 'Europe/Berlin',
};
const at = (iso: string) => instant(Date.parse(iso));

/** A calendar of these events, each given as its lines. */
function calendar(...events: readonly (readonly string[])[]): string {
  const lines = events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//t//t//EN', ...lines, 'END:VCALENDAR'].join(
    '\r\n',
  );
}

function read(text: string): readonly Blackout[] {
  const found = readClosings(text, closes);
  if ('faults' in found) throw new Error(JSON.stringify(found.faults));
  return found.blackouts;
}

/** Every closed time of it in a year or two, from and until in UTC. */
function times(text: string): readonly string[] {
  const bounds = { since: at('2026-01-01T00:00:00Z'), until: at('2028-06-01T00:00:00Z'), most: 50 };
  return read(text)
    .flatMap((one) => occurrences(one, bounds))
    .toSorted((a, b) => a.from - b.from)
    .map(({ from, until }) => `${iso(from)} ${iso(until)}`);
}

const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16);

describe('8.2 when an event is', () => {
  test.each([
    [
      'a zone by name, in summer',
      [
        'DTSTART;TZID=America/New_York:20260706T090000',
        'DTEND;TZID=America/New_York:20260706T110000',
      ],
      ['2026-07-06T13:00 2026-07-06T15:00'],
    ],
    [
      'quoted, with a duration',
      ['DTSTART;TZID="America/New_York":20261206T090000', 'DURATION:PT1H30M'],
      ['2026-12-06T14:00 2026-12-06T15:30'],
    ],
    [
      'in UTC',
      ['DTSTART:20261206T090000Z', 'DTEND:20261206T100000Z'],
      ['2026-12-06T09:00 2026-12-06T10:00'],
    ],
    [
      'without a zone it is that of the calendar',
      ['DTSTART:20261206T090000', 'DTEND:20261206T100000'],
      ['2026-12-06T08:00 2026-12-06T09:00'],
    ],
    [
      'begin and end in two zones',
      ['DTSTART;TZID=Asia/Tokyo:20261206T090000', 'DTEND:20261206T020000Z'],
      ['2026-12-06T00:00 2026-12-06T02:00'],
    ],
    [
      'whole days, the end not included',
      ['DTSTART;VALUE=DATE:20261224', 'DTEND;VALUE=DATE:20261227'],
      ['2026-12-23T23:00 2026-12-26T23:00'],
    ],
    [
      'a whole day without an end, of 23 hours',
      ['DTSTART;VALUE=DATE:20260329'],
      ['2026-03-28T23:00 2026-03-29T22:00'],
    ],
    [
      'a week',
      ['DTSTART;VALUE=DATE:20261221', 'DURATION:P1W'],
      ['2026-12-20T23:00 2026-12-27T23:00'],
    ],
    [
      'a leap day every four years is a rule like another',
      ['DTSTART;VALUE=DATE:20240229', 'RRULE:FREQ=YEARLY'],
      ['2028-02-28T23:00 2028-02-29T23:00'],
    ],
    ['a moment closes nothing', ['DTSTART:20261206T090000Z'], []],
    [
      'what is cancelled closes nothing',
      ['DTSTART:20261206T090000Z', 'DURATION:PT1H', 'STATUS:CANCELLED'],
      [],
    ],
    [
      'over the change of clocks it keeps its wall time',
      ['DTSTART;TZID=Europe/Berlin:20261023T170000', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;COUNT=2'],
      ['2026-10-23T15:00 2026-10-23T16:00', '2026-10-30T16:00 2026-10-30T17:00'],
    ],
    [
      'a rule with an end in UTC',
      [
        'DTSTART;TZID=Europe/Berlin:20261023T170000',
        'DURATION:PT1H',
        'RRULE:FREQ=WEEKLY;UNTIL=20261030T160000Z',
      ],
      ['2026-10-23T15:00 2026-10-23T16:00', '2026-10-30T16:00 2026-10-30T17:00'],
    ],
    [
      'a rule of days with an end that is a day',
      ['DTSTART;VALUE=DATE:20261223', 'RRULE:FREQ=DAILY;UNTIL=20261224'],
      ['2026-12-22T23:00 2026-12-23T23:00', '2026-12-23T23:00 2026-12-24T23:00'],
    ],
    [
      'times left out, written in another zone, several in a line',
      [
        'DTSTART;TZID=Europe/Berlin:20261201T170000',
        'DURATION:PT1H',
        'RRULE:FREQ=DAILY;COUNT=4',
        'EXDATE:20261202T160000Z,20261203T160000Z',
      ],
      ['2026-12-01T16:00 2026-12-01T17:00', '2026-12-04T16:00 2026-12-04T17:00'],
    ],
    [
      'a day left out of a rule of times',
      [
        'DTSTART;TZID=Europe/Berlin:20261201T170000',
        'DURATION:PT1H',
        'RRULE:FREQ=DAILY;COUNT=2',
        'EXDATE;VALUE=DATE:20261202',
      ],
      ['2026-12-01T16:00 2026-12-01T17:00'],
    ],
    [
      'more times beside it, and one of them left out again',
      [
        'DTSTART:20261201T090000Z',
        'DURATION:PT1H',
        'RDATE:20261205T090000Z,20261206T090000Z',
        'EXDATE:20261206T090000Z',
      ],
      ['2026-12-01T09:00 2026-12-01T10:00', '2026-12-05T09:00 2026-12-05T10:00'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(times(calendar(['UID:1', 'SUMMARY:x', ...lines]))).toEqual(expected);
  });
});

describe('8.2 one time of a series that is another', () => {
  const series = [
    'UID:s',
    'SUMMARY:close',
    'DTSTART;TZID=Europe/Berlin:20261201T170000',
    'DURATION:PT1H',
    'RRULE:FREQ=DAILY;COUNT=3',
  ];
  const instead = (...more: readonly string[]) => [
    'UID:s',
    'RECURRENCE-ID:20261202T160000Z',
    'DTSTART;TZID=Europe/Berlin:20261202T200000',
    'DURATION:PT2H',
    ...more,
  ];
  const [first, second, third] = [
    '2026-12-01T16:00 2026-12-01T17:00',
    '2026-12-02T16:00 2026-12-02T17:00',
    '2026-12-03T16:00 2026-12-03T17:00',
  ];
  const moved = '2026-12-02T19:00 2026-12-02T21:00';

  test.each([
    ['as it is', [series], [first, second, third]],
    ['one is moved', [series, instead()], [first, moved, third]],
    ['told before the series', [instead(), series], [first, moved, third]],
    ['one is cancelled', [series, instead('STATUS:CANCELLED')], [first, third]],
    ['all of it is cancelled', [[...series, 'STATUS:CANCELLED'], instead()], []],
    [
      'the higher sequence counts, wherever it stands',
      [series, instead('SEQUENCE:2'), instead('STATUS:CANCELLED', 'SEQUENCE:1')],
      [first, moved, third],
    ],
    [
      'of the same sequence the last counts',
      [[...series, 'STATUS:CANCELLED'], series],
      [first, second, third],
    ],
    ['of another event', [series, ['UID:t', ...instead().slice(1)]], [first, second, moved, third]],
  ])('%s', (_, events, expected) => {
    expect(times(calendar(...events))).toEqual(expected);
  });
});

describe('8.2 what a calendar calls it', () => {
  const name = (summary: string) =>
    read(calendar(['UID:1', `SUMMARY:${summary}`, 'DTSTART;VALUE=DATE:20261224']))[0]?.name;
  test.each([
    ['Year-end close', 'company: Year-end close'],
    ['', 'company'],
    ['a\\, b\\; c\\\\d\\ne', 'company: a, b; c\\d e'],
    ['x\u202egnp.exe\u0007', 'company: x gnp.exe'],
    ['Long\r\n er than a line', 'company: Longer than a line'],
    ['Tab\r\n\tbed', 'company: Tabbed'],
    ['w'.repeat(200), `company: ${'w'.repeat(79)}…`],
  ])('%j', (summary, expected) => {
    expect(name(summary)).toBe(expected);
  });

  test('for whom it closes stands in the configuration', () => {
    const [one] = read(calendar(['UID:1', 'DTSTART;VALUE=DATE:20261224']));
    if (!one) throw new Error('nothing was read');
    expect(closedAt(one, target, at('2026-12-24T12:00:00Z'))).toMatchObject({ owner: 'platform' });
    expect(
      closedAt(one, { ...target, environment: 'staging' }, at('2026-12-24T12:00:00Z')),
    ).toBeNull();
  });

  test('alarms, zones and to-dos beside the events are passed over', () => {
    const text = calendar([
      'UID:1',
      'DTSTART;VALUE=DATE:20261224',
      'BEGIN:VALARM',
      'DTSTART:x',
      'END:VALARM',
    ]);
    const zone =
      'BEGIN:VTIMEZONE\r\nTZID:Nowhere\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VTODO\r\nUID:2\r\nEND:VTODO\r\n';
    expect(read(text.replace('BEGIN:VEVENT', `${zone}BEGIN:VEVENT`))).toHaveLength(1);
  });
});

describe('8.2 what cannot be taken is refused with its line, and then all of it', () => {
  const [begin, length] = ['DTSTART:20261206T090000Z', 'DURATION:PT1H'];
  test.each([
    [
      ['DTSTART;TZID=W. Europe Standard Time:20261206T090000'],
      6,
      'unknown time zone "W. Europe Standard Time"',
    ],
    [['DTSTART;TZID=Mars/Olympus:20261206T090000'], 6, 'one of IANA'],
    [['DTSTART:20260230T090000Z'], 6, 'no date or time'],
    [['DTSTART:tomorrow'], 6, 'no date or time'],
    [[length], 4, 'has no DTSTART'],
    [[begin, 'DTEND:20261206T080000Z'], 7, 'before DTSTART'],
    [[begin, 'DTEND;VALUE=DATE:20261207'], 7, 'both be dates'],
    [[begin, 'DURATION:-PT1H'], 7, 'no duration'],
    [[begin, 'DURATION:1 hour'], 7, 'no duration'],
    [['DTSTART;VALUE=DATE:20261206', 'DURATION:PT5H'], 7, 'no duration'],
    [[begin, length, 'RRULE:FREQ=SOMETIMES'], 8, 'no RFC 5545 rule'],
    [[begin, length, 'RRULE:FREQ=DAILY', 'RRULE:FREQ=WEEKLY'], 9, 'not understood'],
    [[begin, length, 'EXRULE:FREQ=DAILY'], 8, 'not understood'],
    [[begin, length, 'RDATE;VALUE=PERIOD:20261207T090000Z/PT1H'], 8, 'not understood'],
    [[begin, length, 'RECURRENCE-ID;RANGE=THISANDFUTURE:20261207T090000Z'], 8, 'not understood'],
    [[begin, length, 'EXDATE;TZID=Nowhere:20261207T090000'], 8, 'unknown time zone'],
    [['no such line', begin], 6, 'has no value'],
    [['=', begin], 6, 'no line of an iCalendar file'],
  ])('%j', (lines, line, message) => {
    const fine = ['UID:2', 'DTSTART;VALUE=DATE:20261224'];
    const found = readClosings(calendar(['UID:1', ...lines], fine), closes);
    expect(found).toEqual({ faults: [{ line, message: expect.stringContaining(message) }] });
  });

  test('each event that is wrong is named', () => {
    const wrong = ['UID:1', 'DTSTART:never'];
    const found = readClosings(calendar(wrong, wrong), closes);
    expect(found).toMatchObject({ faults: [{ line: 6 }, { line: 10 }] });
  });

  test.each([
    ['', 1],
    ['<html>Sign in</html>', 1],
    ['BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1', 3],
    ['BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR', 3],
    ['BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR', 2],
  ])('half of one, or something else: %j', (text, line) => {
    expect(readClosings(text, closes)).toMatchObject({ faults: [{ line }] });
  });

  test('more events than any calendar has', () => {
    const events = Array.from({ length: 5_001 }, () => ['DTSTART;VALUE=DATE:20261224']);
    expect(readClosings(calendar(...events), closes)).toMatchObject({
      faults: [{ message: 'there are more than 5000 events' }],
    });
  });
});
