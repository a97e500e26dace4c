import { describe, expect, test } from 'vitest';
import { doubtsOf, sayDoubt } from '../../src/config/doubts.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { faultsIn, load, ORGANISATION, SHOP, swap } from './sources.ts';

const WINDOW = `blackouts:
  - name: rebuild
    environments: [production]
    services: [shop]
    owner: sre
    zone: Europe/Berlin
    from: 2026-01-04T03:00
    for: 1h
    repeat: FREQ=WEEKLY;BYDAY=SU
`;

describe('a fault in a blackout', () => {
  test.each([
    [
      '03:00',
      '03:00:00',
      '22:11: "from" must be a wall time such as 2026-12-24T18:00, a day such as 2026-12-24, or the name of a list of holidays',
    ],
    ['01-04', '02-31', '22:11: there is no such time: 2026-02-31T03:00'],
    ['1h', '0s', '23:10: a blackout must last longer than no time and shorter than for ever'],
    ['1h', '1 hour', '23:10: "for" must be a duration such as 10s, 5m or 1h30m'],
    [
      '1h',
      '9999999999999999d',
      '23:10: a blackout must last longer than no time and shorter than for ever',
    ],
    ['T03:00', '', '23:10: "for" must be whole days, as "from" is a day'],
    [
      'FREQ=WEEKLY',
      'WEEKLY',
      '24:13: "repeat" must be an RFC 5545 rule such as FREQ=WEEKLY;BYDAY=FR',
    ],
    [
      'Europe/Berlin',
      'Mars/Olympus',
      '21:11: "zone" must be an IANA time zone such as Europe/Berlin',
    ],
    [
      'owner: sre',
      'owner: sree',
      '20:12: there is no person or group "sree" (did you mean "sre"?)',
    ],
    ['[shop]', '[shop, search]', '19:22: there is no service "search" (services here: shop)'],
    ['    owner: sre\n', '', '17:5: "owner" is missing'],
  ])('%j → %j', async (from, to, expected) => {
    const loaded = await load(ORGANISATION + swap(WINDOW, from, to), SHOP);
    expect(faultsIn(loaded)).toEqual([`fairway.yaml:${expected}`]);
  });

  test('none in the blackout as it stands', async () => {
    expect(faultsIn(await load(ORGANISATION + WINDOW, SHOP))).toEqual([]);
  });
});

describe('a fault in a release window', () => {
  const OPENING = WINDOW.replace('blackouts:', 'windows:');
  test.each([
    [
      'BYDAY=SU',
      'BYDAY=SU;COUNT=3',
      '24:13: "repeat" must come back for ever (no COUNT, no UNTIL): after its end nothing could start',
    ],
    [
      'WEEKLY;BYDAY=SU',
      'YEARLY;BYMONTH=2;BYMONTHDAY=30',
      '24:13: this release window cannot be placed in time: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    ],
    [
      'BYDAY=SU\n',
      'BYDAY=SU\n    except: [2026-02-30]\n',
      '25:13: there is no such time: 2026-02-30',
    ],
    ['    repeat: FREQ=WEEKLY;BYDAY=SU\n', '', '17:5: "repeat" is missing'],
  ])('%j → %j', async (from, to, expected) => {
    const loaded = await load(ORGANISATION + swap(OPENING, from, to), SHOP);
    expect(faultsIn(loaded)).toEqual([`fairway.yaml:${expected}`]);
  });
});

describe('a fault in a list of holidays, or in what refers to one', () => {
  const LISTS = `holidays:
  germany: [2026-12-25, 2026-12-26]
blackouts:
  - name: holidays
    environments: [production]
    owner: sre
    zone: Europe/Berlin
    from: germany
    for: 1d
windows:
  - name: office hours
    environments: [production]
    owner: sre
    zone: Europe/Berlin
    from: 2026-01-05T09:00
    for: 7h
    repeat: FREQ=DAILY
    except: [germany, 2026-12-31]
`;
  test.each([
    ['12-26', '12-32', '17:25: there is no such time: 2026-12-32'],
    ['2026-12-26', 'Christmas', '17:25: "germany[1]" must be a day such as 2026-12-25'],
    ['[2026-12-25, 2026-12-26]', '[]', '17:12: "germany" must have at least 1 entry'],
    [
      'from: germany',
      'from: germny',
      '23:11: there is no holiday list "germny" (did you mean "germany"?)',
    ],
    [
      '[germany, ',
      '[france, ',
      '33:14: there is no holiday list "france" (holiday lists here: germany)',
    ],
    ['12-31', '12-32', '33:13: there is no such time: 2026-12-32'],
    ['    for: 1d\n', '    for: 36h\n', '24:10: "for" must be whole days, as "from" is a day'],
    [
      '    for: 1d\n',
      '    for: 1d\n    repeat: FREQ=DAILY\n',
      '25:13: "repeat" must be left out: the list says on which days it is',
    ],
  ])('%j → %j', async (from, to, expected) => {
    const loaded = await load(ORGANISATION + swap(LISTS, from, to), SHOP);
    expect(faultsIn(loaded)).toEqual([`fairway.yaml:${expected}`]);
  });

  test('as it stands there is none, and the days stand in what refers to them', async () => {
    const loaded = await load(ORGANISATION + LISTS, SHOP);
    expect(faultsIn(loaded)).toEqual([]);
    expect(loaded.ok && loaded.catalog.blackouts).toMatchObject([
      { spans: [{ from: '2026-12-25', days: 2 }] },
    ]);
    expect(loaded.ok && loaded.catalog.windows).toMatchObject([
      { except: ['2026-12-25', '2026-12-26', '2026-12-31'] },
    ]);
  });

  test.each([
    ['well before its last day', '2026-10-27T00:00:00Z', null],
    ['59 days before', '2026-10-29T00:00:00Z', /runs out in 59 days; .*after 2026-12-26/],
    ['after it', '2026-12-27T00:00:00Z', /has run out/],
  ])('it is warned of one that runs out: %s', async (_, now, warned) => {
    const loaded = await load(ORGANISATION + LISTS, SHOP);
    const doubts = loaded.ok ? doubtsOf(loaded, instant(Date.parse(now)), {}).map(sayDoubt) : ['?'];
    if (warned === null) expect(doubts).toEqual([]);
    else expect(doubts).toEqual([expect.stringMatching(warned)]);
    if (warned) expect(doubts[0]).toMatch(/^fairway.yaml:17:3: warning: holiday list germany/);
  });
});

test('rules that ask for codes which nothing here can look at are warned of', async () => {
  const key = 'FAIRWAY_SECOND_FACTOR_KEY';
  const loaded = await load(`${ORGANISATION}secondFactor: { approvals: [production] }\n`, SHOP);
  const said = (env: Record<string, string>, url = 'postgres://db/fairway') =>
    loaded.ok
      ? doubtsOf(loaded, instant(Date.UTC(2026, 10, 20)), { DATABASE_URL: url, ...env }).map(
          sayDoubt,
        )
      : ['?'];
  expect(said({}, '')).toEqual([]); // the sandbox has a key of its own
  expect(said({})).toEqual([
    expect.stringMatching(/^fairway.yaml:\d+:1: warning: secondFactor: .*_KEY is not set here/),
  ]);
  expect(said({ [key]: 'a' })).toEqual([]);
  expect(said({ [`${key}_FILE`]: '/run/secrets/key' })).toEqual([]);
});
