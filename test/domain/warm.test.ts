import { describe, expect, test } from 'vitest';
import { FRESH } from '../../src/domain/deployment/deployment.ts';
import { keepWarm, leftToKeep, sayWarm, warmUntil } from '../../src/domain/deployment/warm.ts';
import { leftFor, sayLeft } from '../../src/domain/kernel/duration.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { makePlan, StrategyConfig } from '../../src/domain/strategies/index.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';
import { NOON, running } from './sample.ts';

const MINUTE = 60_000;
const planOf = (keepWarm: string) =>
  makePlan(StrategyConfig.parse({ kind: 'blue-green', bake: '5m', keepWarm }), {
    criteria: Criteria.parse({}),
  });
const plan = planOf('20m');
const BAKE = plan.findLastIndex((step) => step.kind === 'bake');
const baking = running(BAKE, { plan, progress: { ...FRESH, since: NOON } });
const asked = (askedMs: number | null) => ({ by: 'bo', because: null, askedMs });
const now = plus(NOON, MINUTE);

function kept(d = baking, askedMs: number | null = null) {
  const change = keepWarm(d, asked(askedMs), now);
  if (isRefusal(change)) return change.what;
  const [first] = change.rows;
  if (!first) throw new Error('nothing was changed');
  return { row: first.row, ledger: change.ledger };
}

describe('5.1 the version before stays warm', () => {
  test('until its bake is over, and as much longer as people say', () => {
    expect(warmUntil(baking)).toBe(plus(NOON, 5 * MINUTE));
    const once = kept();
    if (typeof once === 'string') throw new Error(once);
    expect(warmUntil(once.row)).toBe(plus(NOON, 20 * MINUTE));
    expect(once.ledger[0]?.evidence).toMatchObject({
      addedMs: 15 * MINUTE,
      inAllMs: 15 * MINUTE,
      version: '1.0.0',
    });
    expect(leftToKeep(once.row)).toBe(5 * MINUTE);
    const twice = kept(once.row);
    if (typeof twice === 'string') throw new Error(twice);
    expect(warmUntil(twice.row)).toBe(plus(NOON, 25 * MINUTE));
    expect(kept(twice.row)).toBe('1.0.0 cannot be kept warm any longer.');
  });

  test('never beyond what its plan allows in all', () => {
    expect(kept(baking, 21 * MINUTE)).toBe('1.0.0 cannot be kept warm for 21 minutes more.');
    expect(kept(baking, 20 * MINUTE)).toMatchObject({ row: { keptWarmMs: 20 * MINUTE } });
    expect(kept(running(BAKE, { plan: planOf('0s') }))).toBe(
      '1.0.0 cannot be kept warm any longer.',
    );
  });

  test('says how long that is, and nothing while somebody holds it', () => {
    expect(sayWarm(baking, now)).toBe('1.0.0 stays warm, over 4 minutes left');
    const hold = { by: 'bo', at: NOON, why: 'looking', asks: [] };
    expect(sayWarm({ ...baking, hold }, now)).toBeNull();
  });

  test.each([
    [74 * 60, 'over 3 days left'],
    [26 * 60, 'over 1 day 2 hours left'],
    [2 * 60 + 59, 'over 2 hours left'],
    [100, 'over 1 hour 30 minutes left'],
    [16, 'over 15 minutes left'],
    [14.9, 'over 10 minutes left'],
    [4.5, 'over 4 minutes left'],
    [0.9, 'less than a minute left'],
    [-1, 'less than a minute left'],
  ])('%d minutes are "%s"', (minutes, says) => {
    expect(sayLeft(minutes * MINUTE)).toBe(says);
  });

  test('the words of a day change at few moments, never twice within a minute', () => {
    const seconds = Array.from({ length: 24 * 3_600 }, (_, n) => n * 1_000);
    const changes = seconds.filter((ms) => ms > 0 && sayLeft(ms) !== sayLeft(ms - 1_000));
    const gaps = changes.slice(1).map((ms, i) => ms - (changes[i] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(MINUTE);
    expect(changes.length).toBeLessThan(40);
  });

  test('how long they stay true is when they change, to the millisecond', () => {
    for (let ms = 200; ms < 8 * 86_400_000; ms = Math.ceil(ms * 1.013)) {
      const until = leftFor(ms);
      expect(sayLeft(ms - until + 1)).toBe(sayLeft(ms));
      if (ms >= MINUTE) expect(sayLeft(ms - until)).not.toBe(sayLeft(ms));
      expect(until).toBeGreaterThan(0);
    }
  });

  test('while somebody holds it, until they go on', () => {
    const hold = { by: 'bo', at: NOON, why: 'looking', asks: [] };
    expect(warmUntil({ ...baking, hold })).toBeNull();
    expect(kept({ ...baking, hold })).toMatchObject({ row: { hold } });
  });

  test.each(plan.map((step, at) => [at, step.kind] as const).filter(([at]) => at !== BAKE))(
    'at step %i, %s: nothing is kept warm',
    (at) => {
      const d = running(at, { plan });
      expect(warmUntil(d)).toBeNull();
      expect(kept(d)).toBe('D-7 keeps no version warm now.');
    },
  );

  test('nor where nothing served before', () => {
    expect(kept({ ...baking, previous: null })).toBe('D-7 keeps no version warm now.');
  });
});
