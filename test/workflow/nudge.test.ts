import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { rollBack } from '../../src/domain/deployment/roll-back.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import type { About, Recorded, Store } from '../../src/ports/store.ts';
import { nudging } from '../../src/workflow/nudge.ts';
import { NOON, OLD, running } from '../domain/sample.ts';

const target = { service: 'shop', environment: 'production' };
const forward = running(1, { wakeAt: NOON });
const back = { ...running(0), id: 'D-9', kind: 'rollback', wakeAt: NOON } as const;

/** What rings and is told when a change that leaves these rows is recorded, or is not. */
async function heard(about: Partial<About>, ...rows: readonly Deployment[]) {
  const recorded: Recorded = {
    kind: 'recorded',
    entries: [],
    rows: rows.map((row) => ({ table: 'deployment', row })),
    now: NOON,
    epoch: 2,
  };
  const answer: Recorded = rows.length === 0 ? { kind: 'unchanged' } : recorded;
  const store = { change: async () => answer } as unknown as Store;
  const rung: string[] = [];
  const bell = { ring: async (name: string, id: string) => void rung.push(`${name} ${id}`) };
  const nudge = () => void rung.push('nudge');
  expect(await nudging(store, { nudge, bell }).change({ target, ...about }, () => null)).toBe(
    answer,
  );
  return rung;
}

describe('a rollback waits for nobody who is told of other things first', () => {
  test('one that a person asked for is rung for as it is recorded', async () => {
    expect(await heard({ deployment: forward.id }, { ...forward, status: 'failed' }, back)).toEqual(
      ['nudge', 'back D-9'],
    );
  });

  test('so is one that a verdict asked for while its deployment was driven', async () => {
    const drive = { holder: 'a', leaseMs: 1_000 };
    expect(await heard({ deployment: forward.id, drive }, back)).toEqual(['nudge', 'back D-9']);
  });

  test('so is one that a person resumed, and one that is driven goes on by itself', async () => {
    expect(await heard({ deployment: 'D-9' }, back)).toEqual(['nudge', 'back D-9']);
    const drive = { holder: 'a', leaseMs: 1_000 };
    expect(await heard({ deployment: 'D-9', drive }, back)).toEqual(['nudge']);
  });

  test.each<[string, readonly Deployment[]]>([
    ['nothing was recorded', []],
    ['it goes forward', [forward]],
    ['it is over', [{ ...back, status: 'succeeded' }]],
    [
      'it is held',
      [{ ...back, hold: { by: 'ana', at: NOON, why: 'wait', code: 'paused', asks: [] } as never }],
    ],
    ['it sleeps', [{ ...back, wakeAt: null }]],
  ])('%s: no bell', async (_, rows) => {
    expect(await heard({ deployment: forward.id }, ...rows)).toEqual(
      rows.length > 0 ? ['nudge'] : [],
    );
  });

  test('a bell that cannot be rung is left to the sweep', async () => {
    const recorded = { kind: 'recorded', rows: [{ table: 'deployment', row: back }], now: NOON };
    const store = { change: async () => recorded } as unknown as Store;
    const bell = { ring: () => Promise.reject(new Error('away')) };
    const done = await nudging(store, { nudge() {}, bell }).change({ target }, () => null);
    expect(done).toBe(recorded);
  });

  test('what /rollback makes is such a row', () => {
    const from = running(1, { previous: OLD });
    const to = from.previous;
    if (!to) throw new Error('it has a version before it');
    const made = rollBack(
      from,
      { id: 'D-9', to, by: 'ana', why: 'errors', code: 'asked', digest: 'x' },
      NOON,
    );
    if (isRefusal(made)) throw new Error('refused');
    const row = made.rows.find((one) => one.row.id === 'D-9')?.row;
    expect(row).toMatchObject({ kind: 'rollback', status: 'running', wakeAt: NOON, hold: null });
  });
});
