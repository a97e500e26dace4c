import { expect, test } from 'vitest';
import { meantBy } from '../../src/commands/action-words.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';

test.each([
  [{ words: 'no deploys of shop', as: 'gate' }, 'no deploys of shop', 'gate'],
  [{ words: 'no deploys of shop', as: 'a gate' }, 'no deploys of shop', 'gate'],
  [{ words: 'empty results', as: 'failure mode' }, 'empty results', 'failure-mode'],
  [{ words: 'empty results', as: 'Failure_Mode' }, 'empty results', 'failure-mode'],
  [{ words: 'call us' }, 'call us', null],
  // In no quotes: all after the first word came together.
  [{ words: 'no', rest: 'deploys of shop as a gate' }, 'no deploys of shop', 'gate'],
  [{ words: 'hold', rest: 'on slow pages, as trigger' }, 'hold on slow pages', 'trigger'],
  [{ words: 'treat', rest: 'payments as degraded' }, 'treat payments as degraded', null],
  [{}, '', null],
] as const)('%j', (typed, words, becomes) => {
  expect(meantBy(typed)).toEqual({ words, becomes });
});

test.each([
  [{ words: 'x', as: 'law' }, 'bad-value', /cannot become "law"/],
  [{ words: 'no', rest: 'deploys --owner bo' }, 'quotes', /what follows them/],
  [{ words: 'x'.repeat(301) }, 'too-long', /301 characters/],
] as const)('%j is refused: %s', (typed, code, what) => {
  const refused = meantBy(typed);
  expect(isRefusal(refused) && refused).toMatchObject({ code, what: expect.stringMatching(what) });
});
