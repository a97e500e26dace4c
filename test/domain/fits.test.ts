import { describe, expect, test } from 'vitest';
import {
  defaultAt,
  misfit,
  type Topology,
  withReplicas,
} from '../../src/domain/strategies/fits.ts';
import { StrategyConfig } from '../../src/domain/strategies/index.ts';
import { commandTarget } from '../../src/providers/command/target.ts';
import { haproxyTarget } from '../../src/providers/haproxy/target.ts';
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

describe('4.4 whether a strategy fits the replicas of a place', () => {
  const plain: Topology = { slots: null, weights: null, measured: true };

  test.each([
    [
      'a batch of less than one replica',
      [{ kind: 'rolling', batches: [25] }, { replicas: 2 }],
      'its batches are made of whole replicas there, and 25 % of 2 is less than one',
      'kind: rolling, batches: [50]',
      [{ kind: 'rolling', batches: [50] }, { replicas: 2 }],
    ],
    [
      'two batches of as many replicas',
      [{ kind: 'rolling', batches: [25, 40] }, { replicas: 4 }],
      'its batches are made of whole replicas there, and 25 % and 40 % of 4 are both 1',
      'kind: rolling, batches: [25]',
      [{ kind: 'rolling', batches: [25] }, { replicas: 4 }],
    ],
    [
      'batches of one replica',
      [{ kind: 'rolling' }, { replicas: 1, surge: 1 }],
      '50 % of 1 is less than one',
      'kind: rolling, batches: []',
      [
        { kind: 'rolling', batches: [] },
        { replicas: 1, surge: 1 },
      ],
    ],
    [
      'one replica without a surge',
      [
        { kind: 'rolling', batches: [] },
        { replicas: 1, surge: 0 },
      ],
      'with 1 replica and a surge of 0 the old version ends before the new one serves',
      'surge: 1',
      [
        { kind: 'rolling', batches: [] },
        { replicas: 1, surge: 1 },
      ],
    ],
    [
      'room for less than both versions whole',
      [{ kind: 'blue-green' }, { replicas: 4, surge: 1 }],
      'blue-green runs 8 replicas at once, 4 of each version, and there is room for 5 (4 and a surge of 1)',
      'surge: 4',
      [{ kind: 'blue-green' }, { replicas: 4, surge: 4 }],
    ],
    [
      'a first share of less than one replica',
      [{ kind: 'canary' }, { replicas: 4 }],
      'its weights are made of whole replicas there, and 10 % of 4 is less than one',
      'kind: canary, weights: [25, 50]',
      [{ kind: 'canary', weights: [25, 50] }, { replicas: 4 }],
    ],
    [
      'the same where nothing but replicas splits',
      [{ kind: 'canary' }, { replicas: 9, weights: false }],
      '10 % of 9 is less than one',
      'kind: canary, weights: [12, 45]',
      [{ kind: 'canary' }, { replicas: 10, weights: false }],
    ],
    [
      'a canary of one replica',
      [{ kind: 'canary' }, { replicas: 1, surge: 1 }],
      '10 % of 1 is less than one',
      null,
      [{ kind: 'canary' }, { replicas: 1, surge: 1, weights: true }],
    ],
    [
      'a canary with nowhere to stand',
      [{ kind: 'canary' }, { replicas: 1, surge: 0, weights: true }],
      'canary runs 2 replicas at once, 1 of each version, and there is room for 1 (1 and a surge of 0)',
      'surge: 1',
      [{ kind: 'canary' }, { replicas: 1, surge: 1, weights: true }],
    ],
  ] as const)('%s: refused with its numbers, and beside it is what fits', (...row) => {
    const [, [config, there], why, instead, [other, room]] = row;
    const found = misfit(of(config), { ...plain, ...there });
    expect(found?.why).toContain(why);
    expect(found?.instead).toBe(instead);
    expect(misfit(of(other), { ...plain, ...room })).toBeNull();
  });

  test.each([
    [
      'a router splits one replica in any share',
      { kind: 'canary' },
      { replicas: 1, weights: true },
    ],
    ['nobody said how many more may run', { kind: 'blue-green' }, { replicas: 4 }],
    [
      'one version at a time is what people chose',
      { kind: 'rolling', batches: [] },
      { replicas: 1, surge: 0, slots: 1 },
    ],
    ['others serve while one is replaced', { kind: 'rolling' }, { replicas: 2, surge: 0 }],
  ])('%s: it fits', (_, config, there) => {
    expect(misfit(of(config), { ...plain, ...there })).toBeNull();
  });

  test('batches that nobody wrote are one where there is no half; a first share is never raised', () => {
    const one = { ...plain, replicas: 1 };
    expect(defaultAt('rolling', one)).toMatchObject({ kind: 'rolling', batches: [] });
    expect(defaultAt('rolling', { ...plain, replicas: 2 })).toMatchObject({ batches: [50] });
    expect(defaultAt('rolling', { ...plain, weights: false })).toMatchObject({ batches: [] });
    expect(defaultAt('canary', { ...plain, replicas: 4 })).toMatchObject({ weights: [10, 50] });
  });

  test('what a provider tells goes before what is written', () => {
    const told = { ...plain, replicas: 2, surge: 2 };
    expect(withReplicas(told, { replicas: 4, surge: 1 })).toEqual(told);
    expect(withReplicas(plain, { replicas: 4 })).toMatchObject({ replicas: 4 });
  });

  test('a slot of haproxy has as many replicas as servers, and the other slots are its surge', () => {
    const run = ['./slot'];
    const target = haproxyTarget.parse({
      ...{ socket: '/run/haproxy.sock', backend: 'shop', map: '#1', resolve: run, start: run },
      ...{ stop: run, running: run },
      slots: { blue: ['b1', 'b2'], green: ['g1', 'g2'], red: ['r1', 'r2'] },
    });
    expect(topologyOf('haproxy', target)).toMatchObject({ slots: 3, replicas: 2, surge: 4 });
  });
});

test('4.4 a command target says what its place holds', () => {
  const run = ['./deploy'];
  const target = commandTarget.parse({
    ...{ resolve: run, start: run, shift: run, finish: run, observe: run },
    slots: 1,
  });
  expect(topologyOf('command', target)).toEqual({
    slots: 1,
    weights: null,
    measured: false,
    sboms: false,
  });
  expect(topologyOf('nowhere', target)).toBeNull();
});
