import { describe, expect, test } from 'vitest';
import type { BurnWatch, MinuteServed } from '../../src/domain/deployment/burn-watch.ts';
import { noteWhole, wholeBurn } from '../../src/domain/deployment/whole-burn.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { Objective } from '../../src/domain/verdict/objective.ts';
import { NOON } from './sample.ts';

const MINUTE = 60_000;
const objective = Objective.parse({ target: 0.99 });
const strict = Objective.parse({ target: 0.999, name: 'strict' });

/** 300 requests a minute of each version for `served` minutes until noon, of which so many fail. */
function seen(
  failed: Readonly<Record<string, readonly number[]>>,
  more: Partial<BurnWatch> = {},
): BurnWatch {
  const minutes = Object.entries(failed).flatMap(([version, errors]) =>
    errors.map(
      (n, i): MinuteServed => [NOON - (errors.length - i) * MINUTE, version, 300, n] as const,
    ),
  );
  const since = plus(NOON, -6 * 60 * MINUTE);
  const empty = { readAt: NOON, since, totals: {}, days: [], revision: 3 };
  return { service: 'shop', environment: 'production', ...empty, minutes, ...more };
}
const flat = (minutes: number, errors: number) => Array.from({ length: minutes }, () => errors);

describe('6.6 whether all of a service burns', () => {
  test.each<[string, BurnWatch, RegExp | null]>([
    [
      'one version for an hour, fifteen times too fast',
      seen({ '1.0.0': flat(60, 45) }),
      /^All of shop burns its budget: availability 99 %: budget burns 15× over 5 min and 15× over 1 h/,
    ],
    ['six times and a bit, for six hours', seen({ '1.0.0': flat(360, 19) }), /page slow/],
    [
      'two versions, of which neither does alone',
      seen({ '1.0.0': flat(60, 43), '1.1.0': flat(60, 46) }),
      /14\.8×/,
    ],
    ['not quite', seen({ '1.0.0': flat(360, 18) }), null],
    ['an hour ago, and well since', seen({ '1.0.0': [...flat(60, 300), ...flat(35, 0)] }), null],
    ['a minute of it', seen({ '1.0.0': [...flat(59, 0), 150] }), null],
    ['nothing was measured', seen({}), null],
  ])('%s', (_, watch, says) => {
    const why = wholeBurn(watch, [objective], NOON);
    if (says === null) expect(why).toBeNull();
    else expect(why).toMatch(says);
  });

  test('too few requests say nothing', () => {
    const few = seen({}, { minutes: [[NOON - MINUTE, '1.0.0', 99, 99]] });
    expect(wholeBurn(few, [objective], NOON)).toBeNull();
  });

  test('of several objectives the one that burns is named', () => {
    expect(wholeBurn(seen({ '1.0.0': flat(60, 6) }), [objective, strict], NOON)).toMatch(/strict/);
  });
});

describe('6.6 one burn is remembered until it has been quiet for half an hour', () => {
  const [since, at] = [plus(NOON, -20 * MINUTE), plus(NOON, -10_000)];
  const row = (watch: BurnWatch, burns: boolean, now = NOON) =>
    noteWhole(watch, burns, now)?.rows[0]?.row ?? null;

  test('it begins, and the row moves on', () => {
    expect(row(seen({}), true)).toEqual(
      seen({}, { whole: { since: NOON, at: NOON }, revision: 4 }),
    );
    expect(row(seen({}), false)).toBeNull();
  });

  test('while it goes on it is written once a minute', () => {
    const burning = seen({}, { whole: { since, at } });
    expect(row(burning, true)).toBeNull();
    expect(row(burning, true, plus(at, MINUTE))?.whole).toEqual({ since, at: plus(at, MINUTE) });
  });

  test('it is over half an hour after it was seen last', () => {
    const burning = seen({}, { whole: { since, at } });
    expect(row(burning, false, plus(at, 30 * MINUTE - 1))).toBeNull();
    expect(row(burning, false, plus(at, 30 * MINUTE))).toEqual(seen({}, { revision: 4 }));
  });
});
