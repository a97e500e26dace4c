import { describe, expect, test } from 'vitest';
import { inPieces } from '../../src/commands/in-pieces.ts';
import { playedBefore } from '../../src/commands/played-before.ts';
import type { Unhurried } from '../../src/domain/kernel/unhurried.ts';
import { canary } from '../../src/domain/strategies/canary.ts';
import type { Traffic } from '../../src/domain/strategies/sees.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';

const plan = canary.plan(canary.config.parse({ kind: 'canary' }), {
  criteria: Criteria.parse({}),
});
const thin = (perMinute: number): Traffic => ({
  counters: { requests: perMinute * 60, errors: (perMinute * 60) / 1_000, buckets: [] },
  perMinute,
  when: 'the last hour',
  everyMs: 0,
});

/** How often others had their turn before it was done. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await work.finally(() => {
    isDone = true;
  });
  return turns;
}

/** Keeps the processor for so many milliseconds between two pauses. */
function* busy(pauses: number, ms: number): Unhurried<string> {
  for (let n = 0; n < pauses; n += 1) {
    const until = performance.now() + ms;
    while (performance.now() < until);
    yield;
  }
  return 'done';
}

describe('4.4 what a judge would see is worked out beside everything else', () => {
  test('others have their turn after every few milliseconds of it', async () => {
    const work = inPieces(busy(20, 6));
    expect(await turnsDuring(work)).toBeGreaterThanOrEqual(15);
    expect(await work).toBe('done');
  });

  test('a canary on thin traffic is played in many pieces', async () => {
    expect(await turnsDuring(playedBefore(plan, thin(3)))).toBeGreaterThanOrEqual(5);
  });

  test('the same question is played once, also while it is being played; another is played anew', async () => {
    const [first, second] = [playedBefore(plan, thin(4)), playedBefore(plan, thin(4))];
    expect(second).toBe(first);
    expect(await playedBefore(plan, { ...thin(4) })).toBe(await first);
    expect(await playedBefore(plan, thin(5))).not.toBe(await first);
    const longer = canary.plan(canary.config.parse({ kind: 'canary', judge: '20m' }), {
      criteria: Criteria.parse({}),
    });
    expect(await playedBefore(longer, thin(4))).not.toEqual(await first);
  });
});
