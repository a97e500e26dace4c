import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type BurnWatch,
  burnOf,
  isWatched,
  type MinuteServed,
  observeBurn,
} from '../../src/domain/deployment/burn-watch.ts';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { replayTriggers } from '../../src/domain/deployment/replay-triggers.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import type { Served } from '../../src/domain/verdict/burn.ts';
import { Objective } from '../../src/domain/verdict/objective.ts';
import { deployment, NOON } from './sample.ts';

const MINUTE = 60_000;
const shop = { service: 'shop', environment: 'production' };
const objective = Objective.parse({ target: 0.99, minRequests: 20, watch: '30m' });

type Minute = readonly [requests: number, errors: number];

/** The version is met in minute `exposed`, and its deployment is over in minute `over`. */
function deployed(exposed: number, over: number): Deployment {
  return deployment({
    status: 'succeeded',
    startedAt: plus(NOON, (exposed - 1) * MINUTE),
    exposedAt: plus(NOON, exposed * MINUTE),
    finishedAt: plus(NOON, over * MINUTE),
  });
}

/** The live watcher, looking at the end of every minute: the first moment at which it would undo. */
function live(d: Deployment, minutes: readonly Minute[]): number | null {
  let row: BurnWatch | null = null;
  let total: Served = { requests: 0, errors: 0 };
  for (const [i, [requests, errors]] of [[0, 0] as Minute, ...minutes].entries()) {
    total = { requests: total.requests + requests, errors: total.errors + errors };
    // What rose in a minute is seen just before it ends.
    const at = plus(NOON, i * MINUTE - 1);
    const totals = new Map([[d.artifact.version, total]]);
    row = observeBurn(row, shop, { totals }, objective.period, at).rows[0]?.row ?? null;
    const then = plus(NOON, i * MINUTE);
    const running = d.finishedAt !== null && then < d.finishedAt;
    const asOf = { ...d, status: running ? 'running' : d.status } as Deployment;
    if (row && isWatched(asOf, objective, then) && burnOf(asOf, row, objective, then)) return then;
  }
  return null;
}

test('6.1 a replay fires in the very minute in which the live watcher would have', () => {
  const minute = fc.oneof(
    { weight: 3, arbitrary: fc.tuple(fc.integer({ min: 0, max: 60 }), fc.constant(0)) },
    fc
      .integer({ min: 0, max: 60 })
      .chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 0, max: n }))),
  );
  let fired = 0;
  fc.assert(
    fc.property(
      fc.array(minute, { minLength: 5, maxLength: 90 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      (minutes, exposed, length) => {
        const d = deployed(exposed, exposed + length);
        const served = minutes.flatMap(([n, k], i): MinuteServed[] =>
          n > 0 ? [[NOON + i * MINUTE, d.artifact.version, n, k]] : [],
        );
        const found = replayTriggers([[NOON, 'other', 0, 0], ...served], [d], objective);
        expect(found[0]?.at ?? null).toBe(live(d, minutes));
        fired += found.length;
      },
    ),
    { numRuns: 300, seed: 7 },
  );
  expect(fired).toBeGreaterThan(50);
});

test('6.1 what a newer deployment replaced is not blamed for what came after', () => {
  const d = deployed(5, 10);
  const newer = {
    ...deployed(12, 20),
    id: 'D-99',
    artifact: { ...d.artifact, version: '9.9.9' },
  } as const;
  const bad = Array.from(
    { length: 40 },
    (_, i): MinuteServed => [NOON + i * MINUTE, d.artifact.version, 50, i > 12 ? 50 : 0],
  );
  expect(replayTriggers(bad, [d], objective)).toHaveLength(1);
  expect(replayTriggers(bad, [d, newer], objective)).toEqual([]);
  expect(replayTriggers([], [d], objective)).toEqual([]);
});
