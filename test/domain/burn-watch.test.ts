import { describe, expect, test } from 'vitest';
import {
  type BurnWatch,
  burnOf,
  isWatched,
  observeBurn,
  servedBy,
} from '../../src/domain/deployment/burn-watch.ts';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import type { Served } from '../../src/domain/verdict/burn.ts';
import { Objective } from '../../src/domain/verdict/objective.ts';
import { deployment, NOON, running } from './sample.ts';

const MINUTE = 60_000;
const shop = { service: 'shop', environment: 'production' };
const objective = Objective.parse({ target: 0.99 });

function seen(
  looks: readonly (readonly [seconds: number, totals: Record<string, Served>])[],
): BurnWatch {
  let row: BurnWatch | null = null;
  for (const [seconds, totals] of looks) {
    const at: Instant = plus(NOON, seconds * 1_000);
    const change = observeBurn(
      row,
      shop,
      { totals: new Map(Object.entries(totals)) },
      objective.period,
      at,
    );
    row = change.rows[0]?.row ?? null;
  }
  if (!row) throw new Error('nobody looked');
  return row;
}
const of = (requests: number, errors: number): Served => ({ requests, errors });

describe('6.1 what was served, look by look', () => {
  test('only what came since the look before is counted; a restart counts anew', () => {
    const row = seen([
      [0, { '1.0.0': of(5_000, 50) }],
      [15, { '1.0.0': of(5_100, 51) }],
      [30, { '1.0.0': of(5_200, 52), '1.1.0': of(40, 4) }],
      [75, { '1.0.0': of(30, 1), '1.1.0': of(90, 9) }],
    ]);
    expect(servedBy(row, '1.0.0', NOON)).toEqual(of(230, 3));
    expect(servedBy(row, '1.1.0', NOON)).toEqual(of(90, 9));
    expect(servedBy(row, '1.1.0', NOON + MINUTE)).toEqual(of(50, 5));
    expect(servedBy(row, '9.9.9', NOON)).toBeNull();
    expect(row.days).toEqual([[NOON - (NOON % 86_400_000), 320, 12]]);
    expect(row.revision).toBe(3);
  });

  test('what is older than the longest window is forgotten', () => {
    const row = seen([
      [0, { '1.0.0': of(0, 0) }],
      [15, { '1.0.0': of(10, 0) }],
      [7 * 3_600, { '1.0.0': of(20, 0) }],
    ]);
    expect(row.minutes).toHaveLength(1);
  });

  test('where other series are counted, counting and holding begin anew; what owners were told of goes on until its end is told', () => {
    const spell = { since: NOON, at: NOON };
    const before = { ...seen([[0, { '1.0.0': of(5_000, 50) }]]), slow: spell, whole: spell };
    const looked = { totals: new Map(), series: 'others' };
    const at = plus(NOON, 15_000);
    const row = observeBurn(before, shop, looked, objective.period, at).rows[0]?.row;
    expect(row).toMatchObject({ since: at, slow: spell });
    expect(row).not.toHaveProperty('whole');
  });
});

describe('6.1 which deployments are watched: every state in which people meet it', () => {
  const exposed = { exposedAt: NOON };
  const over = (minutes: number): Partial<Deployment> => ({
    status: 'succeeded',
    finishedAt: plus(NOON, -minutes * MINUTE),
    ...exposed,
  });
  test.each<[string, Deployment, boolean]>([
    ['not started', deployment(), false],
    ['running, nobody met it', running(1), false],
    ...running(0).plan.map(({ kind }, i): [string, Deployment, boolean] => [
      `at step ${i}, ${kind}`,
      { ...running(i), ...exposed },
      true,
    ]),
    [
      'held',
      { ...running(3), ...exposed, hold: { by: 'bo', at: NOON, why: 'look', asks: [] } },
      true,
    ],
    [
      'waiting for a person',
      {
        ...running(3),
        ...exposed,
        hold: { by: 'fairway', at: NOON, why: 'undecided', asks: ['chen'] },
      },
      true,
    ],
    ['verified a while ago', deployment(over(59)), true],
    ['verified long ago', deployment(over(60)), false],
    ['rolled back already', deployment({ ...over(5), rolledBackBy: 'D-9' }), false],
    ['failed', deployment({ ...over(5), status: 'failed' }), false],
    ['a rollback', { ...running(3), ...exposed, kind: 'rollback' }, false],
  ])('%s', (_, d, watched) => {
    expect(isWatched(d, objective, NOON)).toBe(watched);
  });
});

describe('6.1 when the new version burns', () => {
  const d = { ...running(3), exposedAt: NOON };
  const now = plus(NOON, 60_000);
  const look = (own: Served, stable = of(10_000, 10)) =>
    burnOf(
      d,
      seen([
        [-3_600, { '1.0.0': of(0, 0) }],
        [0, { '1.0.0': of(0, 0) }],
        [30, { '1.0.0': stable, '1.1.0': own }],
      ]),
      objective,
      now,
    );

  test.each<[string, Served, RegExp | null]>([
    [
      'fast',
      of(1_000, 200),
      /^1\.1\.0 burns the error budget: availability 99 %: budget burns 20×/,
    ],
    ['six times too fast', of(1_000, 61), /page slow/],
    ['not quite', of(1_000, 59), null],
    ['too few requests to say', of(99, 99), null],
    ['nothing of it was measured', of(0, 0), null],
  ])('%s', (_, own, says) => {
    const why = look(own);
    if (says === null) expect(why).toBeNull();
    else expect(why).toMatch(says);
  });

  test('that the old version fails is not its fault', () => {
    expect(look(of(1_000, 1), of(10_000, 5_000))).toBeNull();
  });
});
