import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import type { DeploymentEvent, EventType } from '../../src/domain/deployment/event.ts';
import type { KeptSample } from '../../src/domain/deployment/sample.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import type { Step } from '../../src/domain/plan/step.ts';
import type { Counters } from '../../src/domain/verdict/counters.ts';
import type { Wish } from '../../src/ports/messages.ts';
import { evidenceNote } from '../../src/projections/evidence-chart.ts';
import { type Unmade, unmadeIn } from '../../src/slack/picture-blocks.ts';
import { createVerdictCharts } from '../../src/slack/verdict-charts.ts';
import { deployment, NOON } from '../domain/sample.ts';
import { catalog } from './fakes/catalog.ts';

const judge: Step = {
  ...{ kind: 'judge', warmUpMs: 0, forMs: 60_000 },
  criteria: { minRequests: 100, maxErrorRate: 0.5, maxP99Ms: 10_000 },
} as Step;
const plan = [{ kind: 'shift', percent: 25 } as Step, judge, { kind: 'finish' } as Step];

function served(requests: number, errors: number): Counters {
  const buckets = [
    [100, requests / 2],
    [500, requests],
    [null, requests],
  ] as const;
  return { requests, errors, buckets };
}

function samples(d: Deployment, looks: number): readonly KeptSample[] {
  return Array.from({ length: looks + 1 }, (_, n) => ({
    ...{ deployment: d.id, service: d.service, environment: d.environment },
    ...{ revision: n, step: 1, at: plus(NOON, n * 10_000) },
    sample: {
      kind: n === 0 ? ('past' as const) : ('judged' as const),
      canary: served(n === 0 ? 0 : 100, n === 0 ? 0 : 20),
      stable: served(1_000, 1),
    },
  }));
}

async function tell(type: EventType, change: Partial<Deployment> = {}, looks = 5) {
  const d = { ...deployment(), status: 'failed' as const, plan, cursor: 1, ...change };
  const wishes: Wish[] = [];
  const { on } = createVerdictCharts({
    records: { deployment: async () => d, samples: async () => samples(d, looks) },
    messages: { want: async (wish) => void wishes.push(wish) },
    bell: { ring: async () => {} },
    catalog: () => catalog,
    view: evidenceNote,
  });
  const event = { type, id: d.id, revision: 9, at: NOON, by: 'fairway', note: null, tell: [] };
  const told: DeploymentEvent = { ...event, service: d.service, environment: d.environment };
  await on(told);
  await on(told);
  return { d, wishes };
}

const chartOf = ({ of }: Unmade) => ('chart' in of ? of.chart : null);

describe('the chart of a verdict', () => {
  test('is one reply under the card, however often it is told', async () => {
    const { d, wishes } = await tell('failed');
    expect(new Set(wishes.map(({ key }) => key)).size).toBe(1);
    const [wish] = wishes;
    expect(wish).toMatchObject({ under: `card:${d.id}`, broadcast: false, revision: 1 });
    const [unmade] = wish ? unmadeIn(wish.content) : [];
    expect(unmade && chartOf(unmade)?.panels.map(({ title }) => title)).toEqual([
      ...['All together', 'Errors', 'Slower than p50', 'Slower than p90', 'Slower than p99'],
    ]);
    expect(unmade?.alt).toMatch(/^Chart of Evidence: .* over 40 seconds\. All together: worse by/);
    expect(wish?.content.text).toMatch(/5 looks/);
  });

  test('grows to where the new version is worse', async () => {
    const { wishes } = await tell('failed');
    const [unmade] = wishes[0] ? unmadeIn(wishes[0].content) : [];
    const [course] = (unmade && chartOf(unmade)?.panels[0]?.marks) ?? [];
    const heights = course?.mark === 'course' ? course.points.map(({ y }) => y) : [];
    expect(heights).toHaveLength(5);
    expect(heights.toSorted((a, b) => a - b)).toEqual(heights);
    expect(heights.at(-1)).toBeGreaterThanOrEqual(2);
  });

  test.each<[string, EventType, Partial<Deployment>, number]>([
    ['while its judge goes on', 'stepped', { status: 'running' }, 5],
    ['of what only progressed', 'progressed', {}, 5],
    ['of a single look', 'failed', {}, 1],
    ['without a judge', 'failed', { plan: [{ kind: 'finish' } as Step] }, 5],
  ])('there is none %s', async (_what, type, change, looks) => {
    expect((await tell(type, change, looks)).wishes).toEqual([]);
  });
});
