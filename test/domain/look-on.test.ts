import { describe, expect, test } from 'vitest';
import { type Deployment, FRESH } from '../../src/domain/deployment/deployment.ts';
import { resume } from '../../src/domain/deployment/hold.ts';
import { isInconclusive, lookedOnMs, lookOn } from '../../src/domain/deployment/look-on.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import type { Step } from '../../src/domain/plan/step.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';
import { NOON, running } from './sample.ts';

const MINUTE = 60_000;
const judge: Step = {
  ...{ kind: 'judge', warmUpMs: 0, forMs: 2 * MINUTE },
  criteria: Criteria.parse({}),
};
const hold = { by: 'fairway', at: NOON, why: 'no verdict', asks: ['chen'], cause: 'no verdict' };
const held = running(0, {
  plan: [judge],
  hold,
  progress: { ...FRESH, phase: 'intent', since: NOON, memo: { seen: 12 } },
});
const now = plus(NOON, 5 * MINUTE);

function looksOn(d: Deployment, forMs = 10 * MINUTE) {
  const change = lookOn(d, { by: 'chen', forMs }, now);
  if (isRefusal(change)) throw new Error(change.what);
  const row = change.rows[0]?.row;
  if (!row) throw new Error('nothing was changed');
  return { row, entry: change.ledger[0] };
}

describe('5.2 a judge that came to no verdict looks on', () => {
  test('for so long from now, with what it has seen, and the ledger says who let it', () => {
    const { row, entry } = looksOn(held);
    expect(row).toMatchObject({ hold: null, wakeAt: now, progress: { memo: { seen: 12 } } });
    expect(row.progress.lookUntil).toBe(plus(now, 10 * MINUTE));
    expect(lookedOnMs(row)).toBe(8 * MINUTE);
    expect(entry).toMatchObject({ by: 'chen', evidence: { lookOnMs: 10 * MINUTE } });
  });

  test.each<[string, Partial<Deployment>, RegExp]>([
    ['a person paused it', { hold: { ...hold, by: 'bo', cause: 'lunch' } }, /not held for lack/],
    ['it is moving', { hold: null }, /not held for lack/],
    ['it is over', { status: 'failed' }, /Only the judge|over|failed/],
  ])('not where %s', (_, patch, says) => {
    const refused = lookOn({ ...held, ...patch }, { by: 'chen', forMs: 10 * MINUTE }, now);
    expect(isRefusal(refused) && `${refused.what} ${refused.why}`).toMatch(says);
  });

  test.each([1_000, 13 * 60 * MINUTE])('not for %d ms', (forMs) => {
    expect(lookOn(held, { by: 'chen', forMs }, now)).toMatchObject({ code: 'bad-length' });
  });

  test('resumed without a length it looks as long as planned again', () => {
    const { row } = looksOn(held);
    const change = resume({ ...row, hold }, 'chen', now);
    const again = isRefusal(change) ? null : change.rows[0]?.row;
    expect(again?.progress).not.toHaveProperty('lookUntil');
    expect(isInconclusive({ ...row, hold })).toBe(true);
  });
});
