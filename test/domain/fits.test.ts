import { describe, expect, test } from 'vitest';
import { misfit, type Topology } from '../../src/domain/strategies/fits.ts';
import { StrategyConfig } from '../../src/domain/strategies/index.ts';
import { commandTarget } from '../../src/providers/command/target.ts';
import { topologyOf } from '../../src/providers/index.ts';

const anything: Topology = { slots: 2, weights: true, measured: true };
const of = (config: object) => StrategyConfig.parse(config);

describe('4.4 whether a strategy fits a place', () => {
  test.each(['rolling', 'blue-green', 'canary'])(
    '%s fits where there is room, a split and a measure',
    (kind) => {
      expect(misfit(of({ kind }), anything)).toBeNull();
    },
  );

  test.each(['rolling', 'blue-green'])('%s fits where nobody said what there is', (kind) => {
    expect(misfit(of({ kind }), { slots: null, weights: null, measured: false })).toBeNull();
  });

  test.each([
    [
      { kind: 'blue-green' },
      { slots: 1 },
      'blue-green needs 2 slots, one for each version, and there is 1',
      ['rolling'],
    ],
    [{ kind: 'canary' }, { slots: 1 }, 'canary needs 2 slots', ['rolling']],
    [{ kind: 'canary' }, { measured: false }, 'nothing there measures', ['rolling', 'blue-green']],
    [{ kind: 'canary' }, { weights: false }, 'can only be moved whole', ['rolling', 'blue-green']],
    [
      { kind: 'rolling', batches: [25, 50] },
      { weights: false },
      '25 %, 50 % of the traffic',
      ['rolling', 'blue-green'],
    ],
  ])('%j where %j: refused with what fits', (config, less, why, fitting) => {
    const found = misfit(of(config), { ...anything, ...less });
    expect(found?.why).toContain(why);
    expect(found?.fitting).toEqual(fitting);
  });

  test('one batch of all splits nothing', () => {
    expect(
      misfit(of({ kind: 'rolling', batches: [] }), { ...anything, weights: false }),
    ).toBeNull();
  });
});

test('4.4 a command target says what its place holds', () => {
  const run = ['./deploy'];
  const target = commandTarget.parse({
    ...{ resolve: run, start: run, shift: run, finish: run, observe: run },
    slots: 1,
  });
  expect(topologyOf('command', target)).toEqual({ slots: 1, weights: null, measured: false });
  expect(topologyOf('nowhere', target)).toBeNull();
});
