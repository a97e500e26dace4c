import { expect, test } from 'vitest';
import { doubtsOf, sayDoubt } from '../../src/config/doubts.ts';
import { sayFault } from '../../src/config/fault.ts';
import { loadCatalog } from '../../src/config/load.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { ORGANISATION, options, SHOP, swap } from './sources.ts';

const CALENDARS = `calendars:
  - name: company
    file: calendars/company.ics
    environments: [production]
    owner: sre
    zone: Europe/Berlin
`;
const ICS = `BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1
SUMMARY:Year-end close
DTSTART;VALUE=DATE:20261224
DTEND;VALUE=DATE:20270102
END:VEVENT
END:VCALENDAR
`;

async function loaded(organisation: string, ics: string | null, file = 'calendars/company.ics') {
  const sources = [
    { file: 'fairway.yaml', text: ORGANISATION + organisation },
    { file: 'services/shop.yaml', text: SHOP },
    ...(ics === null ? [] : [{ file, text: ics }]),
  ];
  return loadCatalog(sources, options);
}

test('the events of a calendar are blackouts, and the version of the configuration knows them', async () => {
  const one = await loaded(CALENDARS, ICS);
  expect(one).toMatchObject({
    ok: true,
    catalog: {
      blackouts: [
        {
          name: 'company: Year-end close',
          from: '2026-12-24',
          owner: 'sre',
          zone: 'Europe/Berlin',
        },
      ],
    },
  });
  const other = await loaded(CALENDARS, swap(ICS, '20270102', '20270103'));
  expect(one.ok && other.ok && one.catalog.version !== other.catalog.version).toBe(true);
});

test.each([
  [CALENDARS, null, 'fairway.yaml:18:11: there is no file calendars/company.ics beside it'],
  [
    CALENDARS,
    swap(ICS, 'DTEND;VALUE=DATE', 'DTEND;TZID=Mars/Olympus'),
    'calendars/company.ics:6:1: unknown time zone "Mars/Olympus": it must be one of IANA, such as Europe/Berlin',
  ],
  [
    CALENDARS,
    'Sign in',
    'calendars/company.ics:1:1: this Sign has no value'.replace('Sign', 'SIGN'),
  ],
  [
    swap(CALENDARS, 'calendars/company.ics', '../secrets.ics'),
    ICS,
    'fairway.yaml:18:11: "file" must be a file of this folder such as calendars/company.ics',
  ],
  [
    swap(CALENDARS, 'sre', 'sree'),
    ICS,
    'fairway.yaml:20:12: there is no person or group "sree" (did you mean "sre"?)',
  ],
])('%j', async (organisation, ics, expected) => {
  const found = await loaded(organisation, ics);
  expect(found.ok ? [] : found.faults.map(sayFault)).toEqual([expected]);
});

const FEED = swap(
  CALENDARS,
  'file: calendars/company.ics',
  'url: https://calendar.example/company.ics',
);

test('a calendar at an address is read later: its name, its pace and what it closes are configuration', async () => {
  const found = await loaded(FEED, null);
  expect(found).toMatchObject({
    ok: true,
    catalog: {
      blackouts: [],
      feeds: [{ name: 'company', url: 'https://calendar.example/company.ics', every: 900_000 }],
    },
  });
});

test.each([
  [swap(FEED, 'https:', 'http:'), /"url" must be https, unless it says private: true/],
  [
    swap(FEED, 'https://calendar', 'https://me:secret@calendar'),
    /"url" must be an address such as/,
  ],
  [`${FEED}    file: calendars/company.ics\n`, /must have one of "file", "url" and "urlFrom"/],
  [`${CALENDARS}    every: 1h\n`, /may have "every" and "private" only beside/],
  [`${FEED}    every: 5s\n`, /"every" must be between 1m and 1d/],
])('what an address may not be: %#', async (text, fault) => {
  const found = await loaded(text, text.includes('file:') ? ICS : null);
  expect(found.ok ? [] : found.faults.map(sayFault)).toEqual([expect.stringMatching(fault)]);
});

test('an address that this process does not know is warned of, for what it speaks of would be closed', async () => {
  const secret = swap(
    FEED,
    'url: https://calendar.example/company.ics',
    'urlFrom: env:COMPANY_ICS',
  );
  const found = await loaded(secret, null);
  if (!found.ok) throw new Error(found.faults.map(sayFault).join());
  const warned = (env: Record<string, string>) =>
    doubtsOf(found, instant(0), env)
      .map(sayDoubt)
      .filter((line) => line.includes('calendar company'));
  expect(warned({})).toEqual([
    expect.stringMatching(
      /^fairway\.yaml:17:5: warning: calendar company: it cannot be read here: COMPANY_ICS, which holds its address, is not set; for example, nothing new starts in production/,
    ),
  ]);
  expect(warned({ COMPANY_ICS: 'https://calendar.example/secret.ics' })).toEqual([]);
});
