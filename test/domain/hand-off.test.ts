import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answersFor, fileOwners } from '../../src/domain/deployment/hand-off-of.ts';
import { readCodeOwners } from '../../src/domain/governance/code-owners.ts';
import {
  clockOf,
  type HandOff,
  HandOffClocks,
  LOOK_MS,
  type Meant,
  mark,
  type Reached,
  tend,
} from '../../src/domain/governance/hand-off.ts';
import { passingOf } from '../../src/domain/governance/hand-off-holder.ts';
import { paceOf } from '../../src/domain/governance/hand-off-pace.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';
import { NOON } from './sample.ts';

const HOUR = 3_600_000;
const rules = HandOffClocks.parse({
  scanned: { within: '4h', owner: 'security', next: 'sre' },
  approved: { within: '1d', owner: 'owners', next: 'on-call' },
  live: { within: '2d', owner: 'owners', next: 'leads' },
});
const place = { service: 'shop', environment: 'production', version: '1.4.2' };
const whoIs = (name: string): Meant => ({ people: [`of ${name}`] });
const nothing: Reached = { approved: null, live: null, superseded: false };
const told = (what: 'built' | 'scanned', row: HandOff | null, now: Instant): HandOff => {
  const change = mark(row, place, { what, by: 'ci', report: null }, now);
  if (isRefusal(change) || !change.rows[0]) throw new Error('refused');
  return change.rows[0].row;
};

/** Looks whenever it wakes until then; answers who was asked for what, in hours, and how it stands. */
function live(
  row: HandOff,
  seenAt: (now: Instant) => Reached,
  until: Instant,
  clocks = rules,
  is = whoIs,
) {
  let at = row;
  const asked: string[] = [];
  while (at.wakeAt !== null && at.wakeAt <= until) {
    const now = at.wakeAt;
    const change = tend(at, seenAt(now), clocks, { whoIs: is, now });
    if (!change?.rows[0]) throw new Error('nothing was written');
    at = change.rows[0].row;
    for (const { what, tell, note } of change.events)
      asked.push(`${(now - NOON) / HOUR}h ${what}: ${tell.join()} ${note}`);
  }
  return { row: at, asked };
}

test('1.3 a late step asks its owner, then the next one, once each; what is reached starts the next clock', () => {
  const built = told('built', null, NOON);
  const { asked } = live(built, () => nothing, plus(NOON, 30 * HOUR));
  expect(asked).toEqual([
    '4h late: of security shop 1.4.2 is not scanned for 4 hours, and security answers for that',
    '8h late: of sre shop 1.4.2 is not scanned for 8 hours, and sre, after security, answers for that',
  ]);
  const scanned = told('scanned', built, plus(NOON, HOUR));
  const later = live(scanned, () => nothing, plus(NOON, 60 * HOUR));
  expect(later.asked.map((one) => one.slice(0, 30))).toEqual([
    '25h late: of owners shop 1.4.2',
    '49h late: of on-call shop 1.4.',
  ]);
});

test('1.3 it ends when it is live, and when another version is; a step passed over is not waited for', () => {
  const built = told('built', null, NOON);
  const approved: Reached = { ...nothing, approved: plus(NOON, HOUR) };
  const on = live(
    built,
    (now) => (now < plus(NOON, 2 * HOUR) ? approved : { ...approved, live: now }),
    plus(NOON, 9 * HOUR),
  );
  expect(on.asked).toEqual(['2h live:  shop 1.4.2 is live in production']);
  expect(on.row).toMatchObject({ endedAs: 'live', wakeAt: null });
  const other = live(built, () => ({ ...nothing, superseded: true }), plus(NOON, HOUR));
  expect(other.row).toMatchObject({ endedAs: 'superseded', wakeAt: null });
  const waits = live(built, () => approved, plus(NOON, 60 * HOUR));
  expect(waits.asked.map((one) => one.split(':')[0])).toEqual(['49h late']);
});

test('1.3 a mark is told once, and without a rule no clock runs', () => {
  const built = told('built', null, NOON);
  const again = mark(built, place, { what: 'built', by: 'ana', report: null }, NOON);
  expect(again).toMatchObject({ code: 'marked' });
  expect(live(built, () => nothing, plus(NOON, 90 * HOUR), {}).asked).toEqual([]);
});

test('1.3 whenever it is looked at, nobody is asked twice, nobody too early, and it never sleeps past a clock', () => {
  const looks = fc.array(fc.integer({ min: 1, max: 5 * 60 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(looks, (minutes) => {
      let row = told('built', null, NOON);
      let now: Instant = NOON;
      const asked: string[] = [];
      for (const late of minutes) {
        now = plus(now, late * 60_000);
        const change = tend(row, nothing, rules, { whoIs, now });
        row = change?.rows[0]?.row ?? row;
        asked.push(...(change?.events ?? []).map(({ tell }) => tell.join()));
        const since = now - NOON;
        expect(asked.includes('of security')).toBe(since >= 4 * HOUR && row.asked.length > 0);
        if (asked.includes('of sre')) expect(since).toBeGreaterThanOrEqual(8 * HOUR);
        expect((row.wakeAt ?? 0) - now).toBeLessThanOrEqual(LOOK_MS);
      }
      expect(new Set(asked).size).toBe(asked.length);
    }),
  );
});

test('1.3 each step is told with how late it was, counted from the one before; and the one that is late now', () => {
  const scanned = told('scanned', told('built', null, NOON), plus(NOON, 5 * HOUR));
  const hours = (seen: Partial<Reached>, now: Instant) =>
    paceOf(scanned, { ...nothing, ...seen }, rules, now).map(({ what, at, lateMs }) => [
      what,
      at === null ? null : (at - NOON) / HOUR,
      lateMs / HOUR,
    ]);
  const first = [
    ['built', 0, 0],
    ['scanned', 5, 1],
  ];
  expect(hours({}, plus(NOON, 29 * HOUR))).toEqual(first);
  expect(hours({}, plus(NOON, 32 * HOUR))).toEqual([...first, ['approved', null, 3]]);
  // Live before anybody said yes: what was passed over is not late, and its clock runs from the last step.
  expect(hours({ live: plus(NOON, 54 * HOUR) }, plus(NOON, 99 * HOUR))).toEqual([
    ...first,
    ['live', 54, 1],
  ]);
  expect(
    paceOf({ ...scanned, endedAs: 'superseded' }, nothing, rules, plus(NOON, 99 * HOUR)),
  ).toHaveLength(2);
});

describe('1.3 who answers for a step', async () => {
  const example = await exampleCatalog();
  const { entries } = readCodeOwners(
    '* @acme/platform\n/pay/ @dana\n/pay/card.ts @acme/sre @eli\n/docs/\n',
  );
  const catalog = {
    ...example,
    services: example.services.map((one) =>
      one.name === 'shop' ? { ...one, codeOwners: entries } : one,
    ),
  };

  test.each<[string, string, readonly string[] | null, Meant]>([
    ['the last line that matches', 'shop', ['pay/card.ts'], { people: ['bo', 'eli'] }],
    [
      'of each file, once',
      'shop',
      ['pay/a', 'pay/card.ts', 'x'],
      { people: ['dana', 'bo', 'eli', 'chen'] },
    ],
    [
      'a line without owners',
      'shop',
      ['docs/a'],
      { people: [], nobody: 'nobody owns the files that change' },
    ],
    ['the one file that is owned', 'shop', ['docs/a', 'pay/a'], { people: ['dana'] }],
    ['no CODEOWNERS', 'search', ['a'], { people: [], nobody: 'nobody owns the files that change' }],
    ['no list of files', 'shop', null, { people: [], nobody: 'which files change is not known' }],
  ])('%s', (_, service, paths, meant) => {
    const found = fileOwners(catalog, service, paths);
    expect({ ...found, people: found.people.toSorted() }).toEqual({
      ...meant,
      people: meant.people.toSorted(),
    });
  });

  test.each<[string, Meant]>([
    ['on-call', { people: [], nobody: 'nobody is on call' }],
    ['sre', { people: ['bo'] }],
    ['none', { people: [], nobody: 'nobody is in it' }],
  ])('%s where it means nobody is passed over as well', (name, meant) => {
    const { onCall: _, ...unwatched } = catalog;
    expect(answersFor(unwatched, 'shop', name, NOON)).toEqual(meant);
  });

  const byFiles = HandOffClocks.parse({
    scanned: { within: '4h', owner: 'code-owners', next: 'sre' },
  });
  const built = told('built', null, NOON);
  const nobody = (name: string): Meant =>
    name === 'code-owners'
      ? { people: [], nobody: 'nobody owns the files that change' }
      : whoIs(name);

  test('where nobody is meant the next one is asked in their place, once, and it is said why', () => {
    const { row, asked } = live(built, () => nothing, plus(NOON, 30 * HOUR), byFiles, nobody);
    expect(asked).toEqual([
      '4h late: of sre shop 1.4.2 is not scanned for 4 hours, and sre answers for that, not code-owners: nobody owns the files that change',
    ]);
    expect(passingOf(row, clockOf(row, nothing, byFiles)).holder).toMatchObject({
      name: 'sre',
      from: 'code-owners',
      passed: 'nobody owns the files that change',
    });
  });

  test('whom nobody has looked for yet is asked at the next look', () => {
    const late = plus(NOON, 4 * HOUR);
    const looked = tend({ ...built, wakeAt: late }, nothing, byFiles, {
      whoIs: () => null,
      now: late,
    });
    expect(looked).toMatchObject({ events: [], rows: [{ row: { wakeAt: plus(late, LOOK_MS) } }] });
    const row = looked?.rows[0]?.row ?? built;
    const { asked } = live(row, () => nothing, plus(late, 2 * LOOK_MS), byFiles);
    expect(asked).toEqual([
      expect.stringMatching(/: of code-owners shop .*code-owners answers for/),
    ]);
  });
});
