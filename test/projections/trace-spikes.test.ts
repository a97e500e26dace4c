import { expect, test } from 'vitest';
import type { Spike } from '../../src/domain/deployment/spike.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { spikeStretches } from '../../src/projections/trace-spikes.ts';
import { NOON } from '../domain/sample.ts';

const times = { from: NOON, to: plus(NOON, 90_000) };
const JUDGED: Spike = {
  by: 'judge',
  metric: 'error rate',
  value: '8.02 %',
  against: '0.10 %',
  followed: 'rollback',
  ...times,
};
const ALERT: Spike = {
  by: 'alert',
  metric: 'HighErrorRate',
  value: 'critical',
  against: null,
  followed: 'hold',
  incident: 'INC-4',
  ...times,
};

test('7.1 a spike is a stretch of the trace: what was worse, by how much, and what followed', () => {
  expect(spikeStretches([JUDGED, ALERT])).toEqual([
    {
      id: 'spike-0',
      within: 'run',
      name: 'Worse than before',
      ...times,
      failed: 'error rate 8.02 %, against 0.10 %',
      attributes: {
        'error.type': 'worse',
        'fairway.spike.found_by': 'judge',
        'fairway.spike.metric': 'error rate',
        'fairway.spike.value': '8.02 %',
        'fairway.spike.against': '0.10 %',
        'fairway.spike.followed_by': 'rollback',
      },
    },
    {
      id: 'spike-1',
      within: 'run',
      name: 'Alert',
      ...times,
      failed: 'HighErrorRate, critical',
      attributes: {
        'error.type': 'alert',
        'fairway.spike.found_by': 'alert',
        'fairway.spike.metric': 'HighErrorRate',
        'fairway.spike.value': 'critical',
        'fairway.spike.followed_by': 'hold',
        'fairway.incident.id': 'INC-4',
      },
    },
  ]);
});

test('7.1 names and types of spans do not grow with what was measured', () => {
  const many = Array.from({ length: 30 }, (_, i) => ({ ...ALERT, metric: `Alert ${i}` }));
  const kinds = spikeStretches(many).map(({ name, attributes }) => [
    name,
    attributes['error.type'],
  ]);
  expect(new Set(kinds.map(String)).size).toBe(1);
});
