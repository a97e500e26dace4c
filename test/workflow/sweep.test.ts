import { describe, expect, test } from 'vitest';
import { instant } from '../../src/domain/kernel/time.ts';
import type { BellName } from '../../src/ports/bell.ts';
import { sweep } from '../../src/workflow/sweep.ts';
import { createWakes } from '../../src/workflow/wake.ts';

/** All that is due, and a bell with so many unanswered rings. */
function due(ids: readonly string[], unanswered: number, backs: readonly string[] = []) {
  const rung: string[] = [];
  let now = 0;
  const ports = {
    records: {
      overdue: async (...[, , kind]: readonly unknown[]) =>
        (kind === 'rollback' ? backs : ids).map((id) => ({ id, wakeAt: instant(0) })),
      now: async () => instant(now),
    },
    inbox: { unfinished: async () => [] },
    messages: { due: async () => [] },
    bell: {
      ring: async (bell: BellName, id: string) =>
        void rung.push(bell === 'advance' ? id : `${bell} ${id}`),
      unanswered: async (bell: BellName) => (bell === 'advance' ? unanswered : 0),
    },
  };
  const wakes = createWakes({ ...ports.bell, ringIn: () => false });
  const once = async (bells: readonly BellName[] = ['advance']) => {
    const found = await sweep({ ...ports, wakes } as unknown as Parameters<typeof sweep>[0], bells);
    now += 1_000;
    return found;
  };
  return { rung, once };
}

const MANY = Array.from({ length: 300 }, (_, i) => `D-${i + 1}`);

describe('the sweep', () => {
  test('rings for everything that is due', async () => {
    const { rung, once } = due(MANY, 0);
    expect(await once()).toBe(300);
    expect(rung).toEqual(MANY);
  });

  test('does not ring again for what is still on its way', async () => {
    const { rung, once } = due(MANY, 0);
    expect([await once(), await once(), await once()]).toEqual([300, 0, 300]);
    expect(new Set(rung).size).toBe(300);
  });

  test('does not bury workers that are behind, and still finds the oldest', async () => {
    const { rung, once } = due(MANY, 101);
    for (let second = 0; second < 60; second += 1) await once();
    expect(rung).toHaveLength(120);
    expect(new Set(rung)).toEqual(new Set(['D-1', 'D-2', 'D-3', 'D-4']));
  });

  test('rings the bell of what goes back for that alone, however far behind the others are', async () => {
    const { rung, once } = due(MANY, 101, ['D-299', 'D-300']);
    await once(['back', 'advance']);
    expect(rung.filter((one) => one.startsWith('back'))).toEqual(['back D-299', 'back D-300']);
  });
});
