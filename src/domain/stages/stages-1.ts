import type { Instant } from '../kernel/time.ts';
import { isWait, type Stage, type StageRun } from './stage.ts';
import { type StageSummary, tookOf } from './summary.ts';

/**
 * The definitions, version 1, of how reliable the stages of a service in an environment are. A change of
 * any of them is a new version with a new name.
 *
 * - A *run* belongs to the moment it was over, and is never rewritten: the same period has the same
 *   answer whenever it is asked.
 * - *Steps* are counted by kind and strategy, *waits* by cause; a deployment that waits for two things
 *   at once is counted under both.
 * - *Failure rate*: failed of done and failed. What people skipped, or ended for reasons of their own,
 *   is shown apart and counted in neither.
 * - *Retried*: done, after more than one attempt.
 * - *Time* of a step: of those done, from when it was begun or last resumed; of a wait: of all.
 */
export const STAGES_VERSION = 'stages-1';

/** Which runs are looked at: `from` ≤ over < `to`. */
export interface StagePeriod {
  readonly from: Instant;
  readonly to: Instant;
}

/** Counts runs by the definitions above, in the order in which stages are listed. */
export function countStages(
  runs: readonly StageRun[],
  { from, to }: StagePeriod,
): readonly StageSummary[] {
  const groups = new Map<string, StageRun[]>();
  for (const run of runs.filter(({ at }) => at >= from && at < to)) {
    const key = `${run.stage} ${isWait(run.stage) ? '' : run.strategy}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const { stage } = first;
    const timed = own.filter(({ outcome }) => isWait(stage) || outcome === 'done');
    return [
      {
        stage,
        strategy: isWait(stage) ? null : first.strategy,
        runs: own.length,
        done: count(own, ({ outcome }) => outcome === 'done'),
        failed: count(own, ({ outcome }) => outcome === 'failed'),
        left: count(own, ({ outcome }) => outcome === 'left'),
        retried: count(own, ({ outcome, attempts }) => outcome === 'done' && attempts > 1),
        took: tookOf(timed.map(({ beganAt, at }) => at - beganAt)),
      },
    ];
  });
}

function count(runs: readonly StageRun[], holds: (run: StageRun) => boolean): number {
  return runs.filter(holds).length;
}

/** What can be asked for behind a number of a stage. */
export const RUN_DRILLS = ['failed', 'retried', 'left', 'slowest'] as const;
export type RunDrill = (typeof RUN_DRILLS)[number];

/** Which runs of which stage: of one strategy, and one kind, where those are said. */
export interface WhichRuns {
  readonly stage: Stage;
  readonly strategy: string | null;
  readonly only: RunDrill | null;
  readonly limit: number;
}
