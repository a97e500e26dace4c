import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import type { BurnWatch } from '../../src/domain/deployment/burn-watch.ts';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import type { SlowNews } from '../../src/domain/deployment/slow-burn.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { NO_TRAFFIC } from '../../src/domain/verdict/counters.ts';
import { Objective } from '../../src/domain/verdict/objective.ts';
import type { Span } from '../../src/ports/metrics.ts';
import type { Row } from '../../src/ports/store.ts';
import { type WatchBurn, watchBurn } from '../../src/workflow/watch-burn.ts';
import { deployment, NOON, running, yesOf } from '../domain/sample.ts';

function catalogWith(onBurn: Objective['onBurn']): Catalog {
  const objectives = [Objective.parse({ target: 0.99, onBurn })];
  return {
    services: [{ name: 'shop', owners: ['owners'], environments: { production: { objectives } } }],
    environments: [{ name: 'production', deployers: [] }],
    groups: [{ name: 'owners', members: ['chen'] }],
    people: [],
    approvals: [],
  } as unknown as Catalog;
}
const { version } = deployment().artifact;

interface Asked {
  readonly limit: number;
  readonly statuses: readonly string[];
  readonly environment?: string;
}

/** So many looks, in which half the requests of the sample's version failed; what they wrote of deployments. */
async function looksAt(
  deployments: readonly Deployment[],
  {
    before = {},
    onBurn = 'pause' as Objective['onBurn'],
    times = 1,
    at = plus(NOON, 60_000),
    metrics = {},
    told = [] as string[],
  } = {},
): Promise<readonly Deployment[]> {
  const rows: Row[] = [];
  const catalog = catalogWith(onBurn);
  let now = at;
  let current = deployments;
  let seen: BurnWatch = {
    service: 'shop',
    environment: 'production',
    readAt: NOON,
    since: plus(NOON, -3_600_000),
    totals: { [version]: { requests: 0, errors: 0 } },
    minutes: [],
    days: [],
    revision: 0,
    ...before,
  };
  const counters = { ...NO_TRAFFIC, requests: 1_000, errors: 500 };
  const ports = {
    catalog: () => catalog,
    digest: (text: string) => text,
    provider: () => ({
      metrics: { read: async () => new Map([[version, counters]]), ...metrics },
    }),
    records: {
      now: async () => now,
      burn: async () => seen,
      breakers: async () => [],
      deployments: async ({ limit, statuses, environment }: Asked) =>
        current
          .filter((d) => statuses.includes(d.status))
          .filter((d) => environment === undefined || d.environment === environment)
          .slice(0, limit),
    },
    store: {
      nextId: async () => 'D-99',
      async change(about: { deployment?: string }, decide: (seen: unknown) => unknown) {
        const d = current.find(({ id }) => id === about.deployment) ?? null;
        const decided = decide({ deployment: d, running: d, lock: null, now }) as {
          rows: readonly Row[];
        } | null;
        for (const row of decided?.rows ?? []) {
          rows.push(row);
          if (row.table === 'burn') seen = row.row;
          if (row.table === 'deployment')
            current = current.map((one) => (one.id === row.row.id ? row.row : one));
        }
        return { kind: decided ? 'recorded' : 'unchanged' };
      },
    },
    alarms: {
      find: async () => ({ incident: 0, n: 0, open: false, about: '' }),
      record: async () => {},
    },
    saySource: async () => {},
    saySlowBurn: async ({ burns }: SlowNews) => {
      told.push(burns ? 'burns' : 'over');
    },
    log: { info() {}, warn() {}, error() {} },
  } as unknown as WatchBurn;
  for (let n = 0; n < times; n += 1) {
    await watchBurn(ports).catch(() => {});
    now = plus(now, 16_000);
  }
  return rows.flatMap(({ table, row }) => (table === 'deployment' ? [row] : []));
}

async function heldBy(
  deployments: readonly Deployment[],
  before: Partial<BurnWatch> = {},
): Promise<readonly string[]> {
  return (await looksAt(deployments, { before })).map(({ id }) => id);
}

const met = { ...running(2), id: 'D-1', exposedAt: NOON } as Deployment;
const over = { ...met, status: 'succeeded', finishedAt: NOON } as Deployment;
const newer = { ...running(0), id: 'D-2', exposedAt: null } as Deployment;

test.each<[string, readonly Deployment[], readonly string[]]>([
  ['what runs is held', [met], ['D-1']],
  ['what is newer and not met yet does not hide what burns, and is held', [newer, over], ['D-2']],
  [
    'what people meet by now is what is watched',
    [{ ...newer, exposedAt: plus(NOON, 60_000) }, over],
    ['D-2'],
  ],
])('6.1 %s', async (_, deployments, held) => {
  expect(await heldBy(deployments)).toEqual(held);
});

const old = { ...over, finishedAt: plus(NOON, -4_000_000) } as Deployment;
const next = { ...newer, artifact: { ...newer.artifact, version: '1.2.0' } };
const meets = { ...next, exposedAt: NOON };
const fix = { ...meets, fixes: 'INC-42', approvals: [yesOf('chen', ['production'])] };

test.each<[string, Deployment, readonly string[]]>([
  ['what runs and nobody has met is held', next, ['D-2']],
  ['what runs and burns nothing itself is held', meets, ['D-2']],
  ['a rollback goes on', { ...meets, kind: 'rollback' }, []],
  ['a fix that a second person approved goes on', fix, []],
  ['one that was only asked for is held', { ...fix, approvals: [] }, ['D-2']],
  ['its own approval counts for nothing', { ...fix, requestedBy: 'chen' }, ['D-2']],
  ['what runs elsewhere goes on', { ...meets, environment: 'staging' }, []],
])('6.6 where what has served for long burns, %s', async (_, d, held) => {
  expect(await heldBy([d, old])).toEqual(held);
});

test.each(['pause', 'stop'] as const)(
  '6.1 whoever resumed what burns has decided, with onBurn: %s; what starts later is held once as well',
  async (onBurn) => {
    const [held] = await looksAt([met], { onBurn });
    expect(held).toMatchObject({ id: 'D-1', hold: { by: 'fairway' } });
    const resumed = { ...met, hold: null };
    const own = { of: 'D-1', at: NOON, held: ['D-1'] } as const;
    expect(await looksAt([resumed], { onBurn, before: { own, whole: own }, times: 2 })).toEqual([]);
    const after = { ...over, id: 'D-1' } as Deployment;
    const later = await looksAt([newer, after], {
      onBurn,
      before: { own, whole: { since: NOON, at: NOON } },
      times: 2,
    });
    expect(later.map(({ id }) => id)).toEqual(['D-2']);
  },
);

test('6.6 whoever resumed it is not held for the same burn again', async () => {
  const whole = { since: plus(NOON, -60_000), at: NOON };
  expect(await heldBy([meets, old], { whole })).toEqual([]);
});

test('6.1 what goes on burning while its source is silent is held and told once, not again when that is back', async () => {
  const hour = (n: number): number => NOON + n * 3_600_000;
  const spell = { since: plus(NOON, -7_200_000), at: NOON };
  const hours = Array.from({ length: 72 }, (_, i) => [hour(i - 72), 6_000, 3_000] as const);
  const minutes = Array.from({ length: 360 }, (_, i) => {
    return [NOON + (i - 360) * 60_000, version, 100, 50] as const;
  });
  const spans = {
    ...{ everyMs: 0, lateMs: 30_000 },
    async during(_: unknown, __: unknown, { from, to }: Span) {
      const requests = Math.round((to - from) / 600);
      return new Map([[version, { ...NO_TRAFFIC, requests, errors: requests / 2 }]]);
    },
  };
  const told: string[] = [];
  const before: Partial<BurnWatch> = {
    ...{ bySpans: true, since: plus(NOON, -72 * 3_600_000), minutes, hours },
    ...{ totals: {}, whole: spell, slow: spell },
  };
  const at = plus(NOON, 7 * 3_600_000);
  expect(await looksAt([meets, old], { before, at, metrics: { spans }, told, times: 120 })).toEqual(
    [],
  );
  expect(told).toEqual([]);
});

const waits: Deployment['waiting'][number] = {
  gate: 'blackout',
  code: 'blackout',
  why: 'weekend',
  until: plus(NOON, 3_600_000),
  who: [],
};
const undecided = { by: 'fairway', at: NOON, why: 'no verdict', asks: ['bo'] };
const states: readonly (readonly [string, Partial<Deployment>])[] = [
  ...running(0).plan.map(({ kind }, cursor) => [`at step ${cursor}, ${kind}`, { cursor }] as const),
  ['paused by a person', { hold: { by: 'bo', at: NOON, why: 'lunch', asks: [] }, wakeAt: null }],
  ['waiting for a person to decide', { hold: undecided, wakeAt: null }],
  ['waiting out a blackout', { waiting: [waits], wakeAt: waits.until }],
  ['succeeded, and watched', { status: 'succeeded', finishedAt: NOON }],
];

describe('6.1 whatever state it is in, people meet it and it burns', () => {
  test.each(states)('%s: it is rolled back by rule', async (_, state) => {
    const written = await looksAt([{ ...met, ...state }], { onBurn: 'rollback', times: 2 });
    expect(written).toMatchObject([
      { id: 'D-1', rolledBackBy: 'D-99' },
      { id: 'D-99', kind: 'rollback', rollbackOf: 'D-1' },
    ]);
  });

  test.each(states.filter(([, { status }]) => status !== 'succeeded'))(
    '%s: or its owners are asked, once',
    async (_, state) => {
      const written = await looksAt([{ ...met, ...state }], { times: 3 });
      expect(written).toMatchObject([
        {
          id: 'D-1',
          status: 'running',
          wakeAt: null,
          hold: { asks: expect.arrayContaining(['chen']) },
        },
      ]);
      expect(written[0]?.hold?.why).toMatch(/1\.1\.0 burns the error budget/);
    },
  );

  test('who paused it stays who paused it, and the reason stays with it', async () => {
    const [d] = await looksAt([{ ...met, hold: { by: 'bo', at: NOON, why: 'lunch', asks: [] } }]);
    expect(d?.hold).toMatchObject({ by: 'bo', at: NOON, why: expect.stringMatching(/^lunch; /) });
  });
});
