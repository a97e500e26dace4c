import { expect, test } from 'vitest';
import { createMetrics } from '../../src/http/metrics.ts';
import type { Backlog } from '../../src/ports/backlog.ts';

const backlog: Backlog = {
  deployments: { pending: 1, running: 2, succeeded: 30, failed: 4, cancelled: 0 },
  untoldEvents: 5,
  unfinishedActs: 6,
  unsentMessages: 7,
  parkedMessages: 8,
  unattendedDeployments: 9,
  overdueDeployments: 10,
  emergencies: 11,
  reviewsOwed: 12,
  reviewsOverdue: 13,
};

test('what waits, what there is, and the process', async () => {
  const text = await createMetrics(async () => backlog)();
  expect(text).toContain('fairway_deployments{status="succeeded"} 30');
  expect(text).toContain('fairway_deployments{status="cancelled"} 0');
  expect(text).toMatch(/^fairway_outbox_untold 5$/m);
  expect(text).toMatch(/^fairway_inbox_unfinished 6$/m);
  expect(text).toMatch(/^fairway_messages_unsent 7$/m);
  expect(text).toMatch(/^fairway_messages_parked 8$/m);
  expect(text).toMatch(/^fairway_deployments_unattended 9$/m);
  expect(text).toMatch(/^fairway_deployments_overdue 10$/m);
  expect(text).toMatch(/^fairway_deployments_emergency 11$/m);
  expect(text).toMatch(/^fairway_reviews_owed 12$/m);
  expect(text).toMatch(/^fairway_reviews_overdue 13$/m);
  expect(text).toMatch(/^fairway_database_up 1$/m);
  expect(text).toMatch(/^process_cpu_seconds_total /m);
  expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
});

test('without the database the old numbers are gone and the process is still there', async () => {
  let away = false;
  const metrics = createMetrics(async () => {
    if (away) throw new Error('ECONNREFUSED');
    return backlog;
  });
  await metrics();
  away = true;
  const text = await metrics();
  expect(text).toMatch(/^fairway_database_up 0$/m);
  expect(text).not.toMatch(/^fairway_(deployments\{|outbox_untold |messages_parked )/m);
  expect(text).toMatch(/^process_resident_memory_bytes /m);
});
