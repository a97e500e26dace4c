import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import type { DeploymentEvent, EventType } from '../../src/domain/deployment/event.ts';
import type { KeptSample } from '../../src/domain/deployment/sample.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import type { Step } from '../../src/domain/plan/step.ts';
import type { Counters } from '../../src/domain/verdict/counters.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';
import { SignalSource } from '../../src/domain/verdict/signal-source.ts';
import type { Wish } from '../../src/ports/messages.ts';
import { canaryHealth } from '../../src/projections/canary-health.ts';
import { createCanaryReplies } from '../../src/slack/canary-replies.ts';
import { NOON, running } from '../domain/sample.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';
import { catalog } from './fakes/catalog.ts';

const judge: Step = {
  ...{ kind: 'judge', warmUpMs: 0, forMs: 60_000 },
  criteria: Criteria.parse({ maxErrorRate: 0.9 }),
};
const plan: readonly Step[] = [{ kind: 'shift', percent: 25 }, judge, { kind: 'finish' }];
const at = (patch: Partial<Deployment> = {}) => running(1, { plan, ...patch });
const held = {
  hold: { by: 'fairway', at: NOON, why: 'none', asks: ['chen'], cause: 'no verdict' },
};

function served(requests: number, errors: number): Counters {
  const buckets = [
    [100, requests / 2],
    [500, requests],
    [null, requests],
  ] as const;
  return { requests, errors, buckets };
}

/** Looks of ten seconds: so many requests of the canary in each, so many of them bad. */
function samples(
  d: Deployment,
  looks: number,
  [n, bad]: readonly [number, number],
  kind: 'judged' | 'warm-up',
) {
  return Array.from({ length: looks + 1 }, (_, i): KeptSample => {
    const isPast = i === 0;
    return {
      ...{ deployment: d.id, service: d.service, environment: d.environment },
      ...{ revision: i, step: 1, at: plus(NOON, i * 10_000) },
      sample: {
        kind: isPast ? 'past' : kind,
        canary: isPast ? served(0, 0) : served(n, bad),
        stable: served(1_000, 1),
      },
    };
  });
}

const prometheus = SignalSource.parse({ kind: 'prometheus', url: 'https://prom.example/base/' });

async function tell(
  type: EventType,
  d: Deployment = at(),
  { looks = 5, each = [100, 20], signals = false, kind = 'judged' }: Told = {},
): Promise<Wish | undefined> {
  const wishes: Wish[] = [];
  const [one] = (await exampleCatalog()).environments;
  const environments = one ? [{ ...one, name: 'production', signals: prometheus }] : [];
  const { on } = createCanaryReplies({
    records: { deployment: async () => d, samples: async () => samples(d, looks, each, kind) },
    messages: { want: async (wish) => void wishes.push(wish) },
    bell: { ring: async () => {} },
    catalog: () => (signals ? { ...catalog, environments } : catalog),
    view: canaryHealth,
  });
  const event = { type, id: d.id, revision: 9, at: NOON, by: 'fairway', note: null, tell: [] };
  const told: DeploymentEvent = { ...event, service: d.service, environment: d.environment };
  await on(told);
  return wishes[0];
}

interface Told {
  readonly looks?: number;
  readonly each?: readonly [number, number];
  readonly signals?: boolean;
  readonly kind?: 'judged' | 'warm-up';
}

const blocksOf = (wish: Wish | undefined) => JSON.stringify(wish?.content.blocks ?? []);

describe('5.2 how the canary does, in its thread', () => {
  test('is one reply under the card, newer with each revision of the deployment', async () => {
    const d = at();
    const first = await tell('progressed', d);
    const later = await tell('progressed', { ...d, revision: d.revision + 3 });
    expect(first).toMatchObject({ key: 'health:D-7', under: 'card:D-7', broadcast: false });
    expect(later?.key).toBe(first?.key);
    expect(later?.revision).toBe((first?.revision ?? 0) + 3);
  });

  test('says in words what blocks show: metrics, evidence, its course, what it rests on', async () => {
    const wish = await tell('progressed', at(), { looks: 2, each: [100, 3] });
    const text = wish?.content.text ?? '';
    expect(text).toMatch(/^Canary 25 % of shop: healthy so far\. Error rate 3\.\d+ % against/);
    expect(text).toMatch(/vidence that 1\.1\.0 is worse: \d+ of the 100 that trigger rollback/);
    expect(text).toMatch(/2 looks, evidence from \d+\.\d to \d+/);
    expect(text).toMatch(/200 requests of 1\.1\.0 and 2,000 of 1\.0\.0 in 20 seconds\./);
    expect(blocksOf(wish)).toMatch(/[▁▂▃▄▅▆▇█]{2}/);
    expect(blocksOf(wish)).toContain('"table"');
    expect(blocksOf(wish)).not.toContain('Extend');
  });

  test('its blocks rise as the evidence does', async () => {
    const wish = await tell('failed', at({ status: 'failed' }));
    const [line = ''] = /[▁▂▃▄▅▆▇█]{5}/.exec(blocksOf(wish)) ?? [];
    expect([...line].toSorted().join('')).toBe(line);
    expect(line.at(-1)).toBe('█');
    expect(wish?.content.text).toMatch(/^Canary 25 % of shop: worse than 1\.0\.0\./);
  });

  test('held without a verdict it offers what people can do, each a line of its own', async () => {
    const wish = await tell('asked', at(held), { each: [5, 0] });
    expect(wish?.content.text).toMatch(/no verdict, so people decide.*Continue, extend by/s);
    for (const line of ['/release resume D-7', '/release resume D-7 for 10m', '--of D-7'])
      expect(blocksOf(wish)).toContain(line);
    const gone = await tell('resumed', at(), { each: [5, 0] });
    expect(blocksOf(gone)).not.toContain('/release resume');
  });

  test('what fails massively while it warms up is told by the same numbers', async () => {
    const kind = 'warm-up';
    const wish = await tell('failed', at({ status: 'failed' }), { looks: 2, each: [40, 20], kind });
    expect(wish?.content.text).toBe(
      'Canary 25 % of shop: worse than 1.0.0. Error rate 50.00 % of 80 requests while it warms up, past the 20.00 % at which nothing is waited for; 1.0.0 had 0.10 %. 80 requests of 1.1.0 and 2,000 of 1.0.0 in 20 seconds.',
    );
    expect(blocksOf(wish)).toMatch(/"table".*error rate.*50\.00 %/);
    expect(blocksOf(wish)).not.toContain('no requests');
    expect(await tell('progressed', at(), { looks: 2, each: [40, 1], kind })).toBeUndefined();
  });

  test('where a Prometheus measures it leads to its graphs', async () => {
    expect(blocksOf(await tell('progressed'))).not.toContain('Queries');
    const seen = blocksOf(await tell('progressed', at(), { signals: true }));
    const urls = [...seen.matchAll(/<(https:[^|>]*)\|/g)].map(([, url = '']) => url);
    const asked = urls.map((url) => new URL(url.replaceAll('&amp;', '&')));
    expect(asked.map(({ pathname }) => pathname)).toEqual(Array(3).fill('/base/graph'));
    expect(asked[1]?.searchParams.get('g0.expr')).toBe(
      'sum by (version) (rate(http_requests_total{service="shop",environment="production",code=~"5.."}[1m])) / sum by (version) (rate(http_requests_total{service="shop",environment="production"}[1m]))',
    );
  });

  test.each<[string, EventType, Partial<Deployment>, number]>([
    ['of what progresses past its judge', 'progressed', { cursor: 2 }, 5],
    ['before the first look that counts', 'progressed', {}, 0],
    ['without a judge', 'stepped', { plan: [{ kind: 'finish' }] }, 5],
    ['of an approval', 'approved', {}, 5],
  ])('there is none %s', async (_what, type, patch, looks) => {
    expect(await tell(type, at(patch), { looks })).toBeUndefined();
  });
});
