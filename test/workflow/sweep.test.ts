import { describe, expect, test } from 'vitest';
import { instant } from '../../src/domain/kernel/time.ts';
import type { BellName } from '../../src/ports/bell.ts';
import { sweep } from '../../src/workflow/sweep.ts';

/** All that is due, and a bell with so many unanswered rings. */
function due(ids: readonly string[], unanswered: number) {
  const rung: string[] = [];
  const ports = {
    records: { overdue: async () => ids, now: async () => instant(0) },
    inbox: { unfinished: async () => [] },
    messages: { due: async () => [] },
    bell: {
      ring: async (_bell: BellName, id: string) => void rung.push(id),
      unanswered: async () => unanswered,
    },
  };
  return { rung, once: () => sweep(ports as unknown as Parameters<typeof sweep>[0], ['advance']) };
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
});
