import { describe, expect, test } from 'vitest';
import { ours } from '../../bench/judge/judges.ts';
import { play } from '../../bench/judge/play.ts';
import { EFFECTS, MARGINS, NO_DATA, NULLS, type Scene } from '../../bench/judge/scenes.ts';
import { boundariesOf, slowerThan } from '../../src/domain/verdict/boundaries.ts';
import { type Counters, NO_TRAFFIC, together } from '../../src/domain/verdict/counters.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';
import { judge } from '../../src/domain/verdict/judge.ts';
import {
  evidence,
  LOOKED_FOR,
  METRICS,
  observe,
  type Sample,
  type Standing,
  UNSEEN,
} from '../../src/domain/verdict/sequential-judge.ts';

const criteria = Criteria.parse({});
const told = { canary: '1.1.0', stable: '1.0.0', alarm: 'rollback' };

/** Requests of 20 ms, of which some failed, and more of 400 ms. */
function served(requests: number, errors = 0, slow = 0): Counters {
  return {
    requests,
    errors,
    buckets: [
      [10, 0],
      [25, requests - slow],
      [500, requests],
      [null, requests],
    ],
  };
}

const past: Sample = { kind: 'past', canary: NO_TRAFFIC, stable: served(1_000, 1) };

function judged(canary: Counters, stable: Counters): Sample {
  return { kind: 'judged', canary, stable };
}

function warm(canary: Counters, stable: Counters): Sample {
  return { kind: 'warm-up', canary, stable };
}

function left(...samples: readonly Sample[]): Standing {
  return samples.reduce((standing, sample) => observe(standing, sample, criteria), UNSEEN);
}

function times<T>(n: number, one: T): readonly T[] {
  return Array.from({ length: n }, () => one);
}

const good = judged(served(200), served(1_800, 1));

describe('5.2 the judge', () => {
  test.each<[string, readonly Sample[], string, string]>([
    ['nothing seen', [], 'not enough data', 'thin'],
    [
      'nobody came',
      [past, ...times(2, judged(NO_TRAFFIC, served(900)))],
      'not enough data',
      'thin',
    ],
    ['99 requests', [past, judged(served(99), served(900))], 'not enough data', 'thin'],
    [
      'no latencies',
      [past, judged({ ...served(200), buckets: [] }, served(900))],
      'not enough data',
      'thin',
    ],
    ['as good so far', [past, ...times(5, good)], 'not enough data', 'undecided'],
    ['as good for long', [past, ...times(60, good)], 'pass', 'as good'],
    [
      'its requests have stopped',
      [past, ...times(60, good), ...times(3, judged(NO_TRAFFIC, served(900)))],
      'not enough data',
      'quiet',
    ],
    [
      'one look without any',
      [past, ...times(60, good), judged(NO_TRAFFIC, served(900))],
      'pass',
      'as good',
    ],
    ['errors', [past, ...times(8, judged(served(200, 8), served(1_800, 2)))], 'fail', 'worse'],
    [
      'slow',
      [past, ...times(8, judged(served(200, 0, 100), served(1_800, 0, 18)))],
      'fail',
      'worse',
    ],
    [
      'one burst of slowness',
      [past, judged(served(200, 0, 200), served(1_800))],
      'not enough data',
      'over a limit',
    ],
    ['a fifth of what warms up', [past, warm(served(50, 10), served(450))], 'fail', 'floor'],
    [
      'with one request fewer',
      [past, warm(served(49, 10), served(450))],
      'not enough data',
      'thin',
    ],
    [
      'summed over its looks',
      [past, ...times(3, warm(served(20, 19), served(180)))],
      'fail',
      'floor',
    ],
    [
      'what the stable version does as well',
      [past, warm(served(50, 10), served(450, 45))],
      'not enough data',
      'thin',
    ],
    [
      'a cold start that is over',
      [past, warm(served(50, 40), served(450)), warm(served(50, 1), served(450))],
      'not enough data',
      'over a limit',
    ],
    [
      'and nothing of it counts once it is judged',
      [past, warm(served(49, 49), served(450)), judged(served(200, 0), served(1_800, 1))],
      'not enough data',
      'undecided',
    ],
    ['a fifth of them fails', [past, judged(served(50, 10), served(450))], 'fail', 'floor'],
    [
      'the same with one request fewer',
      [past, judged(served(49, 10), served(450))],
      'not enough data',
      'thin',
    ],
    [
      'both fail a lot',
      [past, ...times(30, judged(served(200, 6), served(1_800, 54)))],
      'not enough data',
      'over a limit',
    ],
  ])('%s', (_, samples, verdict, ground) => {
    expect(judge(left(...samples), criteria, told)).toMatchObject({ verdict, ground });
  });

  test('its sentence for each metric, and the evidence', () => {
    const standing = left(past, ...times(5, judged(served(200, 0, 2), served(1_800, 9, 18))));
    expect(judge(standing, criteria, told).why).toBe(
      'error rate 0.00 % against 0.50 %; slower than p99 of 1.0.0 (25 ms): 1.00 % against 1.00 %; ' +
        'evidence that 1.1.0 is worse: 0 of the 100 that trigger rollback; ' +
        'evidence that 1.1.0 is as good: 1 of the 20 that it takes, least by its latency',
    );
    const bad = left(past, ...times(8, judged(served(200, 8), served(1_800, 2))));
    expect(judge(bad, criteria, told).why).toBe(
      'error rate 4.00 % against 0.11 %; evidence that 1.1.0 is worse: more than the 100 that trigger rollback',
    );
  });

  test('a pass says what it rests on, and which shares were taken for harmless where a service says so', () => {
    const shown = judge(left(past, ...times(60, good)), criteria, told);
    expect(shown.why).toMatch(
      /; evidence that 1\.1\.0 is as good: more than the 20 that it takes$/,
    );
    expect(shown.asGood).toBeGreaterThanOrEqual(20);
    const coarse = { ...criteria, harmless: { errors: 0.5, slow: 0.05 } };
    const soon = [past, ...times(3, good)].reduce((s, one) => observe(s, one, coarse), UNSEEN);
    expect(judge(soon, coarse, told)).toMatchObject({
      verdict: 'pass',
      why: expect.stringMatching(
        // Of errors never more than the limit, past which nothing passes.
        /is as good: more than the 20 that it takes \(fewer than 1\.00 % failed and 5\.00 % slow harm nobody\)$/,
      ),
    });
    expect(judge(left(past, ...times(3, good)), criteria, told).verdict).toBe('not enough data');
  });

  test('of what a service takes for harmless, the evidence that it is worse knows nothing', () => {
    const coarse = { ...criteria, maxErrorRate: 0.1, harmless: { errors: 0.1, slow: 0.2 } };
    const bad = judged(served(200, 8), served(1_800, 2));
    const standing = [past, ...times(8, bad)].reduce((s, one) => observe(s, one, coarse), UNSEEN);
    expect(evidence(standing)).toBe(evidence(left(past, ...times(8, bad))));
    expect(judge(standing, coarse, told)).toMatchObject({ verdict: 'fail', ground: 'worse' });
  });

  test('a word for each metric: worse, as good, or neither yet', () => {
    const slow = left(past, ...times(8, judged(served(200, 0, 100), served(1_800, 0, 18))));
    const results = (standing: Standing) =>
      judge(standing, criteria, told).metrics.flatMap(({ result }) => result ?? []);
    expect(results(slow)).toEqual(['worse']);
    expect(results(left(past, good))).toEqual(['not shown to be worse']);
    expect(results(left(past, ...times(60, good)))).toEqual(['as good']);
  });

  test('errors too few to matter are no reason to go back, however sure they are', () => {
    const faint = judged(served(100_000, 40), served(900_000, 40));
    const standing = left(past, ...times(40, faint));
    expect(judge(standing, criteria, told).verdict).not.toBe('fail');
    expect(evidence(standing)).toBeLessThanOrEqual(1 + 1e-12);
  });

  test('the weights of the metrics add up to 1, so nothing seen is evidence of 1', () => {
    expect(METRICS.reduce((sum, metric) => sum + LOOKED_FOR[metric].weight, 0)).toBeCloseTo(1, 12);
    expect(evidence(UNSEEN)).toBeCloseTo(1, 12);
  });

  test('warming up decides nothing, whatever happens in it', () => {
    const cold: Sample = { kind: 'warm-up', canary: served(500, 400, 500), stable: served(900) };
    const standing = left(past, ...times(6, cold));
    expect(standing).toMatchObject({ canary: NO_TRAFFIC, looks: 0 });
    expect(evidence(standing)).toBeCloseTo(1, 12);
  });

  test('a tolerance lets a version be that much slower', () => {
    const slower = judged(served(200, 0, 60), served(1_800, 0, 18));
    const lenient = { ...criteria, latencyTolerance: 4 };
    const strict = left(past, ...times(6, slower));
    const patient = [past, ...times(6, slower)].reduce(
      (s, one) => observe(s, one, lenient),
      UNSEEN,
    );
    expect(evidence(strict)).toBeGreaterThan(100);
    expect(evidence(patient)).toBeLessThan(1);
  });

  test('what is stored as JSON and read again goes on as if it never had been', () => {
    const samples = [past, ...times(6, judged(served(200, 1, 3), served(1_800, 2, 18)))];
    const stored = samples.reduce<Standing>(
      (standing, one) => JSON.parse(JSON.stringify(observe(standing, one, criteria))),
      UNSEEN,
    );
    expect(stored).toEqual(left(...samples));
  });
});

describe('boundaries', () => {
  test('edges at or above the quantiles; the last one when a quantile is beyond', () => {
    expect(boundariesOf(served(1_000, 0, 5))).toEqual({ p50: 25, p90: 25, p99: 25 });
    expect(boundariesOf(served(1_000, 0, 200))).toEqual({ p50: 25, p90: 500, p99: 500 });
    const open: Counters = {
      requests: 10,
      errors: 0,
      buckets: [
        [10, 5],
        [null, 10],
      ],
    };
    expect(boundariesOf(open)).toEqual({ p50: 10, p90: 10, p99: 10 });
    expect(boundariesOf(NO_TRAFFIC)).toBeNull();
  });

  test('slower than an edge, with tolerance than the edge at or above', () => {
    expect(slowerThan(served(100, 0, 7), 25)).toEqual({ n: 100, k: 7 });
    expect(slowerThan(served(100, 0, 7), 10)).toEqual({ n: 100, k: 100 });
    expect(slowerThan(served(100, 0, 7), 10, 2.5)).toEqual({ n: 100, k: 7 });
    expect(slowerThan(served(100, 0, 7), 25, 40)).toEqual({ n: 100, k: 0 });
    expect(slowerThan(NO_TRAFFIC, 25)).toEqual({ n: 0, k: 0 });
  });

  test('histograms of one shape add up, and one whose edges changed goes by the later ones', () => {
    expect(together(served(10, 1, 2), served(20, 0, 1))).toEqual(served(30, 1, 3));
    const finer: Counters = {
      requests: 4,
      errors: 0,
      buckets: [
        [5, 1],
        [10, 2],
        [null, 4],
      ],
    };
    expect(together(served(10, 0, 0), finer).buckets).toEqual([
      [5, 1],
      [10, 2],
      [null, 14],
    ]);
  });
});

describe('5.2 seeded hours of the benchmark', () => {
  const seed = 11;
  const playedBy = (scene: Scene, hours: number) =>
    play(scene, hours, seed, (before) => [ours(before)]).get('ours') ?? [];

  test.each(NULLS.map((scene) => [scene.name, scene] as const))(
    '%s: nobody goes back',
    (_, scene) => {
      expect(playedBy(scene, 3).filter(({ abort }) => abort !== null)).toEqual([]);
    },
  );

  test.each(
    EFFECTS.flatMap(({ most, ...scene }) => (most ? [[scene.name, scene, most] as const] : [])),
  )('%s: found in time', (_, scene, most) => {
    const exposed = playedBy(scene, 15).map(
      ({ abort }) => abort?.exposed ?? Number.POSITIVE_INFINITY,
    );
    expect(exposed.toSorted((a, b) => a - b)[7]).toBeLessThan(1.2 * most);
  });

  test.each([...MARGINS, NO_DATA].map((scene) => [scene.name, scene] as const))(
    '%s: not promoted before it is found',
    (_, scene) => {
      const wrong = playedBy(scene, 3).filter(
        ({ promote, abort }) => promote && promote.looks < (abort?.looks ?? 361),
      );
      expect(wrong).toEqual([]);
    },
  );
});
