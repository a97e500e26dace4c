import { expect, test } from 'vitest';
import { tellersOf } from '../../src/cli/start/telemetry.ts';
import type { DeploymentEvent } from '../../src/domain/deployment/event.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import type { StageRun } from '../../src/domain/stages/stage.ts';
import { waitStretches } from '../../src/projections/trace-waits.ts';
import { deployment, NOON } from '../domain/sample.ts';

function run(stage: StageRun['stage'], fromMs: number, toMs: number): StageRun {
  return {
    ...{ deployment: 'D-1', stage, strategy: 'canary', outcome: 'done', attempts: 1 },
    ...{ beganAt: plus(NOON, fromMs), at: plus(NOON, toMs) },
  };
}

test('7.1 each wait is a stretch of the trace, with what it was for and whether people ended it', () => {
  const runs = [run('turn', 0, 60_000), run('approval', 0, 90_000), run('lock', 60_000, 120_000)];
  expect(waitStretches([...runs, run('judge', 120_000, 180_000)])).toEqual([
    {
      ...{ id: 'wait-turn-0', within: 'run', name: 'Wait for its turn', failed: null },
      ...{ from: NOON, to: plus(NOON, 60_000) },
      attributes: { 'fairway.wait.for': 'turn', 'fairway.wait.human': false },
    },
    {
      ...{ id: 'wait-lock-2', within: 'run', name: 'Wait for a lock', failed: null },
      ...{ from: plus(NOON, 60_000), to: plus(NOON, 120_000) },
      attributes: { 'fairway.wait.for': 'lock', 'fairway.wait.human': true },
    },
  ]);
});

test('7.1 what is sent of a deployment that is over has its waits', async () => {
  const [sink] = await tellersOf({ events: null, traces: true, source: 'https://fairway.example' });
  const over = deployment({ status: 'succeeded', finishedAt: plus(NOON, 90_000) });
  const { id, revision, service, environment } = over;
  const ended: DeploymentEvent = {
    ...{ type: 'succeeded', id, revision, service, environment },
    ...{ at: NOON, by: 'fairway', note: null, tell: [] },
  };
  const [sent] =
    (await sink?.tell(ended, over, {
      ledger: async () => [],
      spikes: async () => [],
      stages: async () => [run('blackout', 0, 60_000)],
    })) ?? [];
  expect(JSON.parse(sent?.body ?? '{}')).toMatchObject({
    stretches: expect.arrayContaining([
      expect.objectContaining({ name: 'Wait for a blackout or a release window' }),
    ]),
  });
});
