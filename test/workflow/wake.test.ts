import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { rollBack } from '../../src/domain/deployment/roll-back.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import type { About, Recorded, Store } from '../../src/ports/store.ts';
import { nudging } from '../../src/workflow/nudge.ts';
import { createWakes } from '../../src/workflow/wake.ts';
import { NOON, OLD, running } from '../domain/sample.ts';

const target = { service: 'shop', environment: 'production' };
const forward = running(1, { wakeAt: NOON });
const back = { ...running(0), id: 'D-9', kind: 'rollback', wakeAt: NOON } as const;
const hold = { by: 'ana', at: NOON, why: 'wait', asks: [] };
const drive = { holder: 'a', leaseMs: 1_000 };

function place(isRung: (id: string) => Promise<void> = async () => {}) {
  const rung: string[] = [];
  const wakes = createWakes({
    ring(name, id) {
      rung.push(`${name} ${id}`);
      return isRung(id);
    },
    ringIn: (name, id, inMs) => rung.push(`${name} ${id} in ${inMs} ms`) > 0,
  });
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
    const nudged = nudging(store, () => void rung.push('told'), wakes);
    expect(await nudged.change({ target, ...about }, () => null)).toBe(answer);
    return rung.splice(0);
  }
  return { wakes, heard };
}
const heard = (...asked: Parameters<ReturnType<typeof place>['heard']>) => place().heard(...asked);

describe('what has something to do is woken as that is recorded', () => {
  test.each<[string, Partial<About>, readonly Deployment[], readonly string[]]>([
    ['a person asked for it', {}, [forward], ['advance D-7']],
    ['it goes back', {}, [{ ...forward, status: 'failed' }, back], ['back D-9']],
    ['a verdict takes it back while it is driven', { drive }, [forward, back], ['back D-9']],
    [
      'it sleeps',
      { drive },
      [{ ...forward, wakeAt: plus(NOON, 2_000) }],
      ['advance D-7 in 2000 ms'],
    ],
    [
      'what goes back sleeps',
      { deployment: 'D-9', drive },
      [{ ...back, wakeAt: plus(NOON, 5) }],
      ['back D-9 in 5 ms'],
    ],
    ['it is driven, and goes on by itself', { drive }, [forward], []],
    ['nothing was recorded', {}, [], []],
    ['it is over', {}, [{ ...back, status: 'succeeded' }], []],
    ['it is held', {}, [{ ...forward, hold }], []],
    ['it waits for a person', {}, [{ ...back, wakeAt: null }], []],
  ])('%s', async (_, about, rows, rings) => {
    const told = rows.length > 0 ? ['told'] : [];
    expect(await heard({ deployment: forward.id, ...about }, ...rows)).toEqual([...rings, ...told]);
  });

  test('a bell that cannot be rung is left to the sweep', async () => {
    const { heard: hear } = place(() => Promise.reject(new Error('away')));
    expect(await hear({}, back)).toEqual(['back D-9', 'told']);
  });

  test('what /rollback makes is such a row', () => {
    const from = running(1, { previous: OLD });
    const to = from.previous;
    if (!to) throw new Error('it has a version before it');
    const ask = { id: 'D-9', to, by: 'ana', why: 'errors', code: 'asked', digest: 'x' } as const;
    const made = rollBack(from, ask, NOON);
    if (isRefusal(made)) throw new Error('refused');
    const row = made.rows.find((one) => one.row.id === 'D-9')?.row;
    expect(row).toMatchObject({ kind: 'rollback', status: 'running', wakeAt: NOON, hold: null });
  });
});

describe('what nobody was woken for is found, and once', () => {
  const late = { id: 'D-7', wakeAt: NOON } as const;
  const at = (ms: number): Instant => plus(NOON, ms);

  test('what nobody here rang for is missed, and again after two seconds in which that did not help', () => {
    const { wakes } = place();
    expect(wakes.missed([late], 9, at(0))).toEqual(['D-7']);
    expect(wakes.missed([late], 9, at(1_999))).toEqual([]);
    expect(wakes.missed([late], 9, at(2_000))).toEqual(['D-7']);
  });

  test('one that was rung for when its time came is not missed before it had its two seconds', async () => {
    const { wakes, heard: hear } = place();
    await hear({ deployment: 'D-7', drive }, { ...forward, wakeAt: at(500) });
    const then = [{ id: 'D-7', wakeAt: at(500) }] as const;
    expect(wakes.missed(then, 9, at(600))).toEqual([]);
    expect(wakes.missed(then, 9, at(2_500))).toEqual(['D-7']);
  });

  test('another wake-up of the same deployment is another matter', () => {
    const { wakes } = place();
    wakes.missed([late], 9, at(0));
    expect(wakes.missed([{ id: 'D-7', wakeAt: at(100) }], 9, at(200))).toEqual(['D-7']);
  });

  test('what is over the limit is left for the next time', () => {
    const { wakes } = place();
    const two = [late, { id: 'D-8', wakeAt: at(1) }] as const;
    expect(wakes.missed(two, 1, at(10))).toEqual(['D-7']);
    expect(wakes.missed(two, 1, at(20))).toEqual(['D-8']);
  });
});
