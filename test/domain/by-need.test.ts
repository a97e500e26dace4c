import { describe, expect, test } from 'vitest';
import {
  chosenFor,
  lacking,
  Need,
  StrategyFile,
  unfit,
} from '../../src/domain/strategies/by-need.ts';
import type { Topology } from '../../src/domain/strategies/fits.ts';
import { defaultStrategy } from '../../src/domain/strategies/index.ts';

const anything: Topology = { slots: 2, weights: true, measured: true };
const chosen = (needs: readonly string[], more: object = {}) =>
  chosenFor(StrategyFile.parse({ kind: 'by-need', needs, ...more }));

describe('5.1 a strategy is picked by what a place needs', () => {
  test.each([
    [['zero-downtime'], 'rolling', 'rolling was picked: it gives zero-downtime'],
    [
      ['zero-downtime', 'atomic-cutover'],
      'blue-green',
      'blue-green was picked: it gives zero-downtime and atomic-cutover; rolling does not give atomic-cutover',
    ],
    [
      ['limited-blast-radius'],
      'canary',
      'canary was picked: it gives limited-blast-radius; rolling does not give limited-blast-radius; blue-green does not give limited-blast-radius',
    ],
  ])('%j: %s, and why', (needs, kind, why) => {
    const { strategy, picked } = chosen(needs);
    expect(strategy).toEqual(defaultStrategy(strategy.kind));
    expect([strategy.kind, picked?.why]).toEqual([kind, why]);
  });

  test('whatever is picked gives all that was needed', () => {
    const sets = Need.options.flatMap((a) => Need.options.map((b) => [a, b] as const));
    for (const needs of sets) {
      const read = StrategyFile.safeParse({ kind: 'by-need', needs });
      if (read.success) expect(lacking(chosenFor(read.data).strategy.kind, needs)).toEqual([]);
      else expect(new Set(needs)).toEqual(new Set(['atomic-cutover', 'limited-blast-radius']));
    }
  });

  test('its bake may be said; what is named is taken as it is', () => {
    expect(chosen(['zero-downtime'], { bake: '7m' }).strategy.bake).toBe(420_000);
    expect(chosenFor(defaultStrategy('canary'))).toEqual({ strategy: defaultStrategy('canary') });
  });

  test.each([
    [['zero-downtime'], { slots: 1 }, /zero-downtime needs 2 slots.* and there is 1$/, []],
    [['atomic-cutover'], { slots: 1 }, /blue-green needs 2 slots.* and there is 1$/, []],
    [['limited-blast-radius'], { measured: false }, /nothing there measures/, []],
    [['zero-downtime'], { weights: false }, /can only be moved whole/, ['rolling', 'blue-green']],
  ])('%j where %j: no, with numbers', (needs, less, why, fitting) => {
    const found = unfit(chosen(needs), { ...anything, ...less });
    expect(found?.why).toMatch(why);
    expect(found?.fitting).toEqual(fitting);
    expect(unfit(chosen(needs), anything)).toBeNull();
  });

  test('one that is named may leave people without a version', () => {
    expect(unfit({ strategy: defaultStrategy('rolling') }, { ...anything, slots: 1 })).toBeNull();
  });
});
