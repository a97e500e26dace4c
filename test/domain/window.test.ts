import { describe, expect, test } from 'vitest';
import { endOfList, withDays } from '../../src/domain/governance/holidays.ts';
import {
  Blackout,
  closedAt,
  nextClosed,
  outsideAt,
  ReleaseWindow,
} from '../../src/domain/governance/window.ts';
import { instant } from '../../src/domain/kernel/time.ts';

const target = { service: 'shop', environment: 'production' };
function at(iso: string) {
  return instant(Date.parse(iso));
}
function window(patch: object) {
  return Blackout.parse({
    name: 'w',
    environments: ['production'],
    owner: 'dana',
    zone: 'Europe/Berlin',
    from: '2026-01-02T17:00',
    for: '2h',
    ...patch,
  });
}

describe('8.2 blackouts', () => {
  const fridays = window({ repeat: 'FREQ=WEEKLY;BYDAY=FR' });
  test.each([
    ['before', '2026-01-09T15:59:59Z', false],
    ['the first moment', '2026-01-09T16:00:00Z', true],
    ['the last moment', '2026-01-09T17:59:59Z', true],
    ['the end is outside', '2026-01-09T18:00:00Z', false],
    ['another day', '2026-01-10T16:30:00Z', false],
    ['in summer the wall clock counts, not UTC', '2026-07-10T15:30:00Z', true],
    ['in summer, an hour later in UTC it is over', '2026-07-10T17:30:00Z', false],
  ])('%s', (_, iso, closed) => {
    expect(closedAt(fridays, target, at(iso)) !== null).toBe(closed);
  });

  test('once, for as long as it says', () => {
    const once = window({ from: '2026-12-24T18:00', for: '3d' });
    expect(closedAt(once, target, at('2026-12-27T16:59:00Z'))?.until).toBe(
      at('2026-12-27T17:00:00Z'),
    );
    expect(nextClosed(once, at('2026-12-01T00:00:00Z'))?.from).toBe(at('2026-12-24T17:00:00Z'));
    expect(nextClosed(once, at('2026-12-26T00:00:00Z'))).toBeNull();
  });

  test('other services and environments are not its business', () => {
    const narrow = window({ from: '2026-01-02T17:00', for: '400d', services: ['search'] });
    const now = at('2026-06-01T00:00:00Z');
    expect(closedAt(narrow, target, now)).toBeNull();
    expect(closedAt(narrow, { ...target, service: 'search' }, now)).not.toBeNull();
    expect(closedAt(narrow, { service: 'search', environment: 'staging' }, now)).toBeNull();
  });

  test.each([
    [{ zone: 'Mars/Olympus' }, 'IANA'],
    [{ from: 'tomorrow' }, 'whole days'],
    [{ from: '24 December' }, 'wall time'],
    [{ repeat: 'FREQ=SOMETIMES' }, 'RFC 5545'],
  ])('refused: %o', (patch, hint) => {
    expect(() => window(patch)).toThrow(hint);
  });
});

describe('8.2 blackouts of whole days, and days left out', () => {
  test.each([
    ['winter, 24 hours', '2026-12-24', '2026-12-23T23:00:00Z', '2026-12-24T23:00:00Z'],
    ['spring, 23 hours', '2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['autumn, 25 hours', '2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    ['a leap day', '2028-02-29', '2028-02-28T23:00:00Z', '2028-02-29T23:00:00Z'],
  ])('%s', (_, day, from, until) => {
    const whole = window({ from: day, for: '1d' });
    expect(closedAt(whole, target, at(from))).toMatchObject({ from: at(from), until: at(until) });
    expect(closedAt(whole, target, instant(at(from) - 1))).toBeNull();
    expect(closedAt(whole, target, at(until))).toBeNull();
  });

  test('a day left out is open, the next is closed again', () => {
    const fridays = window({ repeat: 'FREQ=WEEKLY;BYDAY=FR', except: ['2026-01-09'] });
    expect(closedAt(fridays, target, at('2026-01-09T16:30:00Z'))).toBeNull();
    expect(closedAt(fridays, target, at('2026-01-16T16:30:00Z'))).not.toBeNull();
    expect(nextClosed(fridays, at('2026-01-08T00:00:00Z'))?.from).toBe(at('2026-01-16T16:00:00Z'));
  });

  test.each([
    [{ from: '2026-12-24', for: '36h' }, 'whole days'],
    [{ except: ['2026-01-09'] }, 'what does not come back'],
    [{ repeat: 'FREQ=DAILY', except: ['9 January'] }, 'must be a day'],
  ])('refused: %o', (patch, hint) => {
    expect(() => window(patch)).toThrow(hint);
  });
});

describe('8.2 release windows', () => {
  function opening(patch: object) {
    return ReleaseWindow.parse({
      name: 'office hours',
      environments: ['production'],
      owner: 'platform',
      zone: 'Europe/Berlin',
      from: '2026-01-05T09:00',
      for: '7h',
      repeat: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH',
      except: ['2026-01-06'],
      ...patch,
    });
  }
  const office = opening({});

  test.each([
    ['within it', '2026-01-05T08:00:00Z', null],
    ['before it', '2026-01-05T07:59:59Z', '2026-01-05T08:00:00Z'],
    ['its end is outside; tomorrow is left out', '2026-01-05T15:00:00Z', '2026-01-07T08:00:00Z'],
    ['over the weekend', '2026-01-09T12:00:00Z', '2026-01-12T08:00:00Z'],
    ['over the change of clocks', '2026-03-28T12:00:00Z', '2026-03-30T07:00:00Z'],
  ])('%s', (_, now, opens) => {
    const outside = outsideAt([office], target, at(now));
    expect(outside?.until ?? null).toBe(opens === null ? null : at(opens));
  });

  test('the first of several opens it; where none speaks it is always open', () => {
    const night = opening({ name: 'night', from: '2026-01-05T22:00', for: '1h', except: [] });
    const outside = outsideAt([office, night], target, at('2026-01-05T16:00:00Z'));
    expect(outside).toMatchObject({
      name: 'night',
      between: true,
      until: at('2026-01-05T21:00:00Z'),
    });
    const staging = { ...target, environment: 'staging' };
    expect(outsideAt([office, night], staging, at('2026-01-05T16:00:00Z'))).toBeNull();
  });

  test.each([
    [{ repeat: undefined }, 'expected string'],
    [{ repeat: 'FREQ=DAILY;COUNT=3' }, 'come back for ever'],
    [{ repeat: 'FREQ=DAILY;UNTIL=20270101T000000Z' }, 'come back for ever'],
  ])('refused: %o', (patch, hint) => {
    expect(() => opening(patch)).toThrow(hint);
  });
});

describe('8.2 holidays, as lists of days', () => {
  const lists = [
    { name: 'germany', days: ['2026-12-26', '2026-12-25', '2026-10-25', '2027-01-01'] },
    { name: 'eves', days: ['2026-12-24', '2026-12-31'] },
  ];
  const holidays = withDays(window({ from: 'germany', for: '1d' }), lists);
  const berlin = (wall: string) => at(`${wall}+01:00`);

  test.each([
    ['the moment before', '2026-12-24T23:59:59', null],
    [
      'days that touch are closed until the last of them ends',
      '2026-12-25T00:00:00',
      '2026-12-27T00:00:00',
    ],
    ['within the second', '2026-12-26T12:00:00', '2026-12-27T00:00:00'],
    ['the end is outside', '2026-12-27T00:00:00', null],
    ['another', '2027-01-01T08:00:00', '2027-01-02T00:00:00'],
    ['after the last', '2027-12-25T12:00:00', null],
  ])('a blackout on them: %s', (_, now, until) => {
    const closed = closedAt(holidays, target, berlin(now));
    expect(closed?.until ?? null).toBe(until === null ? null : berlin(until));
  });

  test('the day on which the clocks change has its 25 hours', () => {
    const closed = closedAt(holidays, target, at('2026-10-25T12:00:00Z'));
    expect(closed).toMatchObject({
      from: at('2026-10-24T22:00:00Z'),
      until: at('2026-10-25T23:00:00Z'),
    });
  });

  test('they are days of the zone of what refers to them', () => {
    const tokyo = withDays(window({ from: 'eves', for: '1d', zone: 'Asia/Tokyo' }), lists);
    expect(closedAt(tokyo, target, at('2026-12-23T15:00:00Z'))).not.toBeNull();
    expect(closedAt(tokyo, target, at('2026-12-24T15:00:00Z'))).toBeNull();
  });

  test('the next one, one by one, and then none', () => {
    const next = nextClosed(holidays, berlin('2026-12-25T12:00:00'));
    expect(next?.from).toBe(berlin('2027-01-01T00:00:00'));
    expect(nextClosed(holidays, berlin('2027-01-01T00:00:00'))).toBeNull();
  });

  test('each of them and the day after it', () => {
    const longer = withDays(window({ from: 'germany', for: '2d' }), lists);
    expect(closedAt(longer, target, berlin('2026-12-25T12:00:00'))).toMatchObject({
      from: berlin('2026-12-25T00:00:00'),
      until: berlin('2026-12-28T00:00:00'),
    });
  });

  test('a window does not open on them, nor on days named beside them', () => {
    const office = ReleaseWindow.parse({
      name: 'office hours',
      environments: ['production'],
      owner: 'platform',
      zone: 'Europe/Berlin',
      from: '2026-01-05T09:00',
      for: '7h',
      repeat: 'FREQ=DAILY',
      except: ['germany', '2026-12-27'],
    });
    const open = withDays(office, lists);
    expect(outsideAt([open], target, berlin('2026-12-24T16:00:00'))?.until).toBe(
      berlin('2026-12-28T09:00:00'),
    );
  });

  test('against each minute around every day of the list', () => {
    const own = new Set(lists[0]?.days);
    const minute = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' });
    const wrong: string[] = [];
    for (const day of own) {
      for (let m = -1500; m < 3000; m += 1) {
        const now = instant(at(`${day}T00:00:00Z`) + m * 60_000);
        const expected = own.has(minute.format(now));
        if ((closedAt(holidays, target, now) !== null) !== expected) wrong.push(`${day} ${m}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('a list ends with its last day, in whatever order it is written', () => {
    expect(endOfList({ name: 'eves', days: ['2026-12-31', '2026-12-24'] })).toBe(
      at('2027-01-01T00:00:00Z'),
    );
  });

  test.each([
    [{ from: 'germany', for: '12h' }, 'whole days'],
    [{ from: 'germany', for: '1d', repeat: 'FREQ=DAILY' }, 'the list says'],
    [{ repeat: 'FREQ=DAILY', except: ['Germany'] }, 'name of a list'],
  ])('refused: %o', (patch, hint) => {
    expect(() => window(patch)).toThrow(hint);
  });
});

/** The templates of docs/configuration.md, at the ends of a year and a leap year. */
describe('8.2 the closes of the books', () => {
  const close = (patch: object) => window({ zone: 'UTC', ...patch });
  const quarter = close({
    from: '2026-03-29',
    for: '5d',
    repeat: 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-3',
  });
  const year = close({ from: '2026-12-15', for: '24d', repeat: 'FREQ=YEARLY' });

  test.each([
    ['the last three days of March', quarter, '2026-03-29T00:00:00Z', '2026-04-03T00:00:00Z'],
    ['of a June', quarter, '2028-06-28T00:00:00Z', '2028-07-03T00:00:00Z'],
    ['of a December', quarter, '2026-12-29T00:00:00Z', '2027-01-03T00:00:00Z'],
    ['the end of a year', year, '2027-12-15T00:00:00Z', '2028-01-08T00:00:00Z'],
  ])('%s', (_, one, from, until) => {
    expect(closedAt(one, target, instant(at(from) - 1))).toBeNull();
    expect(closedAt(one, target, at(from))).toMatchObject({ from: at(from), until: at(until) });
    expect(closedAt(one, target, at(until))).toBeNull();
  });
});
