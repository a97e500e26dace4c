import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asksFor,
  CLOSE_AFTER,
  elevation,
  type Factor,
  PAUSE_AFTER,
  PAUSE_MS,
  present,
  SecondFactorRule,
} from '../../src/domain/governance/second-factor.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { NOON } from './sample.ts';

const LASTS_MS = 600_000;
const fresh: Factor = { person: 'ana', enrolledAt: NOON, lastStep: null, wrong: null, given: null };
const by = (step: number | null, account = 'U0ANA') => ({ step, account });

function wrongOnes(count: number, at: Instant): Factor {
  return { ...fresh, wrong: { count, at } };
}

describe('a code', () => {
  test('counts for the account it came from, for the time that was said', () => {
    const { factor, refusal, what } = present(fresh, by(7), LASTS_MS, NOON);
    expect([refusal, what, factor.lastStep]).toEqual([null, 'second-factor-given', 7]);
    expect(elevation(factor, 'U0ANA', plus(NOON, LASTS_MS - 1))).toMatchObject({ at: NOON });
    expect(elevation(factor, 'U0ANA', plus(NOON, LASTS_MS))).toBeNull();
    expect(elevation(factor, 'U0OTHER', NOON)).toBeNull();
  });

  test('is spent with the first use, and so are all before it', () => {
    const once = present(fresh, by(7), LASTS_MS, NOON).factor;
    for (const step of [6, 7]) {
      const again = present(once, by(step, 'U0OTHER'), LASTS_MS, NOON);
      expect([again.refusal?.code, again.factor]).toEqual(['spent-code', once]);
      const late = present(once, by(step), LASTS_MS, plus(NOON, LASTS_MS));
      expect([late.refusal?.code, late.factor]).toEqual(['spent-code', once]);
    }
  });

  test('sent twice by one press is told again what it got, and gets nothing more', () => {
    const once = present(fresh, by(7), LASTS_MS, NOON).factor;
    const twice = present(once, by(7), LASTS_MS, plus(NOON, 5_000));
    expect([twice.refusal, twice.what, twice.factor]).toEqual([null, null, once]);
  });

  test(`${PAUSE_AFTER} wrong ones pause it: then not even the right one counts until the pause is over`, () => {
    const last = present(wrongOnes(PAUSE_AFTER - 1, NOON), by(null), LASTS_MS, NOON);
    expect(last.refusal?.fix).toMatch(/Wait 15 min/);
    const right = present(last.factor, by(9), LASTS_MS, plus(NOON, PAUSE_MS - 1));
    expect([right.refusal?.code, right.factor]).toEqual(['factor-paused', last.factor]);
    expect(present(last.factor, by(9), LASTS_MS, plus(NOON, PAUSE_MS)).refusal).toBeNull();
  });

  test(`${CLOSE_AFTER} in a row close it for good`, () => {
    const closed = wrongOnes(CLOSE_AFTER, NOON);
    const right = present(closed, by(9), LASTS_MS, plus(NOON, 365 * 86_400_000));
    expect(right.refusal).toMatchObject({
      code: 'factor-closed',
      fix: expect.stringMatching(/fairway enrol ana/),
    });
  });

  test('no history takes a step twice, or more than 20 guesses between two right ones', () => {
    const act = fc.record({
      step: fc.option(fc.integer({ min: 0, max: 40 })),
      account: fc.constantFrom('U0ANA', 'U0OTHER'),
      laterMs: fc.integer({ min: 0, max: 2 * PAUSE_MS }),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 120 }), (acts) => {
        let [factor, now, guesses] = [fresh, NOON, 0];
        const taken: number[] = [];
        for (const { step, account, laterMs } of acts) {
          now = plus(now, laterMs);
          const seen = present(factor, { step, account }, LASTS_MS, now);
          factor = seen.factor;
          if (seen.what === 'second-factor-given') {
            expect(taken.every((one) => one < (step ?? -1))).toBe(true);
            taken.push(step ?? -1);
            guesses = 0;
          }
          if (seen.what === 'second-factor-refused') guesses += 1;
          expect(guesses).toBeLessThanOrEqual(CLOSE_AFTER);
        }
      }),
    );
  });
});

test('what asks for it', () => {
  const rule = SecondFactorRule.parse({ for: ['loosening'], approvals: ['production'] });
  expect(asksFor(undefined, { kind: 'loosening' })).toBe(false);
  expect(asksFor(rule, { kind: 'loosening' })).toBe(true);
  expect(asksFor(rule, { kind: 'break-glass' })).toBe(false);
  expect(asksFor(rule, { kind: 'approval', environment: 'production' })).toBe(true);
  expect(asksFor(rule, { kind: 'approval', environment: 'staging' })).toBe(false);
  expect(SecondFactorRule.parse({})).toEqual({
    for: ['break-glass', 'loosening'],
    approvals: [],
    lasts: LASTS_MS,
  });
  expect(SecondFactorRule.safeParse({ lasts: '61m' }).success).toBe(false);
});
