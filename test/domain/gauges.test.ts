import { describe, expect, test } from 'vitest';
import { unmeasured } from '../../src/domain/rulebook/unmeasured.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';
import { areRead, withGauges } from '../../src/domain/verdict/gauges.ts';
import type { Verdict } from '../../src/domain/verdict/verdict.ts';
import { topologyOf } from '../../src/providers/index.ts';

const criteria = Criteria.parse({ gauges: { memory: {} } });
const told = { canary: '1.1.0', stable: '1.0.0' };
const passed: Verdict = {
  verdict: 'pass',
  ground: 'as good',
  why: 'error rate 0 % against 0 %',
  metrics: [],
};
const stable = [371, 369, 370, 372, 368, 370, 371, 369, 370, 373];
const higher = stable.map((x) => x + 41);

describe('5.2 gauges beside the evidence of requests', () => {
  test.each<[string, Verdict, Parameters<typeof withGauges>[1], Partial<Verdict>]>([
    [
      'before its time is over nothing passes',
      passed,
      null,
      { verdict: 'not enough data', ground: 'undecided' },
    ],
    [
      'the same passes',
      passed,
      { memory: { canary: stable, stable } },
      { verdict: 'pass', ground: 'as good' },
    ],
    [
      'higher fails, though no request was worse',
      passed,
      { memory: { canary: higher, stable } },
      { verdict: 'fail', ground: 'worse' },
    ],
    [
      'lower is no reason',
      passed,
      { memory: { canary: stable, stable: higher } },
      { verdict: 'pass' },
    ],
    ['never read never passes', passed, {}, { verdict: 'not enough data', ground: 'thin' }],
    [
      'of one version only neither',
      passed,
      { memory: { canary: [], stable } },
      { verdict: 'not enough data', ground: 'thin' },
    ],
    [
      'what failed by its requests stays failed',
      { ...passed, verdict: 'fail' },
      {},
      { verdict: 'fail' },
    ],
  ])('%s', (_, verdict, readings, expected) => {
    expect(withGauges(verdict, readings, criteria, told)).toMatchObject(expected);
  });

  test('each says one plain sentence, and a line of the table', () => {
    const say = (canary: number[]) =>
      withGauges(passed, { memory: { canary, stable } }, criteria, told);
    expect(say(higher).why).toBe(
      'memory is higher: 411 against 370 in the middle (100 % of its readings are the higher ones, by chance in one of 11,713)',
    );
    expect(say([1, 2, 3]).why).toBe('memory of 1.1.0 was read 3 times, too few to compare');
    expect(say(stable).why).toBe(`${passed.why}; memory 370 against 370: not higher`);
    expect(say(higher).metrics).toEqual([
      {
        metric: 'memory',
        canary: '411',
        baseline: '370',
        limit: 'by rank',
        ok: false,
        result: 'higher',
      },
    ]);
    expect(areRead({ memory: { canary: [1], stable } }, criteria)).toBe(false);
  });

  test('without gauges nothing changes', () => {
    expect(withGauges(passed, null, Criteria.parse({}), told)).toBe(passed);
  });

  test('what a service names and nobody measures is found before it is deployed', () => {
    const success = {
      baseline: 'before',
      minThroughput: 0.8,
      metrics: { orders: { atLeast: 0.9 } },
      otherwise: 'ask',
    };
    const catalog = (queries: Record<string, string>) => ({
      environments: [{ name: 'production', aliases: [], signals: { queries } }],
      services: [
        { name: 'shop', environments: { production: { criteria: { ...criteria, success } } } },
      ],
    });
    const found = (queries: Record<string, string>) =>
      unmeasured(catalog(queries) as never).map(({ what }) => what);
    expect(found({ orders: 'x', memory: 'y' })).toEqual([]);
    expect(found({ order: 'x' })).toEqual([
      'criteria.gauges names "memory", and environments.production.signals.queries has no query of that name: it has order',
      'criteria.success.metrics names "orders", and environments.production.signals.queries has no query of that name: it has order',
    ]);
  });

  test('what a provider counts by itself is measured, unless the environment names another source', () => {
    const survey = (provider: string) => (provider === 'fleet' ? topologyOf('fleet', {}) : null);
    const found = (environment: object, name = 'orders a minute') => {
      const gauges = { [name]: { confidence: 0.98, effect: 0.4 } };
      const production = { criteria: { ...criteria, gauges }, target: {} };
      const catalog = {
        environments: [{ name: 'production', aliases: [], provider: 'fleet', ...environment }],
        services: [{ name: 'shop', environments: { production } }],
      };
      return unmeasured(catalog as never, survey).map(({ what }) => what);
    };
    expect(found({})).toEqual([]);
    expect(found({}, 'sales')).toEqual([
      'criteria.gauges names "sales", and fleet counts nothing of that name: it has orders a minute',
    ]);
    expect(found({ provider: 'command' })).toHaveLength(1);
    expect(found({ signals: { queries: {} } })).toHaveLength(1);
  });
});
