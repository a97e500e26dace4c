import { describe, expect, test } from 'vitest';
import { together } from '../../src/domain/deployment/moves.ts';
import { takeLock } from '../../src/domain/governance/lock.ts';
import { releaseLock } from '../../src/domain/governance/lock-claim.ts';
import { refuse } from '../../src/domain/kernel/refusal.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { createStore } from '../../src/store/change.ts';
import { createRecords } from '../../src/store/records.ts';
import { useDatabase } from './fixture.ts';
import { asked, noon, sample, started, succeeded } from './sample.ts';

const database = useDatabase();

function open() {
  const made = { pool: database.pool, clock: 'database' } as const;
  return { store: createStore(made), records: createRecords(made) };
}

/** A target nobody else in this file uses. */
let targets = 0;
function target() {
  targets += 1;
  return { service: `shop-${targets}`, environment: 'production' };
}

async function count(table: string, service: string): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${table} WHERE service = $1`,
    [service],
  );
  return rows[0]?.n ?? -1;
}

describe('a change', () => {
  test('is recorded whole: row, ledger, outbox, and read back as it was given', async () => {
    const { store, records } = open();
    const at = target();
    const d = sample(await store.nextId(), at);
    const recorded = await store.change({ target: at }, () => asked(d));
    expect(recorded).toMatchObject({ kind: 'recorded', entries: [`${d.id}#1`] });
    expect(await records.deployment(d.id)).toEqual(d);
    const [line] = await records.ledger(d.id);
    expect(line).toMatchObject({
      ref: `${d.id}#1`,
      body: {
        v: 1,
        ref: `${d.id}#1`,
        subject: d.id,
        what: 'requested',
        by: 'ana',
        at: '2026-06-01T12:00:00.000Z',
        evidence: { plan: 'plan' },
      },
    });
    expect(await count('outbox', at.service)).toBe(1);
  });

  test('sees the current rows, the lock and the database’s clock', async () => {
    const { store } = open();
    const at = target();
    const d = sample(await store.nextId(), at);
    const lock = { ...at, token: 1, revision: 1, held: null };
    await store.change({ target: at }, () => together(asked(d), started(d)));
    await store.change({ target: at }, () => ({
      rows: [{ table: 'lock', row: lock }],
      ledger: [],
      events: [],
    }));
    let seen: unknown;
    const before = Date.now();
    const outcome = await store.change({ target: at, deployment: d.id }, (held) => {
      seen = held;
      return null;
    });
    expect(outcome).toEqual({ kind: 'unchanged' });
    expect(seen).toMatchObject({
      deployment: { id: d.id, status: 'running', revision: 1 },
      running: { id: d.id },
      lock,
    });
    const { now } = seen as { now: number };
    expect(now).toBeGreaterThan(before - 1_000);
    expect(now).toBeLessThan(Date.now() + 1_000);
  });

  test('tells a decision the fake clock where one is given', async () => {
    const clock = { now: () => noon };
    const store = createStore({ pool: database.pool, clock });
    let now = instant(0);
    await store.change({ target: target() }, (held) => {
      now = held.now;
      return null;
    });
    expect(now).toBe(noon);
    expect(await createRecords({ pool: database.pool, clock }).now()).toBe(noon);
  });

  test('keeps a lock with its token when it is taken off', async () => {
    const { store, records } = open();
    const at = target();
    const asking = { by: 'ana', because: 'migration', cause: { kind: 'work' }, now: noon } as const;
    const lease = { lastsMs: 60_000, remindMs: 0 };
    const take = () =>
      store.change({ target: at }, ({ lock }) => takeLock(lock, at, { ...asking, ...lease }));
    await take();
    const [held] = await records.locksAt([at, { ...at, service: '*' }]);
    expect(held).toMatchObject({ ...at, token: 1, held: { by: 'ana' } });
    expect(await records.locks()).toContainEqual(held);
    await store.change({ target: at }, ({ lock }) =>
      releaseLock(lock, at, { ...asking, ...lease, keeper: false }),
    );
    expect(await records.locksAt([at])).toMatchObject([{ token: 1, held: null }]);
    expect(await records.locks()).not.toContainEqual(expect.objectContaining(at));
    await take();
    expect(await records.locksAt([at])).toMatchObject([{ token: 2 }]);
  });

  test('writes nothing for a refusal or null', async () => {
    const { store } = open();
    const at = target();
    const refusal = refuse('no', 'No.');
    expect(await store.change({ target: at }, () => refusal)).toEqual({ kind: 'refused', refusal });
    expect(await store.change({ target: at }, () => null)).toEqual({ kind: 'unchanged' });
    expect(await count('deployment', at.service)).toBe(0);
    expect(await count('outbox', at.service)).toBe(0);
  });

  test('writes nothing when the decision throws, and gives the connection back', async () => {
    const { store } = open();
    const at = target();
    for (let i = 0; i < 20; i += 1) {
      const failing = store.change({ target: at }, () => {
        throw new Error('a bug');
      });
      await expect(failing).rejects.toThrow('a bug');
    }
    expect(await store.change({ target: at }, () => null)).toEqual({ kind: 'unchanged' });
  });

  test('writes nothing when its ledger entry cannot be said, not even the row', async () => {
    const { store, records } = open();
    const at = target();
    const d = sample(await store.nextId(), at);
    const spoiled = { ...asked(d), ledger: [{ ...entryOf(d.id), evidence: { rate: 0.02 } }] };
    await expect(store.change({ target: at }, () => spoiled)).rejects.toThrow(/rate.*0\.02/);
    expect(await records.deployment(d.id)).toBeNull();
    expect(await count('outbox', at.service)).toBe(0);
  });

  test('of another target’s row is a bug', async () => {
    const { store } = open();
    const d = sample(await store.nextId(), target());
    const elsewhere = store.change({ target: target() }, () => asked(d));
    await expect(elsewhere).rejects.toThrow(/a change of shop-\d+ in production wrote shop-/);
  });

  test('that moves a deployment twice is written once, with both entries', async () => {
    const { store, records } = open();
    const at = target();
    const d = sample(await store.nextId(), at);
    await store.change({ target: at }, () => asked(d));
    const running = { ...d, status: 'running', revision: 1 } as const;
    const recorded = await store.change({ target: at }, () =>
      together(started(d), succeeded(running)),
    );
    expect(recorded).toMatchObject({ kind: 'recorded', entries: [`${d.id}#2`, `${d.id}#3`] });
    expect(await records.deployment(d.id)).toMatchObject({ status: 'succeeded', revision: 2 });
  });
});

describe('revisions', () => {
  test('a stale row leaves everything as it was', async () => {
    const { store, records } = open();
    const at = target();
    const d = sample(await store.nextId(), at);
    const other = sample(await store.nextId(), at);
    await store.change({ target: at }, () => asked(d));
    await store.change({ target: at }, () => started(d));
    const stale = await store.change({ target: at }, () => together(asked(other), started(d)));
    expect(stale).toEqual({ kind: 'unchanged' });
    expect(await records.deployment(other.id)).toBeNull();
    expect(await records.ledger(other.id)).toEqual([]);
    expect(await count('outbox', at.service)).toBe(2);
  });

  test('an id that exists is not created again', async () => {
    const { store } = open();
    const at = target();
    const d = sample(await store.nextId(), at);
    await store.change({ target: at }, () => asked(d));
    expect(await store.change({ target: at }, () => asked(d))).toEqual({ kind: 'unchanged' });
  });

  test('of two changes made on one look exactly one wins, 100 times', async () => {
    const { store, records } = open();
    const at = target();
    const d = sample(await store.nextId(), at);
    await store.change({ target: at }, () => asked(d));
    for (let round = 0; round < 100; round += 1) {
      const looked = await records.deployment(d.id);
      if (!looked) throw new Error('it was just recorded');
      const wakes = [1, 2, 3].map((n) => ({ ...looked, wakeAt: instant(n), revision: round + 1 }));
      const outcomes = await Promise.all(
        wakes.map((row) =>
          store.change({ target: at }, () => ({
            rows: [{ table: 'deployment', row }],
            ledger: [],
            events: [],
          })),
        ),
      );
      const kinds = outcomes.map((outcome) => outcome.kind).toSorted();
      expect(kinds).toEqual(['recorded', 'unchanged', 'unchanged']);
    }
    expect(await records.deployment(d.id)).toMatchObject({ revision: 100 });
  });
});

function entryOf(subject: string) {
  return { subject, what: 'requested', by: 'ana', at: noon, evidence: {} };
}
