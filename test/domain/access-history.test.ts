import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { accessText, accessTo } from '../../src/domain/deployment/access.ts';
import {
  accessOver,
  delegationsOver,
  type Ruled,
} from '../../src/domain/deployment/access-history.ts';
import { type Instant, instant } from '../../src/domain/kernel/time.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';

const example = await exampleCatalog();
const day = (n: number): Instant => instant(Date.UTC(2026, 6, 1) + n * 86_400_000);
const QUARTER = { since: day(0), until: day(92) };

function members(group: string, people: readonly string[], catalog: Catalog = example): Catalog {
  const groups = catalog.groups.map((g) => (g.name === group ? { ...g, members: people } : g));
  return { ...catalog, groups };
}

const withBo = members('sre', ['bo', 'chen']);
const withoutBo = members('sre', ['chen']);

function ruled(...all: readonly (readonly [Instant, Catalog | null])[]): readonly Ruled<string>[] {
  return all.map(([since, catalog], i) => ({ since, version: `C-${i + 1}`, catalog }));
}

/** When bo might approve shop in production, as `C-1@-30..C-2@10`. */
function bo(versions: readonly Ruled<string>[], whole = true): readonly string[] {
  const at = (one: Instant | null) => (one === null ? 'now' : (one - day(0)) / 86_400_000);
  return accessOver(versions, QUARTER, { whole })
    .filter(({ what }) => what.person === 'bo' && what.service === 'shop')
    .filter(({ what }) => what.environment === 'production' && what.may === 'approve')
    .map(({ since, givenBy, until, endedBy, atLeast }) => {
      const begins = `${atLeast ? '≤' : ''}${at(since)} ${givenBy}`;
      return until === null ? begins : `${begins} to ${at(until)} ${endedBy}`;
    });
}

test.each([
  ['since the first version', ruled([day(-30), withBo]), ['-30 C-1']],
  [
    'through versions that change other things',
    ruled([day(-30), withBo], [day(-10), { ...withBo, organisation: 'Acme 2' }], [day(5), withBo]),
    ['-30 C-1'],
  ],
  ['given in the period', ruled([day(-30), withoutBo], [day(7), withBo]), ['7 C-2']],
  [
    'could, and no longer can',
    ruled([day(-30), withBo], [day(9), withoutBo]),
    ['-30 C-1 to 9 C-2'],
  ],
  ['lost before the period', ruled([day(-30), withBo], [day(-9), withoutBo]), []],
  ['lost at its very beginning', ruled([day(-30), withBo], [day(0), withoutBo]), []],
  [
    'given for two days and taken away within it',
    ruled([day(-30), withoutBo], [day(40), withBo], [day(42), withoutBo]),
    ['40 C-2 to 42 C-3'],
  ],
  [
    'taken away and given again: since then only',
    ruled([day(-30), withBo], [day(-5), withoutBo], [day(3), withBo]),
    ['3 C-3'],
  ],
  ['given after it', ruled([day(-30), withoutBo], [day(92), withBo]), []],
  [
    'without an account, then with one: usable since the account',
    ruled(
      [day(-30), { ...withBo, people: withBo.people.filter(({ id }) => id !== 'bo') }],
      [day(12), withBo],
    ),
    ['-30 C-1 to 12 C-2', '12 C-2'],
  ],
] as const)('a right that is held: %s', (_, versions, expected) => {
  expect(bo(versions)).toEqual(expected);
});

test('what cannot be known is not claimed: older versions, and one nobody can read', () => {
  expect(bo(ruled([day(-30), withBo]), false)).toEqual(['≤-30 C-1']);
  const gap = ruled([day(-30), withBo], [day(10), null], [day(20), withBo]);
  expect(bo(gap)).toEqual(['≤20 C-3']);
  const lost = ruled([day(-30), withBo], [day(10), null], [day(20), withoutBo]);
  expect(bo(lost)).toEqual(['-30 C-1 to 10 C-2']);
});

test('at every moment it says what the version in force then gave, over random versions', () => {
  const people = ['ana', 'bo', 'chen', 'dana', 'eli'];
  const catalogs = fc.array(fc.subarray(people), { minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(catalogs, fc.integer({ min: 0, max: 91 }), (all, on) => {
      const versions = ruled(
        ...all.map((who, i) => [day(-20 + i * 15), members('deployers', who)] as const),
      );
      const moment = day(on);
      const last = versions.findLast(({ since }) => since <= moment);
      const expected = last?.catalog ? accessTo(last.catalog).map(keyOf).toSorted() : [];
      const found = accessOver(versions, QUARTER, { whole: true })
        .filter(({ since, until }) => since <= moment && (until === null || moment < until))
        .map(({ what }) => keyOf(what))
        .toSorted();
      expect(found).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

function keyOf({ environment, service, person, may, rule }: ReturnType<typeof accessTo>[number]) {
  return [environment, service, person, may, rule].join(' ');
}

test('what changes no right has the same text, and what does has another', () => {
  const other: Catalog = { ...example, version: 'x', organisation: 'Acme 2', windows: [] };
  expect(accessText(other)).toBe(accessText(example));
  expect(accessText(withoutBo)).not.toBe(accessText(withBo));
  for (const part of ['environments', 'services', 'people', 'groups', 'approvals'] as const)
    expect(accessText({ ...example, [part]: [] })).not.toBe(accessText(example));
});

test('delegations count while they were written down and their time was not over', () => {
  const one = (since: string, until: string) => {
    const lasts = { from: 'bo', to: 'ana', since, until, zone: 'UTC', because: 'away' };
    return { ...example, delegations: [lasts] };
  };
  const found = (...all: readonly (readonly [Instant, Catalog])[]) =>
    delegationsOver(ruled(...all), QUARTER, true).map((held) => [held.givenBy, held.endedBy]);
  const july = one('2026-07-10T00:00', '2026-07-20T00:00');
  expect(found([day(-30), example], [day(1), july])).toEqual([['C-2', null]]);
  expect(found([day(-30), july], [day(12), example])).toEqual([['C-1', 'C-2']]);
  expect(found([day(-30), july], [day(5), example])).toEqual([]); // taken back before it began
  expect(found([day(-30), one('2026-06-01T00:00', '2026-07-01T00:00')])).toEqual([]);
  expect(found([day(30), july])).toEqual([]); // written down when it was over
});
