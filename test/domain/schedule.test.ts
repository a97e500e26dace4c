import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decidePending } from '../../src/domain/deployment/decide-pending.ts';
import { type Deployment, subjectOf } from '../../src/domain/deployment/deployment.ts';
import { LATEST_START_MS } from '../../src/domain/deployment/planned.ts';
import { waitingFrom } from '../../src/domain/deployment/waiting.ts';
import { ruleAll } from '../../src/domain/gates/index.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { deployment, NOON } from './sample.ts';

const MINUTE = 60_000;
const at = plus(NOON, 30 * MINUTE);
const planned = deployment({
  gates: [{ kind: 'schedule', at, written: '2026-11-20 13:30 Europe/Berlin' }],
  expiresAt: plus(at, 24 * 60 * MINUTE),
});

/** Looked at, at each of these moments in turn. */
function look(d: Deployment, moments: readonly Instant[]): Deployment {
  return moments.reduce((seen, now) => {
    if (seen.status !== 'pending') return seen;
    const change = decidePending(seen, ruleAll(seen.gates, {}, subjectOf(seen), now), now);
    const row = change.rows.at(-1);
    if (!row) throw new Error('it did not move');
    return row.row as Deployment;
  }, d);
}

const asked = {
  ...planned,
  waiting: waitingFrom(ruleAll(planned.gates, {}, subjectOf(planned), NOON), NOON),
};

describe('3.5 a planned start', () => {
  test('sleeps until the very moment when it is near, and says who could change it', () => {
    const d = look(asked, [plus(at, -20_000)]);
    expect(d).toMatchObject({ status: 'pending', wakeAt: at });
    expect(d.waiting).toMatchObject([{ code: 'scheduled', until: at, who: ['ana'] }]);
  });

  test.each([
    ['a moment before it', -1, 'pending', undefined],
    ['at its moment', 0, 'running', undefined],
    ['a quarter of an hour late', LATEST_START_MS, 'running', undefined],
    ['a moment later than that', LATEST_START_MS + 1, 'cancelled', 'missed'],
    ['after everything is over', 48 * 60 * MINUTE, 'cancelled', 'missed'],
  ])('%s', (_, lateMs, status, code) => {
    const d = look(asked, [plus(at, lateMs)]);
    expect([d.status, d.outcome?.code]).toEqual([status, code]);
  });

  test('whenever it is looked at, it never starts before its time nor unseen after a quarter of an hour', () => {
    const moments = fc.array(fc.integer({ min: -40 * MINUTE, max: 40 * MINUTE }), { minLength: 1 });
    fc.assert(
      fc.property(moments, (offsets) => {
        const sorted = offsets.toSorted((a, b) => a - b);
        const d = look(
          asked,
          sorted.map((ms) => plus(at, ms)),
        );
        const first = sorted.find((ms) => ms >= 0);
        if (first === undefined) expect(d.status).toBe('pending');
        else if (first > LATEST_START_MS) expect(d.outcome?.code).toBe('missed');
        else expect(d.startedAt).toBe(plus(at, first));
      }),
      { numRuns: 1_000 },
    );
  });
});
