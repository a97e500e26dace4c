import { describe, expect, test } from 'vitest';
import { quietly, together } from '../../src/domain/deployment/moves.ts';
import { refuse } from '../../src/domain/kernel/refusal.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { createStore } from '../../src/store/change.ts';
import { createLeases } from '../../src/store/journal/lease.ts';
import { createRecords } from '../../src/store/records.ts';
import { useDatabase } from './fixture.ts';
import { asked, noon, sample, started, succeeded } from './sample.ts';

const database = useDatabase();

function open() {
  const made = { pool: database.pool, clock: 'database' } as const;
  return { store: createStore(made), records: createRecords(made), leases: createLeases(made) };
}

/** A target nobody else in this file uses. */
let targets = 0;
function target() {
  targets += 1;
  return { service: `shop-${targets}`, environment: 'production' };
}

describe('the slot', () => {
  test('a second running deployment is refused by the database, with a way out', async () => {
    const { store, records } = open();
    const at = target();
    const first = sample(await store.nextId(), at);
    const second = sample(await store.nextId(), at);
    await store.change({ target: at }, () => together(asked(first), started(first)));
    const blind = await store.change({ target: at }, () =>
      together(asked(second), started(second)),
    );
    expect(blind).toMatchObject({
      kind: 'refused',
      refusal: {
        code: 'slot',
        what: `${first.id} is already running: ${at.service} in production is taken.`,
        why: expect.stringMatching(/Only one/),
        fix: expect.stringMatching(/replace/),
      },
    });
    expect(await records.deployment(second.id)).toBeNull();
  });

  test('is handed over to a rollback in one change, whatever the order of its rows', async () => {
    const { store, records } = open();
    const at = target();
    const first = sample(await store.nextId(), at);
    const back = sample(await store.nextId(), { ...at, kind: 'rollback' });
    await store.change({ target: at }, () => together(asked(first), started(first)));
    const failed = {
      ...first,
      status: 'failed',
      rolledBackBy: back.id,
      revision: 2,
    } as const;
    const handed = await store.change({ target: at }, () => ({
      rows: [
        { table: 'deployment', row: { ...back, status: 'running' } },
        { table: 'deployment', row: failed },
      ],
      ledger: [],
      events: [],
      raiseFence: true,
    }));
    expect(handed).toMatchObject({ kind: 'recorded', entries: [] });
    expect(await records.deployment(first.id)).toMatchObject({ status: 'failed' });
    expect(await records.deployment(back.id)).toMatchObject({ status: 'running' });
  });

  test('200 races of four that look first: never two running', async () => {
    const { store, records } = open();
    const at = target();
    for (let race = 0; race < 200; race += 1) {
      const racers = await Promise.all([1, 2, 3, 4].map(() => store.nextId()));
      const outcomes = await Promise.all(
        racers.map((id) =>
          store.change({ target: at }, (held) => {
            if (held.running) return refuse('busy', `${held.running.id} runs.`);
            const d = sample(id, at);
            return together(asked(d), started(d));
          }),
        ),
      );
      expect(outcomes.filter((one) => one.kind === 'recorded')).toHaveLength(1);
      expect(outcomes.filter((one) => one.kind === 'refused')).toHaveLength(3);
      const [running, ...more] = await records.deployments({
        ...at,
        statuses: ['running'],
        limit: 10,
      });
      if (!running) throw new Error('one of them runs');
      expect(more).toEqual([]);
      await store.change({ target: at }, () => succeeded(running));
    }
  });
});

describe('the fence', () => {
  test('a writer whose epoch has passed changes nothing', async () => {
    const { store, leases, records } = open();
    const at = target();
    const d = sample(await store.nextId(), at);
    const epoch = (await leases.claim(at, 'w1', 10_000)) ?? -1;
    expect(await store.change({ target: at, epoch }, () => asked(d))).toMatchObject({
      kind: 'recorded',
    });
    const raise = { rows: [], ledger: [], events: [], raiseFence: true };
    await store.change({ target: at, epoch }, () => raise);
    const stale = await store.change({ target: at, epoch }, () => started(d));
    expect(stale).toEqual({ kind: 'fenced' });
    expect(await records.deployment(d.id)).toMatchObject({ status: 'pending' });
    expect(await leases.claim(at, 'w2', 10_000)).toBeGreaterThan(epoch + 1);
  });

  test('who only waits behind a running deployment leaves its lease alone', async () => {
    const { store, leases } = open();
    const at = target();
    const running = sample(await store.nextId(), at);
    const waiting = sample(await store.nextId(), at);
    await store.change({ target: at }, () => together(asked(running), started(running)));
    await store.change({ target: at }, () => asked(waiting));
    const epoch = await leases.claim(at, 'its worker', 10_000);
    const drive = { holder: 'another worker', leaseMs: 10_000 };
    const looked = await store.change({ target: at, deployment: waiting.id, drive }, ({ now }) =>
      quietly(waiting, { wakeAt: plus(now, 5_000) }),
    );
    expect(looked).toMatchObject({ kind: 'recorded', epoch });
    expect(await leases.claim(at, 'a third', 10_000)).toBeNull();
  });

  test('a start takes the lease, and the last change gives it back', async () => {
    const { store, leases } = open();
    const at = target();
    const d = sample(await store.nextId(), { ...at, wakeAt: noon });
    await store.change({ target: at }, () => asked(d));
    const about = {
      target: at,
      deployment: d.id,
      drive: { holder: 'w1', leaseMs: 10_000 },
    };
    const begun = await store.change(about, () => started(d));
    const epoch = begun.kind === 'recorded' ? begun.epoch : -1;
    expect(epoch).toBe(1);
    expect(await leases.claim(at, 'w2', 10_000)).toBeNull();
    const running = { ...d, status: 'running', startedAt: noon, revision: 1 } as const;
    const ended = { ...succeeded(running) };
    expect(await store.change({ ...about, epoch }, () => ended)).toMatchObject({ epoch });
    expect(await leases.claim(at, 'w2', 10_000)).toBe(epoch + 1);
  });

  test('ids rise and are well formed', async () => {
    const { store } = open();
    const ids = await Promise.all(Array.from({ length: 20 }, () => store.nextId()));
    expect(new Set(ids).size).toBe(20);
    for (const id of ids) expect(id).toMatch(/^D-[1-9]\d*$/);
  });
});
