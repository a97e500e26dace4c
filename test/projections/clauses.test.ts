import { expect, test } from 'vitest';
import { clauses } from '../../src/projections/parts.ts';
import { mrkdwnLine } from '../../src/slack/render/mrkdwn.ts';

const names = {
  person: (id: string) => ({ account: null, name: id }),
  group: (id: string) => ({ id: null, name: id }),
};
const read = (said: string) => mrkdwnLine(clauses(said), names, 3_000);

test('what a judge says of every metric is read to its end', () => {
  const each = ['p50', 'p90', 'p99'].map(
    (metric) => `slower than ${metric} of 1.0.0 (18.3 ms): 0.00 % against 3.70 %`,
  );
  const claimed =
    'more than the 20 that it takes (fewer than 2.00 % failed and 5.00 % slow harm nobody)';
  const said = `Judged healthy: error rate 0.00 %; ${each.join('; ')}; evidence that 1.1.0 is as good: ${claimed}`;
  expect(said.length).toBeGreaterThan(300);
  expect(read(said)).toBe(said);
});

test('one clause that is too long is cut by itself, and says nothing of its own in the chat', () => {
  const said = `<@U0BO000001> *yes* ${'a'.repeat(400)}; and the rest`;
  expect(read(said)).toMatch(/^&lt;@U0BO000001&gt;.*…; and the rest$/);
  expect(read('')).toBe('');
});
