import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createWeightedChoice } from '../../../src/sandbox/fleet/proxy/weighted-choice.ts';

function counts(next: () => string | undefined, turns: number): { [item: string]: number } {
  const seen: { [item: string]: number } = {};
  for (let i = 0; i < turns; i += 1) {
    const item = next() ?? 'nobody';
    seen[item] = (seen[item] ?? 0) + 1;
  }
  return seen;
}

describe('weighted choice', () => {
  test('every hundred turns in a row are split exactly by percent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 250 }), (a, skip) => {
        const choice = createWeightedChoice<string>();
        choice.set([
          { item: 'a', weight: a },
          { item: 'b', weight: 100 - a },
        ]);
        counts(choice.next, skip);
        const seen = counts(choice.next, 100);
        expect([seen['a'] ?? 0, seen['b'] ?? 0]).toEqual([a, 100 - a]);
      }),
    );
  });

  test('a small share is spread out, not served in a lump', () => {
    const choice = createWeightedChoice<string>();
    choice.set([
      { item: 'old', weight: 75 },
      { item: 'new', weight: 25 },
    ]);
    const turns = Array.from({ length: 8 }, () => choice.next());
    expect(turns.filter((item) => item === 'new')).toHaveLength(2);
    expect(counts(choice.next, 4)).toEqual({ old: 3, new: 1 });
  });

  test('the same weights again do not disturb whose turn it is', () => {
    const choice = createWeightedChoice<string>();
    const weights = [
      { item: 'old', weight: 90 },
      { item: 'new', weight: 10 },
    ];
    const seen = counts(() => {
      choice.set(weights);
      return choice.next();
    }, 100);
    expect(seen).toEqual({ old: 90, new: 10 });
  });

  test('without weights nobody is chosen', () => {
    const choice = createWeightedChoice<string>();
    expect(choice.next()).toBeUndefined();
    choice.set([{ item: 'idle', weight: 0 }]);
    expect(choice.next()).toBeUndefined();
  });
});
