import { describe, expect, test } from 'vitest';
import type { Fired } from '../../src/domain/deployment/replay-triggers.ts';
import { Objective } from '../../src/domain/verdict/objective.ts';
import { type OneReplayed, replayAllView } from '../../src/projections/replay-all.ts';
import { deployment, NOON } from '../domain/sample.ts';

const objective = Objective.parse({ target: 0.999 });
const about = { environment: 'production', within: '90d', forMs: 90 * 86_400_000, left: 0 };
const fired = (id: 'D-7' | 'D-9'): Fired => ({ at: NOON, d: deployment({ id }), why: 'burns' });
const nothing = { fired: [], burned: [], closed: [], secured: [], told: [] };
const all: readonly OneReplayed[] = [
  { service: 'search', objective, why: 'The past of search could not be read.' },
  { service: 'shop', objective, ...nothing, looked: 12 },
  {
    service: 'till',
    objective,
    ...nothing,
    fired: [fired('D-7'), fired('D-9')],
    burned: [{ at: NOON, until: NOON, why: 'all burns', held: [deployment({ id: 'D-9' })] }],
    looked: 8,
  },
];

describe('6.1 the replay of all that somebody may read', () => {
  test('a line each, most first, what could not be replayed with its reason, and how to see one', () => {
    expect(replayAllView(all, about).text).toBe(
      'Triggers in production over the last 90 days: 2 of 20 deployments would have been undone. 1 would have been held. till, availability 99.9 %: 2 of 8, the last D-9 at 2026-11-20 12:00:00 UTC, 1 held; shop, availability 99.9 %: 0 of 12; search, availability 99.9 %: not replayed (The past of search could not be read). Moment by moment: /release triggers replay 90d till in production. Nothing was changed.',
    );
  });

  test('a service with two objectives was deployed once: what both would have done counts once in the sum', () => {
    const latency = Objective.parse({ name: 'latency', target: 0.99 });
    const held = [deployment({ id: 'D-9' })];
    const one = { ...nothing, fired: [fired('D-7')], looked: 8 };
    const burned = [{ at: NOON, until: NOON, why: 'all burns', held }];
    const { text } = replayAllView(
      [
        { service: 'till', objective, ...one, burned },
        { service: 'till', objective: latency, ...one, burned },
        { service: 'shop', objective, ...nothing, looked: 12 },
      ],
      about,
    );
    expect(text).toMatch(/: 1 of 20 deployments would have been undone\. 1 would have been held\./);
  });

  test('what is left out is said', () => {
    const { text, parts } = replayAllView(all, { ...about, left: 3 });
    expect(text).toMatch(/3 more were not replayed: name the service/);
    expect(JSON.stringify(parts)).toMatch(/3 more were not replayed/);
  });
});
