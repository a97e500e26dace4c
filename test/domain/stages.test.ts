import { describe, expect, test } from 'vitest';
import type { Deployment, Waiting } from '../../src/domain/deployment/deployment.ts';
import { FRESH } from '../../src/domain/deployment/deployment.ts';
import { move, quietly } from '../../src/domain/deployment/moves.ts';
import { endedStages } from '../../src/domain/deployment/stage-runs.ts';
import { wilson } from '../../src/domain/dora/interval.ts';
import { instant, plus } from '../../src/domain/kernel/time.ts';
import type { StageRun } from '../../src/domain/stages/stage.ts';
import { countStages } from '../../src/domain/stages/stages-1.ts';
import {
  failRateOf,
  longestWait,
  type StageSummary,
  slowestStep,
  worstStep,
} from '../../src/domain/stages/summary.ts';
import { deployment, NOON, running } from './sample.ts';

const MINUTE = 60_000;
const later = (minutes: number) => plus(NOON, minutes * MINUTE);

/** A step or wait that ended at minute `at` after `took` minutes. */
function run(
  stage: StageRun['stage'],
  at: number,
  took: number,
  more: Partial<StageRun> = {},
): StageRun {
  return {
    deployment: `D-${at}`,
    stage,
    strategy: 'canary',
    beganAt: later(at - took),
    at: later(at),
    outcome: 'done',
    attempts: 1,
    ...more,
  };
}

const DAY = { from: NOON, to: later(1_440) };

describe('3.7 how reliable stages are, stages-1', () => {
  test('Wilson’s interval is that of the published examples', () => {
    // R. G. Newcombe, Statistics in Medicine 17 (1998), 857–872, table I, method 3.
    const published = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const;
    for (const [hits, of, low, high] of published) {
      expect(wilson(hits, of)?.low).toBeCloseTo(low, 4);
      expect(wilson(hits, of)?.high).toBeCloseTo(high, 4);
    }
  });

  test('steps are counted by kind and strategy, waits by cause alone', () => {
    const found = countStages(
      [
        run('judge', 10, 5),
        run('judge', 20, 7, { outcome: 'failed' }),
        run('judge', 30, 1, { strategy: 'blue-green' }),
        run('approval', 40, 30),
        run('approval', 50, 10, { strategy: 'rolling', outcome: 'left' }),
      ],
      DAY,
    );
    expect(found).toEqual([
      {
        ...{ stage: 'judge', strategy: 'canary', runs: 2, done: 1, failed: 1, left: 0, retried: 0 },
        took: {
          ...{ n: 1, p50Ms: 5 * MINUTE, p95Ms: 5 * MINUTE },
          ...{ longestMs: 5 * MINUTE, togetherMs: 5 * MINUTE },
        },
      },
      expect.objectContaining({ stage: 'judge', strategy: 'blue-green', runs: 1 }),
      {
        ...{ stage: 'approval', strategy: null, runs: 2, done: 1, failed: 0, left: 1, retried: 0 },
        took: {
          ...{ n: 2, p50Ms: 10 * MINUTE, p95Ms: 30 * MINUTE },
          ...{ longestMs: 30 * MINUTE, togetherMs: 40 * MINUTE },
        },
      },
    ]);
  });

  test('a run belongs to the moment it was over: the first of the period is in, its end is not', () => {
    const runs = [run('start', 0, 5), run('start', 1_439, 1), run('start', 1_440, 1)];
    expect(countStages(runs, DAY)).toMatchObject([{ runs: 2 }]);
    expect(countStages(runs, { from: later(1), to: later(2) })).toEqual([]);
  });

  test('what was tried again and done is no failure, and is told apart', () => {
    const runs = [
      run('start', 1, 1, { attempts: 3 }),
      run('start', 2, 1, { attempts: 3, outcome: 'failed' }),
      run('start', 3, 1, { outcome: 'left' }),
      run('start', 4, 1),
    ];
    const [found] = countStages(runs, DAY);
    expect(found).toMatchObject({ runs: 4, done: 2, failed: 1, left: 1, retried: 1 });
    expect(found && failRateOf(found)).toEqual({ failed: 1, of: 3, rate: null });
  });

  test('by nearest rank: of twenty, half within the 10th, nineteen within the 19th', () => {
    const runs = Array.from({ length: 20 }, (_, i) => run('bake', 100 + i, i + 1));
    const [found] = countStages(runs, DAY);
    expect(found?.took).toMatchObject({ p50Ms: 10 * MINUTE, p95Ms: 19 * MINUTE });
  });

  test.each([
    [0, 9, null],
    [0, 10, [0, 0.2775]],
    [3, 24, [0.0434, 0.31]],
    [10, 10, [0.7225, 1]],
  ] as const)('%i of %i: a rate with its interval, or none', (failed, of, between) => {
    const { rate } = failRateOf({ failed, done: of - failed });
    if (between === null) expect(rate).toBeNull();
    else {
      expect(rate?.share).toBeCloseTo(failed / of, 9);
      expect(rate?.interval.low).toBeCloseTo(between[0], 4);
      expect(rate?.interval.high).toBeCloseTo(between[1], 4);
    }
  });

  test('the worst is who fails most surely; the slowest a step, the longest a wait of all together', () => {
    const of = (stage: StageRun['stage'], done: number, failed: number, minutes: number) =>
      ({
        ...{ stage, strategy: 'canary', runs: done + failed, done, failed, left: 0, retried: 0 },
        took: {
          ...{ n: done, p50Ms: minutes, p95Ms: minutes },
          ...{ longestMs: minutes, togetherMs: minutes * done },
        },
      }) satisfies StageSummary;
    // One of one is a third at the lower end less sure than ten of thirty.
    const all = [
      of('start', 0, 1, 0),
      of('judge', 20, 10, 9),
      of('lock', 2, 0, 50),
      of('slot', 30, 0, 6),
    ];
    expect(worstStep(all)?.stage).toBe('start');
    expect(worstStep([of('start', 9, 1, 0), of('judge', 20, 10, 9)])?.stage).toBe('judge');
    expect(slowestStep(all)?.stage).toBe('judge');
    expect(longestWait(all)?.stage).toBe('slot');
    expect(worstStep([of('judge', 20, 0, 9)])).toBeNull();
    expect(longestWait([])).toBeNull();
  });
});

const held = (gate: Waiting['gate'], since?: number): Waiting => ({
  gate,
  code: gate,
  why: 'because',
  until: null,
  who: [],
  ...(since === undefined ? {} : { since: later(since) }),
});

const intent = { ...FRESH, phase: 'intent', since: NOON, heardAt: NOON } as const;
const ended = (outcome: Partial<NonNullable<Deployment['outcome']>>) =>
  ({
    status: 'failed',
    finishedAt: later(5),
    outcome: { code: 'rolled-back', why: 'errors', by: 'fairway', ...outcome },
  }) as const;

interface Case {
  readonly name: string;
  readonly before: Deployment;
  readonly patch: Partial<Deployment>;
  readonly by?: string;
  readonly runs: readonly string[];
}

/** In the order of the plan of the sample: prestage, start, shift 50, bake, shift 100, finish. */
const CASES: readonly Case[] = [
  {
    name: 'a step is done once the next is intended',
    before: running(1),
    patch: { cursor: 2, progress: intent },
    runs: ['start done 5'],
  },
  {
    name: 'the last one is done with the deployment',
    before: running(5),
    patch: { cursor: 6, status: 'succeeded', finishedAt: later(5) },
    runs: ['finish done 5'],
  },
  {
    name: 'a look that finds it still running ends nothing',
    before: running(3),
    patch: {},
    runs: [],
  },
  {
    name: 'it failed by itself',
    before: running(3),
    patch: ended({ trigger: 'auto' }),
    runs: ['bake failed 5'],
  },
  {
    name: 'its budget burned, and Fairway took it back',
    before: running(3),
    patch: ended({ trigger: 'aborted' }),
    runs: ['bake failed 5'],
  },
  {
    name: 'a door closed that takes back what runs: no fault of the step',
    before: running(3),
    patch: ended({ trigger: 'closed' }),
    runs: ['bake left 5'],
  },
  {
    name: 'a person rolled it back while all was well',
    before: running(3),
    patch: ended({ by: 'ana', trigger: 'asked' }),
    by: 'ana',
    runs: ['bake left 5'],
  },
  {
    name: 'Fairway had stopped there and asked; people rolled it back',
    before: running(3, { hold: { by: 'fairway', at: later(2), why: 'not sure', asks: ['bo'] } }),
    patch: { ...ended({ by: 'bo', trigger: 'asked' }), hold: null },
    by: 'bo',
    runs: ['decision left 3', 'bake failed 5'],
  },
  {
    name: 'another took its place',
    before: running(3),
    patch: ended({ by: 'ana', why: 'replaced by D-9 (shop 2)', trigger: 'aborted' }),
    by: 'ana',
    runs: ['bake left 5'],
  },
  {
    name: 'a person skipped ahead',
    before: running(3),
    patch: { cursor: 4, progress: { ...FRESH, since: later(5) } },
    by: 'ana',
    runs: ['bake left 5'],
  },
  {
    name: 'the tag moved before anything was done: it waits once more',
    before: running(0),
    patch: { status: 'pending', cursor: 0, progress: FRESH },
    runs: ['prestage left 5'],
  },
  {
    name: 'it took three attempts',
    before: running(1, { progress: { ...intent, attempt: 3 } }),
    patch: { cursor: 2, progress: intent },
    runs: ['start done 5 3 attempts'],
  },
  {
    name: 'a wait passed and another did not',
    before: deployment({ waiting: [held('approval', 0), held('blackout', 1)] }),
    patch: { waiting: [held('blackout', 1)] },
    runs: ['approval done 5'],
  },
  {
    name: 'its budget burns no more and is still spent: one wait for the budget, which goes on',
    before: deployment({ waiting: [held('budget', 1), held('burn', 0)] }),
    patch: { waiting: [held('budget', 1)] },
    runs: [],
  },
  {
    name: 'both are over at once: one wait, from the first of them',
    before: deployment({ waiting: [held('budget', 1), held('burn', 0)] }),
    patch: { waiting: [] },
    runs: ['budget done 5'],
  },
  {
    name: 'it started: all waits are over',
    before: deployment({ waiting: [held('concurrency', 0), held('lock', 3)] }),
    patch: { status: 'running', startedAt: later(5), waiting: [], progress: intent },
    runs: ['slot done 5', 'lock done 2'],
  },
  {
    name: 'it was rejected: the wait led nowhere',
    before: deployment({ waiting: [held('cab', 0)] }),
    patch: { status: 'cancelled', waiting: [], finishedAt: later(5) },
    runs: ['board left 5'],
  },
  {
    name: 'what was stored before waits had a beginning is not guessed',
    before: deployment({ waiting: [held('approval')] }),
    patch: { waiting: [] },
    runs: [],
  },
  {
    name: 'a pause of a person ended',
    before: running(3, { hold: { by: 'ana', at: later(1), why: 'lunch', asks: [] } }),
    patch: { hold: null },
    by: 'ana',
    runs: ['pause done 4'],
  },
];

describe('3.7 which stages a change brings to their end', () => {
  test.each(CASES)('$name', ({ before, patch, by = 'fairway', runs }) => {
    const after = { ...before, ...patch, revision: before.revision + 1 };
    const found = endedStages(before, after, { by, at: later(5) });
    const said = found.map(
      (one) =>
        `${one.stage} ${one.outcome} ${(one.at - one.beganAt) / MINUTE}${one.attempts > 1 ? ` ${one.attempts} attempts` : ''}`,
    );
    expect(said).toEqual(runs);
  });

  test('a wait has its beginning from the first look that saw it, whoever writes the row after', () => {
    const first = move(deployment(), { waiting: [held('lock')] }, 'held', {
      by: 'fairway',
      at: later(1),
    });
    const [row] = first.rows;
    expect(row?.row.waiting).toMatchObject([{ gate: 'lock', since: later(1) }]);
    const again = quietly(row?.row ?? deployment(), { waiting: [held('lock')] });
    expect(again.rows[0]?.row.waiting).toMatchObject([{ since: later(1) }]);
    const more = move(
      row?.row ?? deployment(),
      { waiting: [held('blackout'), held('lock')] },
      'held',
      {
        by: 'fairway',
        at: instant(later(9)),
      },
    );
    expect(more.rows[0]?.row.waiting).toMatchObject([{ since: later(9) }, { since: later(1) }]);
  });
});
