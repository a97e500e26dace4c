import { describe, expect, test } from 'vitest';
import { Inconclusive, type JudgeMode, settle } from '../../src/domain/verdict/policy.ts';
import type { Ground, Verdict } from '../../src/domain/verdict/verdict.ts';

const forMs = 60_000;

function verdict(kind: Verdict['verdict'], ground: Ground): Verdict {
  return {
    verdict: kind,
    ground,
    why: 'error rate 0.10 % against 0.10 %',
    metrics: [],
    evidence: 1,
  };
}

const worse = verdict('fail', 'worse');
const good = verdict('pass', 'as good');
const undecided = verdict('not enough data', 'undecided');
const thin = verdict('not enough data', 'thin');
const over = verdict('not enough data', 'over a limit');

type Row = readonly [
  what: string,
  verdict: Verdict,
  mode: JudgeMode,
  inconclusive: Inconclusive,
  left: number,
  follows: string,
];

describe('5.2 what follows from a verdict', () => {
  test.each<Row>([
    ['worse', worse, 'abort', 'ask', 50_000, 'fail'],
    ['worse, to pause', worse, 'pause', 'ask', 50_000, 'ask'],
    ['worse, observed', worse, 'observe', 'ask', 50_000, 'wait'],
    ['worse, observed to the end', worse, 'observe', 'ask', 0, 'go on'],
    ['as good', good, 'abort', 'ask', 50_000, 'go on'],
    ['as good, to pause', good, 'pause', 'ask', 50_000, 'go on'],
    ['undecided so far', undecided, 'abort', 'proceed', 1, 'wait'],
    ['undecided, ask', undecided, 'abort', 'ask', 0, 'ask'],
    ['undecided, proceed', undecided, 'abort', 'proceed', 0, 'go on'],
    ['undecided, abort', undecided, 'abort', 'abort', 0, 'fail'],
    ['undecided, extend', undecided, 'abort', 'extend', -forMs + 1, 'wait'],
    ['undecided, extended', undecided, 'abort', 'extend', -forMs, 'ask'],
    ['thin, given as long again', thin, 'abort', 'proceed', -forMs + 1, 'wait'],
    ['thin after that', thin, 'abort', 'proceed', -forMs, 'ask'],
    ['thin after that, abort', thin, 'abort', 'abort', -forMs, 'fail'],
    ['over a limit, given as long again', over, 'abort', 'proceed', -1, 'wait'],
    ['over a limit after that', over, 'abort', 'proceed', -forMs, 'ask'],
  ])('%s', (_, ruled, mode, inconclusive, left, follows) => {
    const settled = settle(ruled, { mode, inconclusive }, { left, forMs }, '1.1.0');
    expect(settled.kind).toBe(follows);
    if (settled.kind !== 'wait') expect(settled.why).toContain(ruled.why);
  });

  const missing = (['thin', 'quiet', 'over a limit'] as const).flatMap((ground) =>
    (['pause', 'abort'] as const).flatMap((mode) =>
      Inconclusive.options.flatMap((inconclusive) =>
        [forMs, 0, -forMs, -10 * forMs].map((left) => ({ ground, mode, inconclusive, left })),
      ),
    ),
  );
  test('missing data never goes on, whatever the policy', () => {
    const went = missing.filter(({ ground, left, ...policy }) => {
      const ruled = verdict('not enough data', ground);
      return settle(ruled, policy, { left, forMs }, '1.1.0').kind === 'go on';
    });
    expect(missing).toHaveLength(96);
    expect(went).toEqual([]);
  });
});
