import { describe, expect, test } from 'vitest';
import type { BurnWatch, MinuteServed } from '../../src/domain/deployment/burn-watch.ts';
import { noteWhole, openBurn, wholeBurn } from '../../src/domain/deployment/whole-burn.ts';
import { rule } from '../../src/domain/gates/index.ts';
import type { Approval } from '../../src/domain/governance/approval.ts';
import type { Subject } from '../../src/domain/kernel/subject.ts';
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

describe('6.6 what starts while its service burns waits', () => {
  const burning = openBurn(seen({ '1.0.0': flat(60, 45) }), [objective]);
  const about: Subject = {
    id: 'D-7',
    service: 'shop',
    environment: 'production',
    version: '1.1.0',
    digest: 'sha256:b',
    planDigest: 'f'.repeat(64),
    requestedBy: 'eli',
  };
  const yes = (by: string): Approval => ({
    by,
    at: NOON,
    planDigest: about.planDigest,
    groups: [],
  });
  const fixes = 'INC-42';
  test.each<[string, string | null, Partial<Subject>, readonly Approval[], string]>([
    ['nothing burns', null, {}, [], 'pass'],
    ['it burns', burning, {}, [], 'burning'],
    ['approved, and no fix', burning, {}, [yes('bo')], 'burning'],
    ['a fix nobody approved', burning, { fixes }, [], 'second-person'],
    ['a fix whose own yes is no second', burning, { fixes }, [yes('eli')], 'second-person'],
    ['a fix that a second person approved', burning, { fixes }, [yes('bo')], 'pass'],
    ['it has started: who resumes it has decided', burning, { startedAt: NOON }, [], 'pass'],
  ])('%s', (_, burn, more, approvals, expected) => {
    const config = { kind: 'burn', owners: ['chen'] } as const;
    const { ruling } = rule(config, { burn, approvals }, { ...about, ...more }, NOON);
    expect(ruling.verdict === 'pass' ? 'pass' : ruling.code).toBe(expected);
  });

  test('in words that stay as they are while it burns', () => {
    const words =
      'All of shop burns its budget: availability 99 %: more than 14.4× over 5 min and 1 h (page quick)';
    expect(burning).toBe(words);
    expect(openBurn(seen({ '1.0.0': flat(60, 90) }), [objective])).toBe(words);
  });

  test.each<[string, BurnWatch | null, boolean]>([
    [
      'it has been well for long enough',
      seen({ '1.0.0': [...flat(60, 300), ...flat(35, 0)] }),
      false,
    ],
    ['it fell silent while it burned', seen({ '1.0.0': flat(60, 45) }), true],
    ['nothing was ever measured', seen({ '1.0.0': flat(60, 45) }, { readAt: null }), false],
    ['nobody looks', null, false],
  ])('%s', (_, watch, burns) => {
    expect(openBurn(watch, [objective]) !== null).toBe(burns);
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
