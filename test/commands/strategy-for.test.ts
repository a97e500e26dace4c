import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Place } from '../../src/commands/find.ts';
import { strategyFor } from '../../src/commands/strategy-for.ts';
import { isRefusal, type Refusal } from '../../src/domain/kernel/refusal.ts';
import type { Topology } from '../../src/domain/strategies/fits.ts';
import { StrategyConfig } from '../../src/domain/strategies/index.ts';

const KINDS = ['rolling', 'blue-green', 'canary'] as const;
const NOTHING: Topology = { slots: null, weights: null, measured: true };

/** What a place with this room answers to a deployment by this strategy, or by one that is typed. */
function asked(
  strategy: StrategyConfig,
  { measured, replicas, surge, ...room }: Topology,
  named?: string,
): StrategyConfig | Refusal {
  const provider = { metrics: measured ? {} : null, topologyAt: () => room };
  const placement = { strategy, criteria: {}, target: {}, replicas, surge };
  const at = { service: { name: 'shop' }, environment: { name: 'production' } };
  const place = { ...at, placement } as unknown as Place;
  return strategyFor({ provider: () => provider } as never, place, named);
}

const of = (config: object): StrategyConfig => StrategyConfig.parse(config);
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
const left = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });
const shares = (least: number) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: least, maxLength: 4 })
    .map((all) => all.toSorted((a, b) => a - b));
const strategies: fc.Arbitrary<StrategyConfig> = fc.oneof(
  shares(0).map((batches) => of({ kind: 'rolling', batches })),
  shares(1).map((weights) => of({ kind: 'canary', weights })),
  fc.constantFrom(...KINDS).map((kind) => of({ kind })),
);
const places: fc.Arbitrary<Topology> = fc.record({
  slots: maybe(fc.integer({ min: 1, max: 3 })),
  weights: maybe(fc.boolean()),
  measured: fc.boolean(),
  replicas: left(fc.integer({ min: 1, max: 12 })),
  surge: left(fc.integer({ min: 0, max: 12 })),
});

/** `Write kind: canary, weights: [25, 50]; or choose …` or `Write surge: 4.` */
function written(fix: string): Record<string, unknown> | null {
  const [, text] = /^Write (.+?)(?:; or choose .*)?\.$/.exec(fix) ?? [];
  return text === undefined ? null : parse(`{ ${text} }`);
}

const surges = z.object({ surge: z.int().optional() });
const whyOf = (found: StrategyConfig | Refusal) => (isRefusal(found) ? found.why : null);

describe('4.4 a strategy that does not fit is refused', () => {
  test('whatever is named as fitting there fits there', () => {
    let refused = 0;
    fc.assert(
      fc.property(strategies, places, (strategy, at) => {
        const found = asked(strategy, at);
        if (!isRefusal(found)) return;
        refused += 1;
        const [, kinds] = /--strategy (.+)\.$/.exec(found.fix ?? '') ?? [];
        for (const kind of kinds?.split(' or ') ?? [])
          expect(asked(strategy, at, kind)).toMatchObject({ kind });
        for (const kind of KINDS.filter((one) => !kinds?.split(' or ').includes(one)))
          expect(isRefusal(asked(strategy, at, kind))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  test('whoever writes what it says to write is not told the same again', () => {
    let wrote = 0;
    fc.assert(
      fc.property(strategies, places, (strategy, at) => {
        const found = asked(strategy, at);
        const more = isRefusal(found) ? written(found.fix ?? '') : null;
        if (more === null) return;
        wrote += 1;
        const next = 'kind' in more ? of(more) : strategy;
        const again = asked(next, { ...at, ...surges.parse(more) });
        expect(again).not.toMatchObject({ why: whyOf(found) });
      }),
      { numRuns: 1_000 },
    );
    expect(wrote).toBeGreaterThan(50);
  });

  test.each([
    [
      { kind: 'rolling', batches: [25] },
      { replicas: 2 },
      'Its batches are made of whole replicas there, and 25 % of 2 is less than one.',
      'Write kind: rolling, batches: [50]; or choose --strategy rolling or blue-green.',
    ],
    [
      { kind: 'blue-green' },
      { replicas: 4, surge: 1 },
      'Blue-green runs 8 replicas at once, 4 of each version, and there is room for 5 (4 and a surge of 1).',
      'Write surge: 4; or choose --strategy rolling.',
    ],
    [
      { kind: 'canary' },
      { replicas: 4 },
      'Its weights are made of whole replicas there, and 10 % of 4 is less than one.',
      'Write kind: canary, weights: [25, 50]; or choose --strategy rolling or blue-green.',
    ],
    [
      { kind: 'rolling' },
      { replicas: 1, surge: 0 },
      /^With 1 replica and a surge of 0 the old version ends before the new one serves, so nobody would be served meanwhile/,
      'Write surge: 1.',
    ],
  ])('%j where %j: why in numbers, and what to write', (config, there, why, fix) => {
    const found = asked(of(config), { ...NOTHING, ...there });
    const said = typeof why === 'string' ? why : expect.stringMatching(why);
    expect(found).toMatchObject({ why: said, fix });
  });

  test('where traffic is moved whole, --strategy rolling goes out in one batch', () => {
    const there = { ...NOTHING, weights: false };
    expect(asked(of({ kind: 'canary' }), there)).toMatchObject({
      fix: 'Choose --strategy rolling or blue-green.',
    });
    expect(asked(of({ kind: 'canary' }), there, 'rolling')).toMatchObject({ batches: [] });
  });
});
