import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { BroughtRow } from '../../src/domain/deployment/brought.ts';
import { bringing } from '../../src/domain/deployment/brought.ts';
import type { Deployment, DeploymentId } from '../../src/domain/deployment/deployment.ts';
import { move } from '../../src/domain/deployment/moves.ts';
import type { Delivery, LinkedIncident } from '../../src/domain/dora/delivery.ts';
import { summarise } from '../../src/domain/dora/dora-1.ts';
import { createStore } from '../../src/store/change.ts';
import { createRecords } from '../../src/store/records.ts';
import { writeDeliveries } from '../../src/store/write-deliveries.ts';
import { deployed, HOUR, hour, returned } from '../domain/dora-logs.ts';
import { fakeClock, useDatabase } from './fixture.ts';
import { asked, noon, sample, started } from './sample.ts';

const database = useDatabase();
const open = () => {
  const made = { pool: database.pool, clock: fakeClock(noon) };
  return { store: createStore(made), records: createRecords(made) };
};
const shop = { service: 'shop', environment: 'production' };

beforeEach(async () => {
  await database.pool.query('TRUNCATE delivery, delivered_commit, brought');
});

/** A deployment that leaves exactly this trace. */
function tracing(d: Delivery): Deployment {
  return sample(d.id as DeploymentId, {
    kind: d.kind,
    requestedAt: d.askedAt,
    finishedAt: d.at,
    status: d.at === null ? 'running' : d.succeeded ? 'succeeded' : 'failed',
    exposedAt: d.exposed ? d.askedAt : null,
    ...(d.fullAt === null ? {} : { fullAt: d.fullAt }),
    rollbackOf: d.rollbackOf as DeploymentId | null,
    fixes: d.fixes,
  });
}

/** Written in the order in which it happened, as changes write it. */
async function write(log: readonly Delivery[]): Promise<void> {
  const inOrder = log.toSorted((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity));
  for (const d of inOrder) {
    const row = tracing(d);
    const brought: BroughtRow[] =
      d.commits === null
        ? []
        : [{ table: 'brought', row: { ...shop, deployment: row.id, commits: d.commits } }];
    for (const { text, values } of writeDeliveries(brought, [row]))
      await database.pool.query(text, [...values]);
  }
}

const logs = fc.array(
  fc.record({
    back: fc.option(fc.nat(5), { nil: null, freq: 2 }),
    fixes: fc.option(fc.constantFrom('PD-7', 'INC-2', 'D-1', 'D-3'), { nil: null, freq: 3 }),
    lasts: fc.integer({ min: 1, max: 9 }),
    end: fc.constantFrom('well', 'in use', 'aborted', 'unmet', 'open'),
    commits: fc.option(fc.array(fc.tuple(fc.nat(12), fc.integer({ min: -50, max: 200 })))),
  }),
  { minLength: 1, maxLength: 14 },
);

type Told = typeof logs extends fc.Arbitrary<readonly (infer T)[]> ? T : never;

/** How each of them ended, over the one that ended well at `at`. */
const ENDS: { readonly [K in Told['end']]: (at: number, rollback: boolean) => Partial<Delivery> } =
  {
    well: () => ({}),
    'in use': (at) => ({ succeeded: false, fullAt: hour(at - 0.5) }),
    aborted: () => ({ succeeded: false, fullAt: null }),
    unmet: () => ({ succeeded: false, fullAt: null, exposed: false }),
    open: (_, rollback) => (rollback ? { at: null, succeeded: false, fullAt: null } : {}),
  };

/** A rollback is asked for once what it rolls back is over. */
function logOf(all: readonly Told[]): readonly Delivery[] {
  return all.map(({ back, fixes, lasts, end, commits }, i): Delivery => {
    const wanted = back === null || back + 1 > i ? null : i - back;
    const of = wanted !== null && all[wanted - 1]?.end === 'open' ? null : wanted;
    const at = i * 10 + lasts;
    const ids = new Map((commits ?? []).map(([n, h]) => [`c${n}`, hour(h)]));
    const brings = [...ids].map(([id, committedAt]) => ({ id, committedAt }));
    const forward = { fixes, commits: commits === null ? null : brings };
    const base = of === null ? deployed(i + 1, at, forward) : returned(i + 1, of, i * 10, at);
    return { ...base, askedAt: hour(i * 10), ...ENDS[end](at, of !== null) };
  });
}

const incidents: readonly LinkedIncident[] = [
  {
    id: 'INC-1',
    names: ['INC-1', 'PD-7'],
    at: hour(5),
    causes: [{ deployment: 'D-2', linkedAt: hour(40) }],
  },
  {
    id: 'INC-2',
    names: ['INC-2'],
    at: hour(5),
    causes: [
      { deployment: 'D-1', linkedAt: hour(10) },
      { deployment: 'D-4', linkedAt: hour(90) },
    ],
  },
];

describe('8.6 DORA counted in the database', () => {
  test('says of any history what the definitions say of its log', async () => {
    const { records } = open();
    await fc.assert(
      fc.asyncProperty(logs, fc.nat(160), fc.nat(60), async (all, to, known) => {
        const log = logOf(all);
        const period = { from: hour(10), to: hour(to + 11), asOf: hour(to + known) };
        await database.pool.query('TRUNCATE delivery, delivered_commit, brought');
        await write(log);
        const found = await records.dora(shop, period, incidents);
        expect(found).toEqual(summarise(log, incidents, period));
      }),
      { numRuns: 60 },
    );
  });

  test('the same period gives the same answer after anything that happened since', async () => {
    const { records } = open();
    const period = { from: hour(0), to: hour(100), asOf: hour(100) };
    const log = [
      deployed(1, 5),
      deployed(2, 50, { commits: [{ id: 'a', committedAt: hour(40) }] }),
    ];
    await write(log);
    const before = await records.dora(shop, period, []);
    await write([
      returned(3, 2, 101, 102),
      deployed(4, 110, { fixes: 'D-1', commits: [{ id: 'a', committedAt: hour(40) }] }),
    ]);
    expect(await records.dora(shop, period, [])).toEqual(before);
    expect(await records.dora(shop, { ...period, asOf: hour(120) }, [])).toMatchObject({
      deployments: 2,
      failed: 2,
    });
  });

  test('behind a number stand its deployments, newest first, and no others', async () => {
    const { records } = open();
    await write([deployed(1, 5), returned(2, 1, 6, 8), deployed(3, 20)]);
    const period = { from: hour(0), to: hour(100), asOf: hour(100) };
    const ids = async (drill: 'deployments' | 'failed' | 'rework' | 'untimed') =>
      (await records.drill(shop, period, [], { drill, limit: 9 })).map((d) => d.id);
    expect(await ids('deployments')).toEqual(['D-3', 'D-2', 'D-1']);
    expect(await ids('failed')).toEqual(['D-1']);
    expect(await ids('rework')).toEqual(['D-2']);
    expect(await ids('untimed')).toEqual(['D-3', 'D-1']);
    const [failed] = await records.drill(shop, period, [], { drill: 'failed', limit: 9 });
    expect(failed?.recoveredInMs).toBe(3 * HOUR);
    expect(
      await records.drill({ ...shop, environment: 'staging' }, period, [], {
        drill: 'failed',
        limit: 9,
      }),
    ).toEqual([]);
  });

  test('behind the lead time stand those that brought the slowest commits, the slowest first', async () => {
    const { records } = open();
    const commits = (...of: readonly (readonly [string, number])[]) => ({
      commits: of.map(([id, at]) => ({ id, committedAt: hour(at) })),
    });
    await write([
      deployed(1, 50, commits(['a', 48], ['b', 40])),
      deployed(2, 60, commits(['b', 40], ['c', 30])),
      deployed(3, 70, commits(['d', 80])),
      deployed(4, 80),
    ]);
    const period = { from: hour(0), to: hour(100), asOf: hour(100) };
    const slowest = await records.drill(shop, period, [], { drill: 'lead', limit: 9 });
    expect(slowest.map(({ id, leadMs }) => [id, leadMs])).toEqual([
      ['D-2', 30 * HOUR],
      ['D-1', 10 * HOUR],
    ]);
    const none = { from: hour(0), to: hour(50), asOf: hour(100) };
    expect(await records.drill(shop, none, [], { drill: 'lead', limit: 9 })).toEqual([]);
  });

  test('is written with the change that ends a deployment, commits and all', async () => {
    const { store, records } = open();
    const d = sample(await store.nextId());
    const commits = [{ id: 'abc', committedAt: hour(0) }];
    await store.change({ target: d }, () => bringing(asked(d), d, commits));
    const running = started(d).rows[0]?.row ?? d;
    await store.change({ target: d }, () => started(d));
    const done = { status: 'succeeded', finishedAt: noon, fullAt: noon, exposedAt: noon } as const;
    const deed = { by: 'fairway', at: noon, evidence: {} };
    await store.change({ target: d }, () => move(running, done, 'succeeded', deed));
    const period = { from: hour(0), to: hour(100), asOf: hour(100) };
    expect(await records.dora(shop, period, [])).toMatchObject({
      deployments: 1,
      withoutTimes: 0,
      lead: { n: 1, p50Ms: noon - hour(0) },
    });
  });
});
