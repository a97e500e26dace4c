import { expect, test } from 'vitest';
import { makePlan, StrategyConfig } from '../../src/domain/strategies/index.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';

function stepsOf(config: object): readonly string[] {
  const criteria = Criteria.parse({ success: {} });
  return makePlan(StrategyConfig.parse({ kind: 'rolling', ...config }), { criteria }).map(
    (step) => {
      if (step.kind === 'shift') return `${step.percent} %`;
      return step.kind === 'bake'
        ? `${step.forMs / 60_000} m${step.judged ? ' judged' : ''}`
        : step.kind;
    },
  );
}

test('batch after batch, and nothing between them unless it is said', () => {
  const steps = stepsOf({ batches: [5, 25] });
  expect(steps).toEqual(['prestage', 'start', '5 %', '25 %', '100 %', '5 m judged', 'finish']);
});

test('where it is said, it stays at each share and only the last time is compared', () => {
  const steps = stepsOf({ batches: [5, 25], between: '30m' });
  expect(steps.slice(2)).toEqual([
    ...['5 %', '30 m', '25 %', '30 m', '100 %'],
    ...['5 m judged', 'finish'],
  ]);
});

test('a share lasts no longer than a bake may', () => {
  const long = StrategyConfig.safeParse({ kind: 'rolling', between: '13h' });
  expect(long.error?.issues[0]?.message).toBe('must be at most 12h');
});
