import { describe, expect, test } from 'vitest';
import { instant } from '../../src/domain/kernel/time.ts';
import type { BellName } from '../../src/ports/bell.ts';
import { sweep } from '../../src/workflow/sweep.ts';

/** All that is due, and a bell with so many unanswered rings. */
function due(ids: readonly string[], unanswered: number, backs: readonly string[] = []) {
  const rung: string[] = [];
  const ports = {
    records: {
      overdue: async (...[, , kind]: readonly unknown[]) => (kind === 'rollback' ? backs : ids),
      now: async () => instant(0),
    },
    inbox: { unfinished: async () => [] },
    messages: { due: async () => [] },
    bell: {
      ring: async (bell: BellName, id: string) =>
        void rung.push(bell === 'advance' ? id : `${bell} ${id}`),
      unanswered: async (bell: BellName) => (bell === 'advance' ? unanswered : 0),
    },
  };
  const once = (bells: readonly BellName[] = ['advance']) =>
    sweep(ports as unknown as Parameters<typeof sweep>[0], bells);
  return { rung, once };
}

const MANY = Array.from({ length: 300 }, (_, i) => `D-${i + 1}`);

describe('the sweep', () => {
  test('rings for everything that is due', async () => {
    const { rung, once } = due(MANY, 0);
    expect(await once()).toBe(300);
    expect(rung).toEqual(MANY);
  });

  test('does not bury workers that are behind, and still finds the oldest', async () => {
    const { rung, once } = due(MANY, 101);
    for (let second = 0; second < 60; second += 1) await once();
    expect(rung).toHaveLength(120);
    expect(new Set(rung)).toEqual(new Set(['D-1', 'D-2']));
  });

  test('rings the bell of what goes back for that alone, however far behind the others are', async () => {
    const { rung, once } = due(MANY, 101, ['D-299', 'D-300']);
    await once(['back', 'advance']);
    expect(rung.filter((one) => one.startsWith('back'))).toEqual(['back D-299', 'back D-300']);
  });
});
