import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { firstCall } from '../../src/domain/deployment/first-called.ts';
import type { ApprovalSlot } from '../../src/domain/governance/approval.ts';
import { windowEnd } from '../../src/domain/governance/closing.ts';
import { ReleaseWindow } from '../../src/domain/governance/window.ts';
import { type Instant, instant } from '../../src/domain/kernel/time.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';
import { deployment, NOON } from './sample.ts';

const example = await exampleCatalog();
const hours = (from: string, until: string) =>
  ({ days: ['mo', 'tu', 'we', 'th', 'fr'], from, until }) as const;

/** bo works by day and chen by night; it is Friday noon in UTC. */
function catalogOf(patch: Partial<Catalog> = {}): Catalog {
  const works = { bo: hours('09:00', '17:00'), chen: hours('22:00', '06:00') };
  const people = example.people.map((one) =>
    one.id === 'bo' || one.id === 'chen'
      ? { ...one, zone: 'UTC', workingHours: { ...works[one.id], days: [...works[one.id].days] } }
      : one,
  );
  return { ...example, people, onCall: [], ...patch };
}

const NIGHT = instant(Date.UTC(2026, 10, 20, 23));
const EVENING = instant(Date.UTC(2026, 10, 20, 19));
const rung = { afterMs: 60_000, to: ['managers'], people: ['dana'] };
const sreOnCall: Catalog['onCall'] = [
  { group: 'sre', people: ['bo'], each: 'week', from: '2026-11-16T09:00', zone: 'UTC' },
];

describe('8.1 who is called by name at once', () => {
  test.each<[string, Instant, Partial<ApprovalSlot>, Partial<Catalog>, string[], string[]]>([
    ['by day whoever works by day', NOON, {}, {}, ['bo'], ['chen']],
    ['at night whoever works then', NIGHT, {}, {}, ['chen'], ['bo']],
    ['nobody is: all of them, for no ladder calls others', EVENING, {}, {}, ['bo', 'chen'], []],
    [
      'nobody is: none of them, the ladder goes on',
      EVENING,
      { escalate: [rung] },
      {},
      [],
      ['bo', 'chen'],
    ],
    ['who is on call, at any hour', EVENING, {}, { onCall: sreOnCall }, ['bo'], ['chen']],
  ])('%s', (_, now, patch, rules, told, untold) => {
    const slot = { rule: 'r', groups: ['sre'], people: ['bo', 'chen'], quorum: 1, ...patch };
    const d = deployment({ gates: [{ kind: 'approval', slots: [slot], withdrawMs: 0 }] });
    expect(firstCall(d, ['bo', 'chen'], catalogOf(rules), now)).toEqual({ told, untold });
  });
});

describe('8.1 a request is open no longer than its release window', () => {
  const shop = { service: 'shop', environment: 'production' };
  const at = (day: number, hour: number) => instant(Date.UTC(2026, 10, day, hour));
  const window = ReleaseWindow.parse({
    name: 'office hours',
    environments: ['production'],
    owner: 'sre',
    zone: 'UTC',
    from: '2026-11-02T09:00',
    for: '9h',
    repeat: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  });

  test.each([
    ['open now: its end', at(20, 12), at(20, 18)],
    ['closed now: the end of the next', at(20, 20), at(23, 18)],
  ])('%s', (_, now, end) => {
    expect(windowEnd([window], shop, now)).toBe(end);
  });

  test('without windows there is none', () => {
    expect(windowEnd([], shop, NOON)).toBeNull();
    expect(windowEnd([window], { ...shop, environment: 'staging' }, NOON)).toBeNull();
  });
});
