import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { chase, review } from '../../src/domain/deployment/review.ts';
import { nextMorning, oweReview } from '../../src/domain/governance/review.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { type Instant, instant, plus } from '../../src/domain/kernel/time.ts';
import { deployment, NOON } from './sample.ts';

const DAY = 24 * 3_600_000;
const owed = oweReview(null, ['ana', 'bo', 'chen'], { now: NOON, withinMs: 2 * DAY, zone: 'UTC' });
const over = deployment({ status: 'succeeded', finishedAt: NOON, wakeAt: null, review: owed });

function at(text: string): Instant {
  return instant(Date.parse(text));
}

describe('nine in the morning, on a day on which people work', () => {
  test.each([
    ['later the same day', '2026-11-26T05:00Z', 'UTC', '2026-11-26T09:00Z'],
    ['the next day', '2026-11-26T09:00Z', 'UTC', '2026-11-27T09:00Z'],
    ['over the weekend', '2026-11-27T12:00Z', 'UTC', '2026-11-30T09:00Z'],
    ['in its own zone', '2026-11-26T09:00Z', 'America/New_York', '2026-11-26T14:00Z'],
    ['where it is Saturday already', '2026-11-27T20:00Z', 'Asia/Singapore', '2026-11-30T01:00Z'],
    ['over the change of the clocks', '2026-10-23T12:00Z', 'Europe/Berlin', '2026-10-26T08:00Z'],
  ])('%s', (_, now, zone, expected) => {
    expect(new Date(nextMorning(at(now), zone)).toISOString()).toBe(
      expected.replace('Z', ':00.000Z'),
    );
  });
});

describe('8.2 a review is owed once the glass was broken', () => {
  test('broken twice it is one review, and everybody involved leaves it to others', () => {
    const later = { now: plus(NOON, DAY), withinMs: 2 * DAY, zone: 'UTC' };
    const again = oweReview(owed, ['ana', 'dana'], later);
    expect(again).toMatchObject({ dueAt: owed.dueAt, involved: ['ana', 'bo', 'chen', 'dana'] });
  });

  test.each([
    [
      'nobody broke its glass',
      deployment({ status: 'failed', wakeAt: null }),
      'dana',
      'fine',
      'nothing-owed',
    ],
    ['it still runs', { ...over, status: 'running' } as Deployment, 'dana', 'fine', 'not-over'],
    ['they asked for it', over, 'ana', 'fine', 'own-review'],
    ['they let it through', over, 'chen', 'fine', 'own-review'],
    ['it says nothing', over, 'dana', null, 'no-reason'],
    [
      'it is done',
      { ...over, review: { ...owed, chaseAt: null, by: 'eli' } },
      'dana',
      'x',
      'already-reviewed',
    ],
  ])('refused when %s', (_, d, by, note, code) => {
    expect(review(d, by, note, NOON)).toMatchObject({ refused: true, code });
  });

  test('written, nobody is chased any more', () => {
    const change = review(over, 'dana', 'a real outage', plus(NOON, 3 * DAY));
    if (isRefusal(change)) throw new Error(change.what);
    const [row] = change.rows.map((one) => one.row);
    expect(row).toMatchObject({
      wakeAt: null,
      review: { by: 'dana', note: 'a real outage', chaseAt: null },
    });
    expect(change.ledger).toMatchObject([
      { what: 'reviewed', by: 'dana', evidence: { late: true } },
    ]);
    expect(row && chase(row, ['dana'], 'UTC', plus(NOON, 9 * DAY))).toBeNull();
  });

  test('until then once each working morning, and overdue when it is', () => {
    let d: Deployment = over;
    const mornings: string[] = [];
    for (let hour = 0; hour < 8 * 24; hour += 1) {
      const now = plus(NOON, hour * 3_600_000);
      const change = chase(d, ['dana'], 'UTC', now);
      if (!change) continue;
      d = change.rows[0]?.row ?? d;
      expect(change.events[0]).toMatchObject({ tell: ['dana'] });
      const late = change.events[0]?.note?.startsWith('overdue') ? ' overdue' : '';
      mornings.push(`${new Date(now).toISOString().slice(0, 13)}${late}`);
    }
    expect(mornings).toEqual([
      '2026-11-23T09 overdue',
      '2026-11-24T09 overdue',
      '2026-11-25T09 overdue',
      '2026-11-26T09 overdue',
      '2026-11-27T09 overdue',
    ]);
  });

  test('nobody is chased while it runs', () => {
    expect(chase({ ...over, status: 'running' }, ['dana'], 'UTC', plus(NOON, 9 * DAY))).toBeNull();
  });
});
