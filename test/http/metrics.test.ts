import { expect, test } from 'vitest';
import { plus } from '../../src/domain/kernel/time.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { createRunMeter } from '../../src/http/run-meter.ts';
import type { Backlog } from '../../src/ports/backlog.ts';
import { noon, sample } from '../store/sample.ts';

const backlog: Backlog = {
  deployments: { pending: 1, running: 2, succeeded: 30, failed: 4, cancelled: 0 },
  active: [
    { kind: 'deploy', environment: 'production', status: 'running', n: 2 },
    { kind: 'rollback', environment: 'staging', status: 'pending', n: 1 },
  ],
  untoldEvents: 5,
  unfinishedActs: 6,
  unsentMessages: 7,
  parkedMessages: 8,
  unsentEmissions: 15,
  unattendedDeployments: 9,
  overdueDeployments: 10,
  outOfBand: 14,
  stoppedLines: 0,
  emergencies: 11,
  reviewsOwed: 12,
  reviewsOverdue: 13,
};

const RULES = [
  {
    rule: 'production',
    ...{ met: 3, medianMs: 90_000, slowMs: 1_800_000, waiting: 2 },
    ways: [{ way: 'on call' as const, met: 1, medianMs: 1_800_000, slowMs: 1_860_000 }],
    files: [{ pattern: 'src/posting/', met: 1, medianMs: 1_800_000, slowMs: 1_860_000 }],
  },
  { rule: 'payments', met: 0, medianMs: 0, slowMs: 0, waiting: 1, ways: [], files: [] },
];

test('what waits, what there is, and the process', async () => {
  const text = await createMetrics({
    backlog: async () => backlog,
    approvals: async () => RULES,
    spikes: () => [
      { by: 'judge', followed: 'rollback', n: 2 },
      { by: 'alert', followed: 'nothing', n: 0 },
    ],
  })();
  expect(text).toContain('fairway_deployments{status="succeeded"} 30');
  expect(text).toContain('fairway_deployments{status="cancelled"} 0');
  expect(text).toContain(
    'cicd_pipeline_run_active{cicd_pipeline_name="deploy to production",cicd_pipeline_run_state="executing"} 2',
  );
  expect(text).toContain(
    'cicd_pipeline_run_active{cicd_pipeline_name="rollback in staging",cicd_pipeline_run_state="pending"} 1',
  );
  expect(text).toMatch(/^fairway_outbox_untold 5$/m);
  expect(text).toMatch(/^fairway_inbox_unfinished 6$/m);
  expect(text).toMatch(/^fairway_messages_unsent 7$/m);
  expect(text).toMatch(/^fairway_messages_parked 8$/m);
  expect(text).toMatch(/^fairway_deployments_unattended 9$/m);
  expect(text).toMatch(/^fairway_deployments_overdue 10$/m);
  expect(text).toMatch(/^fairway_deployments_emergency 11$/m);
  expect(text).toMatch(/^fairway_reviews_owed 12$/m);
  expect(text).toMatch(/^fairway_reviews_overdue 13$/m);
  expect(text).toMatch(/^fairway_out_of_band 14$/m);
  expect(text).toMatch(/^fairway_emissions_unsent 15$/m);
  expect(text).toContain('fairway_approval_seconds{rule="production",quantile="0.5"} 90');
  expect(text).toContain('fairway_approval_seconds{rule="production",quantile="0.9"} 1800');
  expect(text).toContain('fairway_approvals_waiting{rule="payments"} 1');
  expect(text).not.toContain('fairway_approval_seconds{rule="payments"');
  const way = 'fairway_approval_way_seconds{rule="production",way="on call"';
  expect(text).toContain(`${way},quantile="0.5"} 1800`);
  expect(text).toContain(`${way},quantile="0.9"} 1860`);
  expect(text).toMatch(/^# TYPE fairway_spikes_total counter$/m);
  expect(text).toContain('fairway_spikes_total{found_by="judge",followed_by="rollback"} 2');
  expect(text).toContain('fairway_spikes_total{found_by="alert",followed_by="nothing"} 0');
  expect(text).toMatch(/^fairway_database_up 1$/m);
  expect(text).toMatch(/^process_cpu_seconds_total /m);
  expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
});

test('one that runs now and then in a hundred places has not a hundred values of a label', async () => {
  const meter = createRunMeter();
  for (let i = 0; i < 100; i += 1) {
    const d = sample(`D-${i + 1}`, {
      ...{ environment: `place-${i}`, status: 'failed', startedAt: plus(noon, 5_000) },
      ...{
        finishedAt: plus(noon, 65_000),
        outcome: { code: `odd-${i}`, why: 'odd', by: 'fairway' },
      },
    });
    const stage = { deployment: d.id, strategy: 'canary', beganAt: noon, attempts: 1 } as const;
    const ended = { ...stage, at: plus(noon, 20_000) };
    meter.over(d, [
      { ...ended, stage: 'judge', outcome: 'failed' },
      { ...ended, stage: 'board', outcome: 'left' },
    ]);
  }
  meter.over(sample('D-101'), []);
  const text = await createMetrics({
    backlog: async () => backlog,
    approvals: async () => [],
    runs: meter.registry,
  })();
  const series = (name: string) => text.split('\n').filter((line) => line.startsWith(`${name}{`));
  expect(series('fairway_step_runs_total')).toHaveLength(41);
  expect(series('fairway_wait_duration_seconds_count')).toHaveLength(41);
  expect(series('cicd_pipeline_run_errors_total')).toHaveLength(41);
  expect(text).toContain(
    'cicd_pipeline_run_errors_total{cicd_pipeline_name="other",error_type="other"} 60',
  );
  expect(text).toContain(
    'fairway_step_runs_total{step="judge",environment="place-0",outcome="failed"} 1',
  );
  expect(text).toContain(
    'fairway_wait_duration_seconds_sum{wait="board",environment="place-0"} 20',
  );
  const first = 'cicd_pipeline_name="deploy to place-0",cicd_pipeline_run_state';
  const sum = 'cicd_pipeline_run_duration_seconds_sum';
  expect(text).toContain(`${sum}{${first}="pending"} 5`);
  expect(text).toContain(
    `${sum}{${first}="executing",cicd_pipeline_result="failure",error_type="odd-0"} 60`,
  );
  expect(text).toMatch(/^fairway_outbox_untold 5$/m);
});

test('without the database the old numbers are gone and the process is still there', async () => {
  let away = false;
  const unlessAway =
    <T>(found: T) =>
    async () => {
      if (away) throw new Error('ECONNREFUSED');
      return found;
    };
  const metrics = createMetrics({
    backlog: unlessAway(backlog),
    approvals: unlessAway(RULES),
    spikes: () => [{ by: 'burn', followed: 'hold', n: 3 }],
  });
  await metrics();
  away = true;
  const text = await metrics();
  // This process's own count: told again it is neither lost nor doubled.
  expect(text).toContain('fairway_spikes_total{found_by="burn",followed_by="hold"} 3');
  expect(text).toMatch(/^fairway_database_up 0$/m);
  expect(text).not.toMatch(
    /^fairway_(deployments\{|outbox_untold |messages_parked |approval_seconds\{)/m,
  );
  expect(text).toMatch(/^process_resident_memory_bytes /m);
});
